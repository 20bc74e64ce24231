import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { removeFolder } from '../removeFolder.ts';

/** What comes into a timeline from elsewhere, and what comes out of its post-mortem, clicked in a real window. */
describe('The evidence of an incident', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  let place: string;

  before(async () => {
    place = mkdtempSync(join(tmpdir(), 'on-call-evidence-'));
    const folder = join(place, 'shop');
    mkdirSync(folder);
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com', ...args], {
        cwd: folder,
      });
    git('init', '--quiet', '--initial-branch=main');
    writeFileSync(join(folder, 'checkout.sql'), 'select 1;\nselect * from pool;\n');
    git('add', '.');
    git('commit', '--quiet', '-m', 'Checkout: smaller pool');
    writeFileSync(
      join(place, 'export.csv'),
      'time,who,type,what\n2026-11-20T10:00:00Z,Ada,decision,Roll back at once\nsoon,Bob,note,Unreadable\n',
    );
    window = await openWindow({ folder, size: { width: 1600, height: 1200 } });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
    await window.select(/Checkout error rate/i);
    await window.treeItem(/Acknowledged by/i).waitFor();
  });

  after(async () => {
    await window?.close();
    await removeFolder(place);
  });

  const incidentFolder = () => {
    const incidents = join(window.folder, 'incidents');
    return join(
      incidents,
      readdirSync(incidents).find(name => /^\d{4}-/.test(name))!,
    );
  };
  /** A file dialog of a server’s VS Code is an input with a path. */
  const chooseFile = async (path: string) => {
    const input = window.page.locator('.quick-input-widget input[type="text"]');
    // The dialog puts its own path there once it has read the folder.
    for (let kept = false; !kept; kept = (await input.inputValue()) === path) {
      await input.fill(path);
      await window.page.waitForTimeout(1_000);
    }
    await window.page.locator('.quick-input-widget .quick-input-action .monaco-button').first().click();
  };

  it('names what changed before it, and one key makes a change a hypothesis', async () => {
    await window.command('On-Call: Show Suspect Changes');
    await window.page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'Checkout: smaller pool' })
      .first()
      .waitFor();
    await window.screenshot('evidence-1-suspects-dark');
    // The list takes a moment to say which of its rows is meant.
    const suspect = window.treeItem(/Suspect: /);
    for (let tries = 0; tries < 5 && !(await suspect.isVisible()); tries++) {
      await window.page.keyboard.press('Control+Enter');
      await suspect.waitFor({ timeout: 4_000 }).catch(() => {});
    }
    await suspect.waitFor();
    await window.page.keyboard.press('Escape');
  });

  it('takes a selection with its file and lines', async () => {
    await window.openFile('checkout.sql');
    await window.editor().getByText('pool').first().waitFor();
    await window.page.keyboard.press('Control+End');
    await window.page.keyboard.press('ArrowUp');
    await window.page.keyboard.press('Shift+End');
    await window.command('On-Call: Add Selection to Timeline…');
    await window.answer('?The pool is read whole');
    await window.treeItem(/The pool is read whole/).waitFor();
  });

  it('makes a link of an address, with the title that is known of it', async () => {
    await window.command('On-Call: Show Incident Details');
    const link = window.webview().getByRole('link', { name: /\/drill\/incidents\// });
    const address = (await link.first().textContent())!.trim();
    await window.command('On-Call: Open Timeline');
    const box = window.webview().getByRole('textbox', { name: 'What happened?' });
    await box.fill(`All of it is at ${address}`);
    await box.press('Enter');
    const entry = window.webview().locator('li.entry', { hasText: 'All of it is at' });
    await entry.getByText('#2 Checkout error rate').waitFor();
    await window.screenshot('evidence-2-timeline-dark');
  });

  it('takes the rows of a CSV file once they were shown', async () => {
    await window.command('On-Call: Import Timeline from a File…');
    await chooseFile(join(place, 'export.csv'));
    await window.dialogButton('Import 1 Entry').waitFor();
    await window.screenshot('evidence-3-import-dark');
    await window.dialogButton('Import 1 Entry').click();
    await window.webview().locator('li.entry', { hasText: 'Roll back at once' }).waitFor();
  });

  it('becomes a document whose open work is found, in Problems, above its row and in the side bar', async () => {
    await window.command('On-Call: Add Timeline Entry…');
    await window.answer('+Alert on the pool before it is full');
    await window.treeItem(/Action item: Alert on the pool/).waitFor();
    await window.choose('On-Call: Generate Post-mortem', 'On-Call, ');
    await window.page.getByRole('tab', { name: /post-mortem\.md/ }).waitFor();
    await window.command('Problems: Focus on Problems View');
    await window.page.locator('.markers-panel', { hasText: 'Nobody has this action item' }).waitFor();
    await window.unfold('Action Items');
    // The timeline has a row like it above.
    const item = window.treeItem(/^Alert on the pool before it is full/);
    await window.press(item, window.editor().getByText('Action items').first());
    // VS Code asks for lenses when the text has the focus, and forgets it where that goes away at once.
    await window.editor().getByText('Action items').first().click();
    await window.page.locator('.codelens-decoration', { hasText: 'Create issue' }).first().waitFor();
    await window.screenshot('evidence-4-action-items-dark');
  });

  it('is exported as one HTML file that a browser shows', async () => {
    const target = join(incidentFolder(), 'post-mortem.html');
    await window.command('On-Call: Export Post-mortem as HTML…');
    await chooseFile(target);
    await window.notification(/Exported to/).waitFor();
    const page = await window.page.context().newPage();
    const asked: string[] = [];
    page.on('request', request => asked.push(request.url()));
    await page.setContent(readFileSync(target, 'utf8'));
    await page.getByRole('heading', { level: 1, name: /^Post-mortem: Checkout error rate/ }).waitFor();
    assert.deepEqual(
      asked.filter(url => !url.startsWith('data:')),
      [],
    );
    await page.screenshot({
      path: join(import.meta.dirname, '../../out/screenshots/evidence-5-html.png'),
      fullPage: true,
    });
    await page.close();
  });

  it('says how far its review is', async () => {
    await window.command('On-Call: Set Post-mortem Status…');
    await window.quickPickItem('In review').click();
    await window.page.keyboard.press('Control+S');
    const path = join(incidentFolder(), 'post-mortem.md');
    for (
      let tries = 0;
      tries < 50 && !readFileSync(path, 'utf8').includes('| Review status | in review |');
      tries++
    )
      await window.page.waitForTimeout(100);
    assert.match(readFileSync(path, 'utf8'), /\| Review status \| in review \|/);
    await window.screenshot('evidence-6-status-dark');
  });
});
