import assert from 'node:assert/strict';
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

  it('ticks the run, the entry and the post-mortem, and has only the account left', async () => {
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    const block = window.webview().locator('section[aria-label="Block, Rollback"]').first();
    await block.scrollIntoViewIfNeeded();
    await block.getByRole('button', { name: 'Run in terminal, Rollback' }).click();
    await block.getByText(/^ok/i).first().waitFor({ timeout: 60_000 });
    await window.command('On-Call: Add Timeline Entry…');
    await window.answer('-0s coupon code divides by zero');
    await window.treeItem(/coupon code divides by zero/).waitFor();
    await window.choose('On-Call: Generate Post-mortem', 'On-Call, ');
    await window.treeItem(/Post-mortem generated/).waitFor();
    await window.command('On-Call: Work Your First Incident');
    for (const title of ['Run a block of its runbook', 'Write down what you see', 'Generate the post-mortem'])
      await isDone(title);
    assert.equal(await window.page.locator('.codicon-getting-started-step-checked.complete').count(), 5);
    await window.screenshot('walkthrough-3-done-dark');
  });
});
