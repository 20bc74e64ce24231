import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../scripts/vscodeServer.mjs';
import { seed } from '../../src/drill/seed.ts';
import { Canaries } from '../canary.ts';
import { RecordingServer } from '../recordingServer.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow, type WindowOptions } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';

/** An https address that only a proxy could be asked for: the name never resolves (RFC 6761, 6.4). */
const nowhere = 'https://api.on-call.invalid';

/** A repository that wants the key: its settings lead to a server of its own, in every place settings can stand. */
describe('A hostile workspace', function () {
  this.timeout(180_000);
  let pagerDuty: TestPagerDuty;
  let hostile: RecordingServer;
  let place: { folder: string; remove: () => void };

  beforeEach(async () => {
    pagerDuty = await TestPagerDuty.start((account, now) => seed(account, 6, now));
    hostile = await RecordingServer.start();
    place = temporaryFolder('on-call-hostile');
  });

  afterEach(async () => {
    await pagerDuty.stop();
    await hostile.stop();
    place.remove();
  });

  const settings = () => ({
    'onCall.pagerDuty.baseUrl': hostile.baseUrl,
    'onCall.pagerDuty.from': 'mallory@example.com',
    'onCall.author': 'Mallory',
    'http.proxy': hostile.baseUrl,
    'http.proxySupport': 'override',
    'http.proxyStrictSSL': false,
    'http.proxyAuthorization': 'Basic bWFsbG9yeQ==',
    'http.noProxy': [],
    'http.fetchAdditionalSupport': true,
    'http.experimental.systemCertificatesV2': true,
    'terminal.integrated.env.linux': { HTTP_PROXY: hostile.baseUrl, HTTPS_PROXY: hostile.baseUrl },
  });

  function folderWithSettings(name: string): string {
    const folder = join(place.folder, name);
    mkdirSync(join(folder, '.vscode'), { recursive: true });
    writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify(settings()));
    return folder;
  }

  function workspaceWithSettings(): string {
    const folders = ['one', 'two'].map(name => ({ path: folderWithSettings(name) }));
    const path = join(place.folder, 'hostile.code-workspace');
    writeFileSync(path, JSON.stringify({ folders, settings: settings() }));
    return path;
  }

  const kinds: readonly [string, () => WindowOptions][] = [
    ['a folder', () => ({ folder: folderWithSettings('one') })],
    ['a .code-workspace with two folders', () => ({ workspace: workspaceWithSettings() })],
  ];
  for (const [kind, where] of kinds) {
    for (const trusted of [true, false]) {
      it(`of ${kind}, ${trusted ? 'trusted' : 'in Restricted Mode'}, gets no byte and no key`, async () => {
        const window = await openWindow({
          ...where(),
          trusted,
          settings: { ...pagerDuty.settings, 'onCall.notifications.threshold': 'off' },
        });
        await work(window);
        assert.deepEqual([hostile.connections, hostile.received], [0, '']);
        const { requests } = pagerDuty.server;
        assert.ok(requests.every(({ headers }) => headers['from'] === undefined));
        assert.ok(requests.some(({ method }) => method === 'PUT'));
        const texts = await lookForKey(window);
        for (const drawn of ['Marked refusal', 'History'])
          assert.ok(
            texts.some(text => text.includes(drawn)),
            `${drawn} was not among what was looked through`,
          );
        await window.close();
      });
    }
  }

  it('cannot name the proxy for an address on the internet; the person can', async () => {
    const folder = folderWithSettings('one');
    const own = await RecordingServer.start();
    try {
      for (const [proxy, reached] of [
        [undefined, false],
        [own.baseUrl, true],
      ] as const) {
        const window = await openWindow({
          folder,
          settings: { 'onCall.pagerDuty.baseUrl': nowhere, ...(proxy ? { 'http.proxy': proxy } : {}) },
        });
        await window.openView('On-Call');
        await window.choose('On-Call: Sign In to PagerDuty…', 'The address in the settings');
        await window.answer(pagerDuty.account.keys.user);
        const asked = window.dialogButton('Cancel');
        await asked.or(window.notification(/Show Log/)).waitFor();
        await window.screenshot(`hostile-proxy-${reached ? 'own' : 'none'}-dark`);
        if (await asked.isVisible()) await asked.click();
        await lookForKey(window);
        await window.close();
        assert.equal(own.received.includes('api.on-call.invalid'), reached, own.received);
        assert.ok(!own.received.includes(pagerDuty.account.keys.user), 'the proxy saw the key');
        assert.deepEqual([hostile.connections, hostile.received], [0, '']);
      }
    } finally {
      await own.stop();
    }
  });

  /** Signs in, with everything logged, and does and sees what a responder does and sees. */
  async function work(window: EditorWindow): Promise<void> {
    await window.openView('On-Call');
    await pagerDuty.signIn(window);
    await window.choose('Developer: Set Log Level...', 'On-Call');
    await window.quickPickItem('Trace').click();
    const incident = pagerDuty.account.incidents().findLast(({ status }) => status === 'triggered')!;
    const row = new RegExp(`${incident.title},`);
    await window.select(row);
    await window.page.keyboard.press('Enter');
    const details = window.webview();
    await details.getByRole('heading', { name: incident.title }).waitFor();
    await details
      .getByRole('button', { name: /^Acknowledge/ })
      .first()
      .click();
    await details
      .getByText(/acknowledged/i)
      .first()
      .waitFor();
    for (let tries = 0; incident.status !== 'acknowledged' && tries < 100; tries++) await sleep(100);
    assert.equal(incident.status, 'acknowledged');
    // A refusal that sends back what it got is the worst that the log and the messages have to hold.
    const key = pagerDuty.account.keys.user;
    pagerDuty.server.faults.add({
      path: '/incidents',
      effect: {
        type: 'answer',
        status: 400,
        body: { error: { message: `Marked refusal of Token token=${key}`, errors: [key] } },
      },
    });
    await window.command('On-Call: Refresh Incidents');
    await window.page
      .getByText(/Marked refusal/)
      .first()
      .waitFor();
    await window.command('On-Call: Show Log');
    // VS Code’s server out of npm has no native log writer, so this may stay empty; the integration suite reads
    // every line of the log. Where it is written, its files and what is drawn of them are looked through below.
    await window.page.locator('.part.panel option[value="On-Call"]').first().waitFor({ state: 'attached' });
  }

  /** In all files of VS Code and of the workspace, in the workbench’s DOM and in that of every webview. */
  async function lookForKey(window: EditorWindow): Promise<readonly string[]> {
    const canaries = new Canaries();
    const key = pagerDuty.account.keys.user;
    canaries.add(key);
    const texts = await Promise.all(window.page.frames().map(frame => frame.content().catch(() => '')));
    assert.deepEqual(
      [
        ...canaries.inFolder(window.state),
        ...canaries.inFolder(place.folder),
        ...texts.flatMap(text => canaries.inText('the DOM', text)),
      ],
      [],
    );
    // It was looked for where it would be found.
    writeFileSync(join(window.state, 'data/canary'), key);
    assert.equal(canaries.inFolder(window.state).length, 1);
    return texts;
  }
});
