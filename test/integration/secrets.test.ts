import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { seed } from '../../src/drill/seed.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { Canaries } from '../canary.ts';
import { RecordingServer } from '../recordingServer.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually, treeLines } from './parts.ts';
import { recordPages } from './recordedPages.ts';
import { connect, disconnect } from './signedIn.ts';
import { type SpoiltAnswer, spoiltAnswers } from './spoiltAnswers.ts';

/** One thing that a person does, and the request by which it can be told that it was really tried. */
interface Deed {
  readonly command: string;
  readonly doings?: readonly Doing[];
  readonly sends: { readonly method?: string; readonly path: RegExp };
}

const reads: readonly Deed[] = [
  { command: 'showDetails', sends: { path: /\/(alerts|notes|log_entries)$/ } },
  { command: 'joinBridge', sends: { path: /^\/incidents\/\w+$/ } },
  { command: 'reassign', sends: { path: /^\/(users|oncalls)$/ } },
  { command: 'refreshOnCall', sends: { path: /^\/(oncalls|escalation_policies)$/ } },
  { command: 'refreshIncidents', sends: { path: /^\/incidents$/ } },
];
const writes: readonly Deed[] = [
  { command: 'acknowledge', sends: { method: 'PUT', path: /^\/incidents/ } },
  { command: 'addNote', doings: [{ type: 'Seen.' }], sends: { method: 'POST', path: /\/notes$/ } },
  { command: 'snooze', doings: [{ pick: '1 hour' }], sends: { method: 'POST', path: /\/snooze$/ } },
  {
    command: 'sendStatusUpdate',
    doings: [{ type: 'We are at it.' }, { press: 'Send' }],
    sends: { method: 'POST', path: /\/status_updates$/ },
  },
];

