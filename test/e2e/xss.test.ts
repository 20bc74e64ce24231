import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import { RecordingServer } from '../recordingServer.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { hostileRunbooks, lastHeading, leaving, payloads, titleOf } from './xssPayloads.ts';
import { tearDown, type Wall, walls } from './xssWalls.ts';
import { Watch } from './xssWatch.ts';

/**
 * The corpora through every sink of the packaged extension in a real window, with each wall missing in turn, each
 * alone, and none there: that last run must be caught, or the others say nothing.
 */
describe('Hostile runbooks in a real window', function () {
  this.timeout(300_000);
  let window: EditorWindow;
  after(() => window?.close());
  let recorder: RecordingServer;
  let watch: Watch;
  let runbooks: Record<string, string>;

  before(async function () {
    recorder = await RecordingServer.start();
    const texts = payloads(recorder.baseUrl);
    if (!texts) return this.skip();
    assert.ok(texts.length > 270);
    runbooks = hostileRunbooks(texts);
    for (const [fileName, text] of Object.entries(runbooks)) {
      const { problems } = parseRunbook(text, { fileName, clock: new FakeClock() });
      // What is only shown as it is written, or not used, would try nothing.
      assert.deepEqual(
        problems.filter(({ message }) =>
          /shown as it is written|The front matter was not used/.test(message),
        ),
        [],
        fileName,
      );
    }
    window = await openWindow({ size: { width: 1600, height: 1000 } });
    mkdirSync(join(window.folder, 'runbooks'), { recursive: true });
    for (const [name, text] of Object.entries(runbooks))
      writeFileSync(join(window.folder, 'runbooks', name), text);
    watch = await Watch.over(window);
  });

  after(() => recorder?.stop());

  /** With these walls missing, all runbooks of those kinds are opened and provoked. */
  async function openAll(missing: readonly Wall[], kinds = /^zz-(?:turn|raw)-/): Promise<void> {
    const names = Object.keys(runbooks).filter(name => kinds.test(name));
    await tearDown(window, missing);
    watch.forget();
    // The hooks are in place from the first document on.
    await window.reload();
    for (const name of names) {
      // Where nothing holds a text back it may also take the page away, or its end: then what is left is provoked.
      if (missing.length === walls.length) await openRunbook(name, 10_000).catch(() => watch.provoke());
      else await openRunbook(name);
    }
    if (missing.length > 1) await openLeaving();
    // What is loaded late, and what time sets off.
    await sleep(500);
    await window.command('View: Close All Editors');
  }

  /** Tries again: a screen that comes up late takes the keyboard, and with it the question away. */
  async function choose(name: string): Promise<void> {
    const widget = window.page.locator('.quick-input-widget');
    for (let attempt = 1; ; attempt++) {
      await window.command('On-Call: Choose a Runbook…');
      try {
        await widget.locator('input[type="text"]').fill(name, { timeout: 2_000 });
        // Not Enter: on a busy machine the question of the attempt before comes up in between, with another row.
        await widget.locator('.monaco-list-row.focused', { hasText: name }).click({ timeout: 2_000 });
        // A row that gets another text between being found and being pressed is another runbook.
        await tabOf(name).waitFor({ timeout: 10_000 });
        return;
      } catch (error) {
        if (attempt === 8) throw error;
      }
    }
  }

  const tabOf = (name: string) => window.page.getByRole('tab', { name: titleOf(name) }).first();

  async function openRunbook(name: string, timeout = 30_000): Promise<void> {
    await choose(name);
    // The one before may be there still.
    await window
      .webview()
      .locator('h1', { hasText: titleOf(name) })
      .first()
      .waitFor({ timeout });
    await window
      .webview()
      .locator('h2[data-slug]', { hasText: lastHeading })
      .last()
      .waitFor({ state: 'attached', timeout });
    await watch.provoke();
  }

  /** Without two walls, a page that is led away by its text is no longer there to be waited for. */
  async function openLeaving(): Promise<void> {
    await choose(leaving);
    const tab = tabOf(leaving);
    await sleep(2_000);
    await watch.provoke();
    // By pointer: what is left of the page keeps the keys.
    await tab.click({ button: 'middle' });
    await tab.waitFor({ state: 'detached' });
  }

  function assertNothing(): void {
    assert.deepEqual(watch.ran, []);
    assert.deepEqual(watch.requests, []);
    assert.equal(recorder.connections, 0, recorder.received.slice(0, 2_000));
  }

  async function assertNoCommand(): Promise<void> {
    assert.equal(await window.page.getByRole('tab', { name: /Untitled/ }).count(), 0);
  }

  it('run nothing and ask for nothing as it is shipped, in runbooks', async () => {
    await openAll([], /^zz-(?:every|raw|front|leaving)-/);
    assertNothing();
    await assertNoCommand();
    // Nothing came as far as the page’s policy.
    assert.deepEqual(watch.stopped, []);
  });

  it('lead, by a click, no further than to VS Code’s own question', async () => {
    await openRunbook('zz-turn-2.md');
    const links = window.webview().locator('a[data-link]');
    const targets = await links.evaluateAll(all => all.map(link => link.getAttribute('title') ?? ''));
    const asked = [...new Set(targets)].filter(target => /^https:/.test(target)).slice(0, 10);
    assert.ok(asked.length >= 5, `${asked.length} addresses`);
    for (const target of asked) {
      await links.nth(targets.indexOf(target)).click();
      const dialog = window.page.locator('.monaco-dialog-box');
      await dialog.getByText(/open the external website/).waitFor();
      await window.dialogButton('Cancel').click();
      await dialog.waitFor({ state: 'detached' });
    }
    // To files that are not there, to headings, and in kinds of addresses that nothing is opened for.
    const others = targets.flatMap((target, index) => (/^https?:/.test(target) ? [] : [index]));
    assert.ok(others.length > 10, `${others.length} others`);
    await links.evaluateAll(
      (all, which) => which.forEach(index => (all[index] as unknown as { click(): void }).click()),
      others,
    );
    await window
      .webview()
      .getByText(/is no runbook of this workspace/)
      .first()
      .waitFor();
    assert.equal(await window.page.locator('.monaco-dialog-box').count(), 0);
    assert.equal(window.page.context().pages().length, 1);
    assertNothing();
    await assertNoCommand();
  });

  for (const wall of walls) {
    it(`run nothing and ask for nothing without the ${wall}`, async () => {
      await openAll([wall]);
      assertNothing();
      await assertNoCommand();
    });
  }

  // Harder than what is asked of them, and a minute each: the campaign has the time.
  if (process.env['ONCALL_CAMPAIGN']) {
    it('run nothing and ask for nothing with the sanitiser alone', async () => {
      await openAll(['escaping', 'policy']);
      assertNothing();
      await assertNoCommand();
    });

    it('run nothing and ask for nothing with the policy alone, which then has much to stop', async () => {
      await openAll(['escaping', 'sanitiser']);
      assert.ok(watch.stopped.length > 50, `${watch.stopped.length} stopped`);
      assert.deepEqual(watch.ran, []);
      assert.deepEqual(watch.requests, []);
      // A browser may open a connection beforehand, which no policy can forbid; nothing goes through it.
      assert.equal(recorder.received, '');
      await assertNoCommand();
    });
  }

  it('are seen to run and to ask where there is no wall at all', async () => {
    await openAll([...walls]);
    assert.ok(watch.ran.length > 20, `${watch.ran.length} ran`);
    assert.ok(watch.requests.length > 10, `${watch.requests.length} requests`);
    assert.notEqual(recorder.received, '', 'the recording server heard nothing');
  });
});
