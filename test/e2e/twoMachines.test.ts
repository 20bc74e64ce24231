import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { DrillIncident } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';

const run = promisify(execFile);

/** What a row of the panel says: when, of what kind, who, what. */
interface Row {
  readonly time: string;
  readonly kind: string;
  readonly author: string;
  readonly text: string;
}

/** Each has an account, a machine and a clone of their own; what they share is PagerDuty, and git afterwards. */
describe('Two responders on two machines', function () {
  this.timeout(180_000);
  const place = mkdtempSync(join(tmpdir(), 'on-call-clones-'));
  let pagerDuty: TestPagerDuty;
  let incident: DrillIncident;
  let first: EditorWindow;
  let second: EditorWindow;

  const git = async (folder: string, ...args: readonly string[]) => {
    const identity = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
    const env = { ...process.env, GIT_CONFIG_GLOBAL: join(place, 'none'), GIT_CONFIG_NOSYSTEM: '1' };
    return (await run('git', [...identity, ...args], { cwd: folder, env })).stdout;
  };

  before(async () => {
    pagerDuty = await TestPagerDuty.start((account, now) => seed(account, 1, now));
    incident = pagerDuty.account.incidents()[0]!;
    await git(place, 'init', '--quiet', '--initial-branch=main', 'origin');
    const origin = join(place, 'origin');
    await git(origin, 'commit', '--quiet', '--allow-empty', '--message', 'Begin');
    await git(origin, 'clone', '--quiet', origin, join(place, 'first'));
    await git(origin, 'clone', '--quiet', origin, join(place, 'second'));
    const open = (name: string, settings: object) =>
      openWindow({
        folder: join(place, name),
        settings: {
          ...pagerDuty.settings,
          ...{
            'onCall.pollInterval': 15,
            'onCall.notifications.threshold': 'off',
            'onCall.timeline.git': false,
          },
          ...settings,
        },
      });
    [first, second] = await Promise.all([
      // One sends what it names by itself; in the other a person chooses.
      open('first', { 'onCall.timeline.sendKinds': ['hypothesis', 'observation'] }),
      open('second', {}),
    ]);
    const { keys } = pagerDuty.account;
    await Promise.all(
      (
        [
          [first, keys.user],
          [second, keys.colleague],
        ] as const
      ).map(async ([window, key]) => {
        await window.openView('On-Call');
        await pagerDuty.signIn(window, key);
        await window.treeItem(row()).waitFor();
      }),
    );
  });

  after(async () => {
    for (const window of [first, second]) await window?.close();
    await pagerDuty.stop();
    rmSync(place, { recursive: true, force: true });
  });

  const row = () => new RegExp(`${incident.title},`);

  /** Never sent, so nobody else sees it before the journals are merged. */
  const own = 'For this machine alone';

  const rowsOf = async (window: EditorWindow): Promise<readonly Row[]> =>
    window
      .webview()
      .locator('li.entry')
      .evaluateAll(
        (items, parts) =>
          // No function of its own in here: the page does not know what the compiler adds to those.
          items.map(item => parts.map(part => item.querySelector(part)?.textContent?.trim() ?? '')),
        ['time', '.kind', '.author', '.text'],
      )
      .then(rows =>
        rows.map(([time, kind, author, text]) => ({
          time: time!,
          kind: kind!,
          author: author!,
          text: text!,
        })),
      );

  /** Once, also where the test is tried again: its rows are counted. */
  const write = async (window: EditorWindow, text: string) => {
    const entry = window.webview().locator('li.entry', { hasText: wordsOf(text) });
    const box = window.webview().getByRole('textbox', { name: 'What happened?' });
    await box.waitFor();
    if ((await entry.count()) === 0) {
      await box.fill(text);
      await box.press('Enter');
    }
    await entry.waitFor();
  };

  const notes = () => incident.notes.map(({ content }) => content);
  const isNote = (text: string) => notes().some(note => note.includes(text));
  const sent = (text: string) => until(`“${text}” is a note`, async () => isNote(text));

  /** The same rows in both, once these are among them. */
  const same = async (...texts: readonly string[]): Promise<readonly Row[]> => {
    let seen: (readonly Row[])[] = [];
    await until(
      `${texts.join(', ')} in both timelines`,
      async () => {
        for (const window of [first, second]) await window.command('On-Call: Refresh Incidents');
        seen = await Promise.all([first, second].map(rowsOf));
        const shared = seen.map(rows => rows.filter(({ text }) => text !== own));
        const [one, other] = shared.map(rows => JSON.stringify(rows));
        return one === other && texts.every(text => one!.includes(text));
      },
      () => JSON.stringify(seen, null, 1),
    );
    return seen[0]!;
  };

  let isDeclined = false;

  it('are offered once that git merges timelines, which one takes and the other does not', async () => {
    const offer = /Timelines of this repository can merge/;
    const attributes = (window: EditorWindow) => join(window.folder, 'incidents/.gitattributes');
    if (incident.status === 'triggered') await first.treeAction(row(), 'Acknowledge');
    // It is made once.
    if (!existsSync(attributes(first))) await first.answerMessage(offer, 'Write .gitattributes');
    await first.treeItem(new RegExp(`Acknowledged, ${incident.title},`)).waitFor();
    await first.select(row());
    await first.command('On-Call: Open Timeline');
    await second.select(row());
    await second.command('On-Call: Open Timeline');
    await write(second, own);
    if (!isDeclined) await second.answerMessage(offer, 'No');
    isDeclined = true;
    await until('the file', async () => existsSync(attributes(first)));
    assert.match(readFileSync(attributes(first), 'utf8'), /^timeline\*\.jsonl .*merge=union$/m);
    assert.equal(await second.countMessages(offer), 0);
    assert.equal(existsSync(attributes(second)), false);
  });

  it('see the same entries, each once, whoever wrote or did what', async () => {
    await write(first, '-5m ?The pool is full');
    await sent('The pool is full');
    await write(second, '!Roll back to 4.1.7');
    if (!isNote('Roll back to 4.1.7'))
      await second.choose('On-Call: Send Entry to the Provider as a Note…', 'Roll back to 4.1.7');
    await sent('Roll back to 4.1.7');
    if (!isNote('The errors are gone')) {
      const pasted = 'The errors are gone:\n\t200 of 200\n';
      await first.page.evaluate(`navigator.clipboard.writeText(${JSON.stringify(pasted)})`);
      await first.command('On-Call: Add Timeline Entry…');
      await first.page.locator('.quick-input-widget input').fill('=');
      await first.page.keyboard.press('Control+V');
      await first.page.locator('.quick-input-widget .monaco-list-row', { hasText: '2 lines' }).waitFor();
      await first.screenshot('pasted-lines-dark');
      await first.page.keyboard.press('Enter');
    }
    await sent('The errors are gone');
    if (incident.status !== 'resolved') await second.command('On-Call: Resolve');

    const rows = await same('The pool is full', 'Roll back to 4.1.7', 'The errors are gone', 'Resolved');
    for (const text of ['The pool is full', 'Roll back to 4.1.7', 'The errors are gone:\n\t200 of 200']) {
      assert.equal(rows.filter(one => one.text === text).length, 1, text);
      assert.equal(notes().filter(note => note.includes(text)).length, 1, `${text}, as a note`);
    }
    assert.equal(rows.filter(({ kind }) => kind === 'Acknowledged').length, 1);
    assert.equal(rows.filter(({ kind }) => kind === 'Resolved').length, 1);
    const { me, colleague } = pagerDuty.account.directory;
    const said = (text: string) => rows.find(one => one.text === text)!;
    assert.deepEqual(
      [said('The pool is full').author, said('The pool is full').kind],
      [me.name, 'Hypothesis'],
    );
    assert.deepEqual(
      [said('Roll back to 4.1.7').author, said('Roll back to 4.1.7').kind],
      [colleague.name, 'Decision'],
    );
    await first.screenshot('two-machines-first-dark');
    await second.screenshot('two-machines-second-dark');
  });

  it('have one timeline after git has merged both workspaces', async () => {
    for (const { folder } of [first, second]) {
      await git(folder, 'add', '--all');
      await git(folder, 'commit', '--quiet', '--allow-empty', '--message', 'The incident');
    }
    await git(first.folder, 'pull', '--quiet', '--no-rebase', '--no-edit', second.folder, 'main');
    assert.equal(await git(first.folder, 'status', '--porcelain'), '');
    const [folder] = readdirSync(join(first.folder, 'incidents')).filter(name => name.includes(incident.id));
    const journals = readdirSync(join(first.folder, 'incidents', folder!)).filter(name =>
      name.startsWith('timeline-'),
    );
    assert.equal(journals.length, 2, journals.join());

    const rows = await rowsOf(second);
    assert.equal(rows.filter(({ text }) => text === own).length, 1);
    await first.webview().locator('li.entry', { hasText: own }).waitFor();
    assert.deepEqual(await rowsOf(first), rows);
    await first.screenshot('two-machines-merged-dark');
    await first.command('On-Call: Open Timeline as Markdown');
    for (const name of journals) await first.editor().getByText(name).first().waitFor();
  });
});

function wordsOf(typed: string): string {
  return typed.replace(/^(?:-\S+ )?[!?=]?/, '');
}

async function until(what: string, look: () => Promise<boolean>, found = () => ''): Promise<void> {
  for (const end = Date.now() + 60_000; !(await look()); await sleep(250))
    if (Date.now() > end) assert.fail(`${what}: not within 60 s. ${found()}`);
}