/** Every way to fail, in a real extension host, against a server that sends the key back; then a search for it. */
describe('The key', () => {
  const canaries = new Canaries();
  /** Everything that the extension wrote to its log, told a person or showed. */
  const seen: string[] = [];
  const restore: (() => void)[] = [];
  let parts: OnCallParts;
  let workspace: string;
  let elsewhere: RecordingServer;
  let listener: vscode.Disposable | { dispose(): void };
  let person: Keyboard;

  before(async () => {
    parts = await activated();
    workspace = vscode.workspace.workspaceFolders![0]!.uri.fsPath;
    elsewhere = await RecordingServer.start();
    listener = parts.logger.onDidWrite(line => seen.push(`log: ${line}`));
    restore.push(recordPages(parts.window, text => seen.push(`page: ${text}`)));
    // Whoever is told something between two commands.
    person = new Keyboard(parts.window);
  });

  afterEach(async () => {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    for (const { id } of parts.outbox.items()) await parts.outbox.drop(id);
    await disconnect(parts);
  });

  after(async () => {
    person.leave();
    for (const undo of restore) undo();
    listener.dispose();
    await vscode.workspace
      .getConfiguration('onCall')
      .update('pagerDuty.baseUrl', undefined, vscode.ConfigurationTarget.Global);
    await elsewhere.stop();
  });

  /** A server of its own for each, as an account that was refused would rest for a while. */
  async function withServer(work: (server: DrillServer) => Promise<void>): Promise<void> {
    const account = new DrillAccount({ clock });
    canaries.add(account.keys.user);
    seed(account, 18, clock.now());
    const server = await DrillServer.start({ account, clock, requestsPerMinute: 100_000 });
    try {
      await work(server);
    } finally {
      server.faults.clear();
      await server.stop();
    }
  }

  async function withAccount(work: (server: DrillServer) => Promise<void>): Promise<void> {
    await withServer(async server => {
      await connect(parts, server.baseUrl, server.account.keys.user);
      await eventually('the incidents', () => parts.store.all().length === 18);
      await work(server);
      // Signing out deletes what was kept; so the search comes before.
      await look();
      await vscode.commands.executeCommand('workbench.action.closeAllEditors');
      for (const { id } of parts.outbox.items()) await parts.outbox.drop(id);
      await disconnect(parts);
    });
  }

  async function command(name: string, args: readonly unknown[], doings: readonly Doing[] = []) {
    const keyboard = new Keyboard(parts.window, doings);
    try {
      await vscode.commands.executeCommand(`onCall.${name}`, ...args);
    } finally {
      keyboard.leave();
      seen.push(...[...keyboard.told, ...keyboard.offered.flat()].map(text => `told: ${text}`));
    }
  }

  /** @param number which of the incidents: each its own, as one that failed is left alone for a while */
  async function does(server: DrillServer, deed: Deed, number: number): Promise<void> {
    const incident = parts.store.all().filter(({ status }) => status === 'triggered')[number];
    assert.ok(incident);
    const before = server.requests.length;
    const node = { type: 'incident', incident };
    await command(deed.command, [node, [node]], deed.doings);
    const { method, path } = deed.sends;
    await eventually(`${deed.command} asked the server`, () =>
      server.requests
        .slice(before)
        .some(request => path.test(request.path) && (!method || request.method === method)),
    );
  }

  async function meet(server: DrillServer, answer: SpoiltAnswer, deeds: readonly Deed[]): Promise<void> {
    const [first] = deeds;
    const effect = answer.effect(server.account.keys.user);
    for (const [number, deed] of deeds.entries()) {
      const { method } = deed.sends;
      // What the extension reads by itself must not meet it first, where nothing goes out after that; nor must the look
      // at an incident that comes before what would open it.
      const only = answer.holds === 'everything' ? first!.sends : method ? { method } : {};
      server.faults.clear();
      server.faults.add({ times: 10_000, ...only, effect });
      await does(server, deed, number);
    }
  }

  /** Fails where any canary is to be found by now; what was seen is looked at once. */
  async function look(): Promise<void> {
    const shown = [
      ...(await treeLines(parts)),
      ...parts.tree.getChildren().map(node => plain(parts.tree.getTreeItem(node))),
      ...parts.outboxTree.getChildren().map(node => plain(parts.outboxTree.getTreeItem(node))),
      ...parts.outbox.items().map(plain),
      ...parts.watch.all().map(({ error }) => `${error?.message} ${error?.nextStep}`),
      ...parts.sessions.all().map(({ poller }) => `${poller.health.error?.stack}`),
    ].map(text => `shown: ${text}`);
    const all = [...seen.splice(0), ...person.told.map(text => `told: ${text}`), ...shown];
    assert.deepEqual(
      [
        ...all.flatMap(text => canaries.inText('seen', text)),
        ...canaries.inFolder(parts.storage.fsPath),
        ...canaries.inFolder(workspace),
      ],
      [],
    );
  }

  it('would be found: in a text, in files however deep, whole or encoded', async () => {
    const key = `u+${randomBytes(13).toString('base64url')}`;
    const own = new Canaries();
    own.add(key);
    const folder = join(parts.storage.fsPath, 'secrets-test');
    const ways = {
      whole: `x${key}y`,
      'lower case': key.toLowerCase(),
      'in a URL': `a=${encodeURIComponent(key)}`,
      ...Object.fromEntries(
        ['', 'a', 'ab', 'Token token='].map(before => [
          `base64 after “${before}”`,
          Buffer.from(`${before}${key} and more`).toString('base64'),
        ]),
      ),
    };
    for (const [way, text] of Object.entries(ways))
      assert.ok(own.inText('here', `before ${text} after`).length > 0, way);
    assert.deepEqual(own.inText('here', 'nothing'), []);
    for (const place of [folder, join(workspace, 'secrets-test')]) {
      mkdirSync(join(place, 'a/b'), { recursive: true });
      try {
        writeFileSync(join(place, 'a/b/c'), `\0${key}\0`);
        writeFileSync(join(place, 'a/d'), Buffer.from(key, 'utf16le'));
        assert.equal(own.inFolder(join(place, '..')).length, 2, place);
      } finally {
        rmSync(place, { recursive: true });
      }
    }
    // What the log, the messages and the pages say is really collected.
    await withAccount(async server => {
      server.faults.add({
        method: 'PUT',
        effect: { type: 'answer', status: 400, body: { error: { message: 'Marked refusal' } } },
      });
      await does(server, writes[0]!, 0);
      await does(server, reads[0]!, 0);
      await eventually('the page was told', () => seen.some(text => text.startsWith('page:')));
      for (const what of ['log:', 'told:'])
        assert.ok(
          seen.some(text => text.startsWith(what) && text.includes('Marked refusal')),
          what,
        );
    });
  });

  describe('stays where it is, whatever the answer:', () => {
    // The servers are not there yet when the tests get their names.
    for (const [index, { name, holds }] of answersLeadingTo('http://host', 'http://host').entries()) {
      it(name, async function () {
        this.timeout(90_000);
        for (const deeds of inOneGo(holds)) {
          await withAccount(async server => {
            await meet(server, answersLeadingTo(server.baseUrl, elsewhere.baseUrl)[index]!, deeds);
            assert.ok(!server.requests.some(({ path }) => path === '/elsewhere'), 'a redirect was followed');
          });
        }
        assert.equal(elsewhere.connections, 0, elsewhere.received);
      });
    }
  });

  describe('afterwards', () => {
    it('a wrong one stays unknown too, and nothing is left after signing out', async function () {
      this.timeout(60_000);
      await withServer(async server => {
        await vscode.workspace
          .getConfiguration('onCall')
          .update('pagerDuty.baseUrl', server.baseUrl, vscode.ConfigurationTarget.Global);
        const answers = answersLeadingTo(server.baseUrl, elsewhere.baseUrl);
        for (const answer of [null, ...answers]) {
          const key = `u+${randomBytes(13).toString('base64url')}`;
          canaries.add(key);
          if (answer) server.faults.add({ times: 10_000, effect: answer.effect(key) });
          const before = server.requests.length;
          await command('signIn', [], [{ pick: 'The address in the settings' }, { type: key }]);
          assert.equal(parts.accounts.state, 'signedOut');
          assert.ok(
            server.requests.slice(before).some(({ headers }) => headers['authorization']?.includes(key)),
            `${answer?.name ?? 'a wrong key'}: it was not tried`,
          );
          server.faults.clear();
        }
        await look();
        assert.equal(elsewhere.connections, 0);
      });
      await withAccount(async () => {
        const keyboard = new Keyboard(parts.window, [{ press: 'Sign Out' }]);
        await vscode.commands.executeCommand('onCall.signOut');
        keyboard.leave();
        assert.equal(parts.accounts.state, 'signedOut');
      });
      await look();
    });

    it('went to no other server; one that is asked does keep what it gets', async () => {
      assert.deepEqual([elsewhere.connections, elsewhere.received], [0, '']);
      await fetch(elsewhere.baseUrl, { headers: { authorization: 'Token token=x' } });
      assert.equal(elsewhere.connections, 1);
      assert.match(elsewhere.received, /authorization: Token token=x/i);
    });
  });
});

function answersLeadingTo(same: string, other: string): readonly SpoiltAnswer[] {
  return spoiltAnswers({
    'the same host': same,
    'another host': other.replace('127.0.0.1', 'localhost'),
    'another port': other,
  });
}

/** Which of the deeds one account can meet an answer with, before it rests. */
function inOneGo(holds: SpoiltAnswer['holds']): readonly (readonly Deed[])[] {
  const each = writes.map(deed => [deed]);
  if (holds === 'nothing') return [[...reads, ...writes]];
  return holds === 'writes' ? [reads, ...each] : [...reads.map(deed => [deed]), ...each];
}

function plain(value: unknown): string {
  return JSON.stringify(value);
}
