import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** The first ten minutes of somebody new, led by the walkthrough. */
describe('The walkthrough', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ size: { width: 1600, height: 1100 } });
    await window.openView('On-Call');
  });

  const step = (title: string) => window.page.locator('.getting-started-step', { hasText: title });
  /** By VS Code’s own tick. */
  const isDone = (title: string) =>
    step(title).locator('.codicon-getting-started-step-checked.complete').waitFor();

  it('is offered where nobody has signed in, and begins with nothing done', async () => {
    await window.page.getByRole('button', { name: 'Show Me Step by Step' }).click();
    for (const title of ['Start a drill', 'Acknowledge the incident', 'Connect your own account'])
      await step(title).waitFor();
    await window.screenshot('walkthrough-1-begin-dark');
  });

  it('ticks a step when that has really happened', async () => {
    await step('Start a drill').getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeItem(/Checkout error rate/i).waitFor();
    await isDone('Start a drill');
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await isDone('Acknowledge the incident');
    await window.screenshot('walkthrough-2-acknowledged-dark');
  });
});
