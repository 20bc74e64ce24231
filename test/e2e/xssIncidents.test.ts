import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { DrillAccount } from '../../src/drill/drillAccount.ts';
import { RecordingServer } from '../recordingServer.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';
import { hostileRunbooks, inChunks, payloads } from './xssPayloads.ts';
import { Watch } from './xssWatch.ts';

/** As many alerts as an incident with a long night behind it. */
const atOnce = 40;

/** Hidden characters are taken out of what a provider says, and white space is a matter of drawing. */
const visible = (text: string) => text.replace(/[\p{C}\p{Z}\s]+/gu, '');

/** The corpora as what a provider says, in the packaged extension: rows, hovers, details, headers, questions. */
describe('Hostile incidents in a real window', function () {
  this.timeout(180_000);
  let window: EditorWindow;
  after(() => window?.close());
  let pagerDuty: TestPagerDuty;
  let recorder: RecordingServer;
  let watch: Watch;
  let texts: readonly string[];
  let groups: readonly (readonly string[])[];

  before(async function () {
    recorder = await RecordingServer.start();
    const found = payloads(recorder.baseUrl);
    if (!found) return this.skip();
    texts = found;
    groups = inChunks(found, atOnce);
    pagerDuty = await TestPagerDuty.start(account => fill(account));
    window = await openWindow({
      size: { width: 1600, height: 1000 },
      settings: { ...pagerDuty.settings, 'onCall.notifications.threshold': 'off' },
    });
    mkdirSync(join(window.folder, 'runbooks'), { recursive: true });
    for (const [name, text] of Object.entries(hostileRunbooks(texts)))
      if (name.startsWith('zz-front-')) writeFileSync(join(window.folder, 'runbooks', name), text);
    watch = await Watch.over(window);
    // The hooks are in place from the first document on.
    await window.reload();
    await window.openView('On-Call');
    await pagerDuty.signIn(window);
  });

  after(async () => {
    await pagerDuty?.stop();
    await recorder?.stop();
  });

  /** A few incidents that hold everything: each text is in a title, an alert, a note, a service’s name. */
  function fill(account: DrillAccount): void {
    const { services, priorities, me } = account.directory;
    const service = (words: string) => ({ ...services.checkout, name: words, description: words });
    const urgent = { urgency: 'high', priority: priorities[0] } as const;
    for (const [number, some] of groups.entries()) {
      const [first] = some;
      const alertOf = (text: string, at: number) => ({
        key: `all-${number}-${at}`,
        severity: 'critical' as const,
        details: { [text]: text, nested: { [text]: [text, { [text]: text }] } },
        contexts: [
          { type: 'link' as const, href: text, text },
          { type: 'link' as const, href: 'javascript:alert(1)', text },
          { type: 'image' as const, src: text },
        ],
        client: { name: text, url: text },
      });
      const incident = account.trigger({
        ...urgent,
        service: service(some.join(' ')),
        title: `All ${number} ${some.join(' ')}`,
        bridge: { number: first!, url: 'javascript:alert(1)' },
        alert: {
          ...alertOf(first!, 0),
          details: { runbook: `zz-front-${(number % 5) + 1}.md`, [first!]: first },
        },
      });
      for (const [at, text] of some.entries()) {
        const more = {
          id: `A${number}-${at}`,
          title: text,
          createdAt: Date.now(),
          status: 'triggered' as const,
        };
        if (at > 0) incident.alerts.push({ ...alertOf(text, at), ...more });
        account.addNote(incident, { ...me, name: text }, text);
        account.addStatusUpdate(incident, { sender: me, message: text, subject: text, htmlMessage: text });
      }
    }
  }

  const row = (number: number) => window.treeItem(new RegExp(`All ${number} `));

  async function assertNothing(): Promise<void> {
    assert.deepEqual(watch.ran, []);
    assert.deepEqual(watch.requests, []);
    assert.deepEqual(watch.stopped, []);
    assert.equal(recorder.connections, 0, recorder.received.slice(0, 2_000));
    // Nothing of it has become markup of the workbench either.
    const ours =
      'img[src="x"], img[src="X"], [onerror], [onload], [ontoggle], iframe[srcdoc], base, form[action^="http"]';
    assert.equal(await window.page.locator(`.monaco-workbench :is(${ours})`).count(), 0);
    assert.equal(await window.page.getByRole('tab', { name: /Untitled/ }).count(), 0);
  }

  it('are rows that read as they were written, and so are their hovers', async () => {
    await window.treeItem(/^Triggered, /).waitFor();
    for (const number of groups.keys()) await row(number).waitFor();
    for (const number of groups.keys()) {
      // A list that is drawn meanwhile forgets that it was pointed at.
      const shown = window.page.locator('.monaco-hover:visible', { hasText: '<' }).first();
      for (let tries = 0; tries < 5 && !(await shown.isVisible()); tries++) {
        await window.page.mouse.move(800, 500);
        await row(number).hover();
        await shown.waitFor({ timeout: 4_000 }).catch(() => {});
      }
      await shown.waitFor();
      await window.page.mouse.move(800, 500);
      await shown.waitFor({ state: 'hidden' });
    }
    await window.screenshot('hostile-incidents-dark');
    await assertNothing();
  });

  /** Not all of these rows fit beside the other views. */
  async function reach(number: number): Promise<void> {
    const { mouse } = window.page;
    await mouse.move(150, 150);
    await mouse.wheel(0, -5_000);
    for (let tries = 0; !(await row(number).isVisible()) && tries < 40; tries++) {
      await mouse.wheel(0, 30);
      await window.page.waitForTimeout(100);
    }
  }

  it('are texts in the details: titles, names, values, links, notes, history', async () => {
    for (const [number, some] of groups.entries()) {
      await reach(number);
      await window.select(new RegExp(`All ${number} `));
      await window.page.keyboard.press('Enter');
      const page = window.webview();
      await page.locator('h1', { hasText: `All ${number} ` }).waitFor();
      const more = page.getByRole('button', { name: /more alerts/ });
      await page.locator('details[data-alert]').first().waitFor();
      if ((await more.count()) > 0) await more.click();
      await page
        .locator('details[data-alert]')
        .nth(some.length - 1)
        .waitFor();
      for (const button of await page.getByRole('button', { name: /^Show \d+ more/ }).all())
        await button.click();
      await page
        .locator(':root')
        .evaluate(
          `document.querySelectorAll('details:not([open]) > summary').forEach(summary => summary.click())`,
        );
      await watch.provoke();
      // Each text is there, as itself, but for what cannot be seen: as an alert’s title, its values, its link, and a note.
      const shown = visible((await page.locator(':root').evaluate(body => body.textContent)) ?? '');
      for (const text of some) {
        const times = shown.split(visible(text)).length - 1;
        assert.ok(times >= 1, `${JSON.stringify(text)} is not shown`);
      }
    }
    await window.screenshot('hostile-details-dark');
    await assertNothing();
  });

  it('are texts in a runbook’s header, in its reason, and in the timeline', async () => {
    await window.command('View: Close All Editors');
    for (const number of groups.keys()) {
      await reach(number);
      await window.treeAction(new RegExp(`All ${number} `), 'Open Runbook');
      const page = window.webview();
      await page.locator('.incident .words', { hasText: `All ${number} ` }).waitFor();
      await page.locator('.reason', { hasText: `All ${number} ` }).waitFor();
      await watch.provoke();
    }
    await window.screenshot('hostile-runbook-header-dark');
    await assertNothing();
  });

  it('are texts in questions', async () => {
    await window.command('On-Call: Choose a Runbook…');
    await window.page
      .locator('.quick-input-widget .monaco-list-row', { hasText: 'zz-front-1.md' })
      .first()
      .waitFor();
    await window.screenshot('hostile-choice-dark');
    await window.page.keyboard.press('Escape');
    await window.command('On-Call: Find Incidents by Text…');
    await window.answer('<img');
    await window.treeItem(/All \d+ /).waitFor();
    await assertNothing();
  });
});
