import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** Its block ends when the person says so. */
const runbook = [
  '# Slow',
  '',
  '## Wait',
  '',
  '```bash',
  'until [ -e go ]; do sleep 0.1; done',
  '```',
  '',
].join('\n');

/** What ends in the page while a person types elsewhere must not bring the keyboard back into it. */
describe('The keyboard stays where the person went', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  after(() => window?.close());

  it('in the terminal while a block ends, and finds its place in the page afterwards', async () => {
    window = await openWindow();
    mkdirSync(join(window.folder, 'runbooks'));
    writeFileSync(join(window.folder, 'runbooks/slow.md'), runbook);
    await window.openFile('runbooks/slow.md');
    await window.command('On-Call: Open This File as a Runbook');
    const page = window.webview();
    const run = page.getByRole('button', { name: /^Run in terminal/ });
    await run.focus();
    await run.press('Enter');
    await page.getByRole('button', { name: /^Stop/ }).and(page.locator(':focus')).waitFor();
    await window.command('Terminal: Focus Terminal');
    const typing = window.page.locator('.xterm-helper-textarea:focus');
    await typing.waitFor();
    writeFileSync(join(window.folder, 'go'), '');
    await page.getByText(/^OK · /).waitFor();
    await window.page.keyboard.type('echo still $((40 + 2))');
    await window.page.keyboard.press('Enter');
    await window.terminal().getByText('still 42').waitFor();
    assert.equal(await typing.count(), 1);
    assert.equal(await page.getByText(/^OK · /).count(), 1, 'nothing else was run');
    await window.page.keyboard.press('Control+1');
    await page
      .getByRole('button', { name: /^Run in terminal/ })
      .and(page.locator(':focus'))
      .waitFor();
  });
});
