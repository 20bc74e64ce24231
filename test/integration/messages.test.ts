import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { utc } from '../../src/core/clock.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import { SlackDrill } from '../../src/drill/slack/slackDrill.ts';
import { SlackServer } from '../../src/drill/slack/slackServer.ts';
import type { OnCallParts } from '../../src/extension.ts';
import type { ChannelOpener } from '../../src/core/comms/channelOpener.ts';
import type { Messenger, NewMessage } from '../../src/core/comms/messenger.ts';
import type { ChatAccounts } from '../../src/ui/comms/chatAccounts.ts';
import { KeyEventMirror } from '../../src/ui/comms/keyEventMirror.ts';
import { composeMessages } from '../../src/ui/comms/composeMessages.ts';
import { UnsentMessages } from '../../src/ui/comms/unsentMessages.ts';
import { DisposableStore } from '../../src/ui/disposables.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { type Doing, Keyboard } from './keyboard.ts';
import { activated, eventually } from './parts.ts';
import { removeFolder } from '../removeFolder.ts';

describe('Messages about an incident', () => {
  let parts: OnCallParts;
  let drill: SlackDrill;
  let server: SlackServer;
  const incident: Incident = {
    ...{
      key: 'work:QMESSAGE',
      accountId: 'work',
      id: 'QMESSAGE',
      number: 8,
      title: 'Checkout <!here> is down',
    },
    ...{ status: 'acknowledged', urgency: 'high', priority: null, severity: 'P3' },
    ...{ service: { id: 'S1', name: 'checkout' }, assignees: [], acknowledgers: [], teams: [] },
    ...{ escalationPolicy: null, createdAt: utc(Date.now() - 10 * 60_000), updatedAt: null },
    ...{ resolvedAt: null, url: null, acknowledgedUntil: null, alertCount: null },
  };

  before(async () => {
    parts = await activated();
    drill = new SlackDrill(clock);
    server = await SlackServer.start({ drill, clock });
    parts.store.upsert(incident);
    parts.current.set(incident);
    await eventually('the response', () => parts.responses.of(incident.key));
  });

  after(async () => {
    await server.stop();
    for (const { id } of parts.chats.all(false)) await parts.chats.remove(id);
    const folder = await parts.timelines.knownFolder(incident);
    if (folder) rmSync(folder, { recursive: true, force: true });
    parts.store.drop(incident.key);
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
  });

  const act = async (command: string, ...doings: readonly Doing[]) => {
    const keyboard = new Keyboard(parts.window, doings);
    try {
      await vscode.commands.executeCommand(command);
    } finally {
      keyboard.leave();
    }
    return keyboard;
  };
  const told = async () =>
    (await parts.timelines.entries(incident))
      .filter(({ kind }) => kind === 'message')
      .map(({ text }) => text);
  /** The impact is asked for until it is known. */
  const say = (steps: string, impact?: string) =>
    act(
      'onCall.sendMessage',
      { pick: /First notification|Update/ },
      ...(impact === undefined ? [] : [{ type: impact }]),
      { type: steps },
      { pick: 'Send to Slack #incidents' },
    );

  it('need a chat, and can be copied without one', async () => {
    const { offered, noted } = await act(
      'onCall.sendMessage',
      { pick: 'First notification' },
      { type: 'Nobody can pay' },
      { type: '' },
      { pick: 'Copy it' },
    );
    assert.deepEqual(noted, ['Copied']);
    assert.deepEqual(offered[1]?.slice(0, 2), ['Connect a chat…', 'Change what it says…']);
    const copied = await vscode.env.clipboard.readText();
    assert.match(copied, /Checkout/);
    assert.match(copied, /Impact: Nobody can pay/);
    assert.match(copied, /Next steps: not known yet/);
    assert.deepEqual(drill.posts, []);
  });

  it('say the stage in other words where a person changes them, in either language', async () => {
    const write = async (status: string) => {
      const { offered } = await act(
        'onCall.sendMessage',
        { pick: 'First notification' },
        { type: 'Nobody can pay' },
        { type: '' },
        { pick: 'Change what it says…' },
        { pick: /^Status/ },
        { type: status },
        { pick: 'In French' },
        { pick: 'Copy it' },
      );
      assert.match(offered[2]![0]!, /^Status: .* \| detection$/);
      return vscode.env.clipboard.readText();
    };
    assert.match(await write('Watching the graphs'), /^État : Watching the graphs$/m);
    assert.match(await write('mitigation'), /^État : atténuation$/m);
  });

  const writingThenConnecting = [
    { pick: 'First notification' },
    { type: 'Nobody can log in' },
    { type: '' },
    { pick: 'Connect a chat…' },
    { pick: 'Slack, with an incoming webhook' },
  ];

  it('keep what was written while a chat is connected, which is taken away only after a question', async () => {
    const { offered } = await act(
      'onCall.sendMessage',
      ...writingThenConnecting,
      { type: `${server.origin}/hooks/slack/T0000draft` },
      { type: '#drafts' },
      { pick: 'Copy it' },
    );
    assert.match(offered.at(-1)![0]!, /^Send to Slack #drafts/);
    assert.match(await vscode.env.clipboard.readText(), /Impact: Nobody can log in/);
    assert.deepEqual(drill.posts, []);
    const { told } = await act('onCall.disconnectChat', { pick: '#drafts' });
    assert.match(told[0]!, /^Disconnect #drafts\?\nIts token or address is deleted/);
    assert.equal(parts.chats.all(false).length, 1, 'without an answer it stays');
    await act('onCall.disconnectChat', { pick: '#drafts' }, { press: 'Disconnect' });
    assert.deepEqual(parts.chats.all(false), []);
  });

  it('keep what was written where no chat was connected after all', async () => {
    const { offered } = await act(
      'onCall.sendMessage',
      ...writingThenConnecting,
      { type: '' },
      { pick: 'Copy it' },
    );
    assert.equal(offered.at(-1)![0], 'Connect a chat…');
    assert.match(await vscode.env.clipboard.readText(), /Impact: Nobody can log in/);
  });

  it('go to a webhook that is kept as a secret, once, with nobody called by a title, and stand in the timeline', async () => {
    await act(
      'onCall.connectChat',
      { pick: 'Slack, with an incoming webhook' },
      { type: `${server.origin}/hooks/slack/T0000canary` },
      { type: '#incidents' },
    );
    await say('Rolling back', 'Nobody can pay');
    await eventually('the message in the timeline', async () => (await told()).length === 1);
    // What was said of the impact is known from now on.
    const entries = () => parts.responses.of(incident.key)!.entries;
    await eventually('the impact', () => entries().some(({ kind }) => kind === 'impact'));
    assert.equal(drill.posts.length, 1);
    const sent = JSON.stringify(drill.posts[0]!.body);
    assert.match(sent, /Nobody can pay/);
    assert.ok(!sent.includes('<!here>'), sent);
    assert.match((await told())[0]!, /^Sent to Slack #incidents: .*Rolling back/s);
    assert.ok(!JSON.stringify(parts.messenger.messages()).includes('canary'));
  });

  it('are put to the person where the answer was lost, and never sent again by themselves', async () => {
    server.faults.add({ path: /hooks/, afterCommit: true, effect: { type: 'reset' } });
    await say('Second try');
    await eventually('its fate is not known', () =>
      parts.messenger.messages(incident.key).some(({ state }) => state === 'mayHaveArrived'),
    );
    assert.equal(drill.posts.length, 2);
    const { offered } = await act('onCall.answerMessage', { pick: /^Slack/ }, { pick: 'It has arrived' });
    assert.match(offered[0]![0]!, /may have arrived/);
    await eventually('the message in the timeline', async () => (await told()).length === 2);
    assert.equal(drill.posts.length, 2);
  });

  it('are listed with the reason where they were refused, and can be dropped', async () => {
    server.faults.add({ path: /hooks/, effect: { type: 'answer', status: 403, body: 'invalid_token' } });
    await say('Third');
    const refused = await eventually('it is refused', () =>
      parts.messenger.messages(incident.key).find(({ state }) => state === 'refused'),
    );
    assert.ok(refused.reason);
    await act('onCall.answerMessage', { pick: /^Slack/ }, { pick: 'Drop it' });
    await eventually('it is gone', () =>
      parts.messenger.messages(incident.key).every(({ state }) => state === 'sent'),
    );
    assert.equal((await told()).length, 2);
  });

  it('say key events in the incident’s own channel, where that is wished', async () => {
    const wished = (value: boolean | undefined) =>
      vscode.workspace.getConfiguration('onCall').update('chat.mirrorKeyEvents', value, true);
    const sent: NewMessage[] = [];
    const slack = { type: 'slack', id: 'T1', name: 'Shop', channel: { id: 'C0', name: 'incidents' } };
    const mirror = new KeyEventMirror({
      ...{ timelines: parts.timelines, incidentClock: parts.incidentClock, boundary: parts.boundary },
      chats: { all: () => [slack] } as unknown as ChatAccounts,
      chatsKnown: async () => {},
      channels: {
        channelOf: () => ({ channel: 'C8', name: 'incident-8' }),
      } as unknown as ChannelOpener,
      messenger: { send: async (one: NewMessage) => void sent.push(one) } as unknown as Messenger,
    });
    const { scribe } = parts.timelines;
    try {
      const early = await scribe.addEntry(incident, 'The pool is empty', Date.now(), 'observation');
      await scribe.amend(incident, early.id, { key: true });
      await wished(true);
      const key = await scribe.addEntry(incident, 'We roll back', Date.now(), 'decision');
      await scribe.amend(incident, key.id, { key: true });
      await eventually('it is said', () => sent.length === 1);
      assert.deepEqual(sent[0]!.target, {
        ...{ type: 'slackChannel', account: 'T1', channel: 'C8', name: '#incident-8' },
      });
      assert.match(sent[0]!.text, /^\*\*\d\d:\d\d UTC\*\* .*: We roll back$/);
      assert.equal(sent[0]!.once, `entry ${key.id}`);
    } finally {
      mirror.dispose();
      await wished(undefined);
    }
  });

  for (const [state, locked] of [
    ['cannot be read', () => Promise.reject(new Error('The keychain is locked.'))],
    // It asks its owner for a password, and nobody is there.
    ['never answers', () => new Promise<never>(() => {})],
  ] as const) {
    it(`leave everything else alone where the keychain ${state}`, async () => {
      const owner = new DisposableStore();
      const place = await mkdtemp(join(tmpdir(), 'on-call-messages-'));
      try {
        const room = composeMessages(owner, {
          ...{ store: parts.store, timelines: parts.timelines, drill: parts.drill },
          // Nobody waits longer than this clock lets them.
          clock: { now: () => clock.now(), after: (ms, call) => clock.after(Math.min(ms, 50), call) },
          ...{ incidentClock: parts.incidentClock, logger: parts.logger, boundary: parts.boundary },
          keepSecret: () => {},
          secrets: {
            get: locked,
            store: locked,
            delete: locked,
            keys: locked,
            onDidChange: () => ({ dispose() {} }),
          },
          storage: name => join(place, name),
          claimsFolder: join(place, 'told'),
          unsent: new UnsentMessages(),
        });
        await room.chatsKnown();
        assert.deepEqual(room.chats.all(false), []);
      } finally {
        owner.dispose();
        await removeFolder(place);
      }
    });
  }
});
