import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../scripts/vscodeServer.mjs';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

const runbook = (title: string) =>
  `---\nservices: [checkout]\n---\n\n# ${title}\n\n## Where\n\n\`\`\`bash\npwd\n\`\`\`\n`;

/** A workspace of the service's own folder and of the one with the team's runbooks. */
describe('Two folders in one window', function () {
  this.timeout(120_000);
  const place = temporaryFolder('on-call-two-folders');
  let window: EditorWindow;
  after(() => window?.close());
  after(() => place.remove());

  const at = (...path: string[]) => join(place.folder, ...path);
  const write = (path: string, text: string) => {
    mkdirSync(join(at(path), '..'), { recursive: true });
    writeFileSync(at(path), text);
  };

  before(async () => {
    write('app/.oncall/config.yaml', 'checklists:\n  detection: [Look at the service]\n');
    write('app/runbooks/look.md', runbook('Look from the service'));
    write(
      'ops/.oncall/config.yaml',
      'checklists:\n  detection: [Look at the runbooks]\n  triage: [Ask the runbooks]\n',
    );
    write('ops/runbooks/look.md', runbook('Look from the runbooks'));
    write('both.code-workspace', JSON.stringify({ folders: [{ path: 'app' }, { path: 'ops' }] }));
    window = await openWindow({
      workspace: at('both.code-workspace'),
      size: { width: 1600, height: 1000 },
    });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
  });

  it('have one timeline, in the first', async () => {
    await window.command('On-Call: Add Timeline Entry…');
    await window.answer('-0s seen from two folders');
    await window.treeItem(/seen from two folders/).waitFor();
    assert.equal(existsSync(at('ops/incidents')), false);
    const [incident] = readdirSync(at('app/incidents'));
    const journals = readdirSync(at('app/incidents', incident!)).filter(name => name.endsWith('.jsonl'));
    assert.ok(
      journals.some(name =>
        readFileSync(at('app/incidents', incident!, name), 'utf8').includes('seen from two folders'),
      ),
    );
  });

  it('give what their team files say, the first before the second', async () => {
    await window.treeItem(/Look at the service/).waitFor();
    assert.equal(await window.treeItem(/Look at the runbooks/).count(), 0);
    await window.press(window.treeItem(/^Triage\? /), window.treeItem(/Ask the runbooks/));
    await window.screenshot('two-folders-response-dark');
  });

  it('have runbooks of the same path told apart, and each runs in its own folder', async () => {
    for (const [title, folder] of [
      ['Look from the runbooks', 'ops'],
      ['Look from the service', 'app'],
    ] as const) {
      await window.choose('On-Call: Choose a Runbook…', title);
      const block = window.webview().locator('section[aria-label="Block, Where"]');
      await window.webview().getByRole('heading', { name: title }).first().waitFor();
      await block.getByRole('button', { name: 'Run in terminal, Where' }).click();
      await block.getByText(/^ok/i).first().waitFor({ timeout: 60_000 });
      await block.locator('summary', { hasText: 'Output' }).click();
      await block.getByLabel('Output').getByText(at(folder)).waitFor();
      await window.screenshot(`two-folders-ran-${folder}-dark`);
    }
  });

  it('are asked about where a new runbook shall be', async () => {
    await window.choose('On-Call: New Runbook…', 'ops');
    await window.page.getByText('New Runbook (1/2)').waitFor();
    await window.answer('Checkout is slow');
    await window.page.getByText('New Runbook (2/2)').waitFor();
    await window.answer('checkout');
    await window.editor().getByText('Checkout is slow').first().waitFor();
    assert.deepEqual(readdirSync(at('app/runbooks')), ['look.md']);
    assert.deepEqual(readdirSync(at('ops/runbooks')).sort(), ['checkout-is-slow.md', 'look.md']);
  });

  it('have the post-mortem beside the timeline', async () => {
    await window.choose('On-Call: Generate Post-mortem', 'On-Call, ');
    await window.treeItem(/Post-mortem generated/).waitFor();
    const [incident] = readdirSync(at('app/incidents'));
    assert.ok(existsSync(at('app/incidents', incident!, 'post-mortem.md')));
  });
});
