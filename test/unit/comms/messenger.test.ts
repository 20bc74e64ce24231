import assert from 'node:assert/strict';
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sentMessageData, sentMessageRecords } from '../../../src/core/comms/messageEntry.ts';
import { threadParent } from '../../../src/core/comms/messageThreads.ts';
import { Messenger, type OutgoingMessage } from '../../../src/core/comms/messenger.ts';
import { NotPossibleError } from '../../../src/core/errors.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import { slackLimited, slackRefusal } from '../../../src/drill/slack/slackServer.ts';
import { FakeClock } from '../fakeClock.ts';
import { keptMessage } from './keptMessage.ts';
import { MessengerHarness, type MessengerWindow } from './messengerHarness.ts';

const lost = { path: '/api/chat.postMessage', afterCommit: true, effect: { type: 'reset' } } as const;

describe('Messenger', () => {
  const harness = new MessengerHarness();
  const posts = () => harness.server.requests.filter(({ path }) => path.endsWith('postMessage')).length;

  it('keeps a message before it sends it, sends it once, and records it once', async () => {
    const window = await harness.open();
    const message = await harness.send(window, '**hello**');
    assert.equal(message.state, 'waiting');
    assert.match(harness.folder.texts(`${message.id}.json`)[0]!, /"state":"waiting"/);
    await harness.until(() => harness.recorded.length > 0);
    assert.deepEqual(harness.texts(), ['*hello*']);
    assert.deepEqual(harness.states(window), ['sent **hello**']);
    assert.deepEqual(window.finished, ['sent **hello**']);
    assert.deepEqual(harness.recorded, ['**hello**']);
    const [sent] = window.messenger.messages('a:Q1');
    assert.equal(sent!.ts, harness.drill.channels[1]!.messages.at(-1)!.ts);
    assert.deepEqual(window.messenger.messages('a:Q2'), []);
    assert.deepEqual(sentMessageData(sent!), {
      channel: 'Slack #incidents',
      purpose: 'update',
      text: 'hello',
    });
    assert.deepEqual(
      sentMessageRecords(sent!).map(({ text }) => text),
      ['Sent to Slack #incidents: hello'],
    );
    // Nothing of the token or of an address is on disk.
    assert.ok(![...harness.folder.files.values()].some(({ text }) => /drill-bot-2048|xoxb|hooks/.test(text)));
  });

  it('sends nothing that cannot be kept', async () => {
    const window = await harness.open();
    window.view.failNext('addAll', 'ENOSPC');
    await assert.rejects(harness.send(window, 'hello'), NotPossibleError);
    await assert.rejects(harness.send(window, ' \n'), NotPossibleError);
    await harness.until(() => true, 1_000);
    assert.deepEqual(harness.states(window), []);
    assert.equal(posts(), 0);
  });

  it('does not send what it cannot mark as being sent', async () => {
    const window = await harness.open();
    let full = true;
    window.view.before = (step, path) => {
      if (full && step === 'replace' && path.endsWith('.json')) throw new Error('ENOSPC: injected');
    };
    await harness.send(window, 'hello');
    await harness.until(() => /ENOSPC/.test(window.messenger.messages()[0]?.reason ?? ''));
    assert.equal(posts(), 0);
    full = false;
    await harness.until(() => harness.recorded.length > 0, 5_000);
    assert.equal(posts(), 1);
  });

  it('looks for what may have arrived before it sends it again', async () => {
    const window = await harness.open();
    harness.server.faults.add(lost);
    await harness.send(window, 'hello');
    await harness.until(() => harness.recorded.length > 0, 1_000);
    assert.deepEqual(harness.texts(), ['hello']);
    assert.equal(posts(), 1);
  });

  it('sends again what is found not to have arrived', async () => {
    const window = await harness.open();
    harness.server.faults.add({ ...lost, afterCommit: false });
    await harness.send(window, 'hello');
    await harness.until(() => harness.recorded.length > 0, 1_000);
    assert.deepEqual(harness.texts(), ['hello']);
    assert.equal(posts(), 2);
  });

  it('looks for it in the thread that it was sent to', async () => {
    const window = await harness.open();
    const parent = await harness.send(window, 'parent');
    await harness.until(() => harness.recorded.length === 1);
    harness.server.faults.add(lost);
    await harness.send(window, 'reply', { thread: { message: parent.id } });
    await harness.until(() => harness.recorded.length === 2, 1_000);
    const [first, reply] = harness.drill.channels[1]!.messages.slice(-2);
    assert.equal(reply!.thread, first!.ts);
    assert.equal(posts(), 2);
    // A reply to the reply belongs to the same thread.
    const [, second] = window.messenger.messages();
    await harness.send(window, 'more', { thread: { message: second!.id } });
    await harness.until(() => harness.recorded.length === 3);
    assert.equal(harness.drill.channels[1]!.messages.at(-1)!.thread, first!.ts);
  });

  it('answers to the first notification in its thread, also while that waits', async () => {
    const window = await harness.open();
    const parent = () => threadParent(window.messenger.messages('a:Q1'), harness.channel);
    assert.equal(parent(), null);
    await harness.send(window, 'initial', { purpose: 'initial', thread: parent() });
    await harness.send(window, 'update', { thread: parent() });
    await harness.until(() => harness.recorded.length === 2);
    await harness.send(window, 'resolution', { purpose: 'resolution', thread: parent() });
    await harness.until(() => harness.recorded.length === 3);
    const [initial, ...answers] = harness.drill.channels[1]!.messages.slice(-3);
    assert.ok(!initial!.thread);
    assert.deepEqual(
      answers.map(({ thread }) => thread),
      [initial!.ts, initial!.ts],
    );
  });

  it('forgets what was still to be sent for a drill that is over', async () => {
    const window = await harness.open();
    harness.slack = undefined;
    await harness.send(window, 'drill');
    await harness.send(window, 'real', { target: harness.hook });
    await harness.until(() => harness.recorded.length === 1);
    await window.messenger.forget(({ target }) => target.account === 'drill');
    harness.connect();
    window.messenger.sendNow();
    await harness.until(() => true, 1_000);
    assert.deepEqual(harness.states(window), ['sent real']);
    assert.equal(posts(), 0);
  });

  it('asks a person where the bot may not look', async () => {
    const window = await harness.open();
    harness.drill.scopes.delete('channels:history');
    harness.server.faults.add(lost);
    await harness.send(window, 'hello');
    await harness.until(() => window.finished.length > 0, 1_000);
    const [message] = window.messenger.messages();
    assert.equal(message!.state, 'mayHaveArrived');
    assert.match(message!.reason!, /channels:history/);
    await window.messenger.resolve(message!.id, 'sent');
    await harness.until(() => harness.recorded.length > 0);
    assert.deepEqual(harness.states(window), ['sent hello']);
    assert.equal(posts(), 1);
  });

  it('never sends a webhook’s message again by itself', async () => {
    const window = await harness.open();
    harness.server.faults.add({ path: /hooks/, afterCommit: true, effect: { type: 'reset' } });
    const { id } = await harness.send(window, 'hello', { target: harness.hook });
    await harness.until(() => window.finished.length > 0);
    await harness.clock.advance(3_600_000);
    window.messenger.sendNow();
    await window.messenger.retry(id);
    await harness.until(() => window.finished.length > 1);
    assert.deepEqual(harness.states(window), ['mayHaveArrived hello']);
    assert.equal(harness.drill.posts.length, 1);
    await window.messenger.resolve(id, 'sendAgain');
    await harness.until(() => harness.recorded.length > 0);
    assert.equal(harness.drill.posts.length, 2);
  });

  it('waits for the network with a webhook, too, where nothing can have arrived', async () => {
    const { server } = harness;
    const window = await harness.open();
    server.faults.add({ path: /hooks/, effect: slackLimited(30) });
    await harness.send(window, 'hello', { target: harness.hook });
    await harness.until(() => server.requests.length === 1);
    assert.deepEqual(harness.states(window), ['waiting hello']);
    assert.match(window.messenger.messages()[0]!.reason!, /allows no more requests/);
    await harness.clock.advance(29_999);
    await harness.until(() => true);
    assert.equal(server.requests.length, 1);
    await harness.until(() => harness.recorded.length > 0, 1);
    assert.equal(harness.drill.posts.length, 1);
  });

  it('keeps what is refused, with its reason, until it is retried or dropped', async () => {
    const window = await harness.open();
    harness.server.faults.add({ path: /postMessage/, effect: slackRefusal('msg_too_long') });
    harness.server.faults.add({ path: /postMessage/, effect: slackRefusal('is_archived') });
    const one = await harness.send(window, 'one');
    const two = await harness.send(window, 'two');
    await harness.send(window, 'three');
    await harness.until(() => harness.recorded.length === 1);
    assert.deepEqual(harness.states(window), ['refused one', 'refused two', 'sent three']);
    assert.match(window.messenger.messages()[0]!.reason!, /msg_too_long/);
    await window.messenger.retry(one.id);
    await window.messenger.discard(two.id);
    await harness.until(() => harness.recorded.length === 2);
    assert.deepEqual(harness.states(window), ['sent one', 'sent three']);
    assert.deepEqual(harness.texts(), ['three', 'one']);
  });

  it('does not take a sent one off the list', async () => {
    const window = await harness.open();
    const { id } = await harness.send(window, 'hello');
    await harness.until(() => harness.recorded.length === 1);
    await window.messenger.discard(id);
    await harness.until(() => harness.folder.texts('.discard').length === 0);
    assert.deepEqual(harness.states(window), ['sent hello']);
  });

  it('waits while the token is refused, and sends with another one', async () => {
    const window = await harness.open();
    harness.drill.tokens.clear();
    await harness.send(window, 'hello');
    await harness.until(() => posts() === 1);
    await harness.clock.advance(3_600_000);
    await harness.until(() => true);
    assert.equal(posts(), 1);
    const [message] = window.messenger.messages();
    assert.equal(message!.state, 'waiting');
    assert.match(message!.nextStep!, /bot token/);
    harness.drill.tokens.add(harness.drill.token);
    harness.connect();
    window.messenger.sendNow();
    await harness.until(() => harness.recorded.length === 1);
    assert.equal(posts(), 2);
  });

  it('says what a message waits for where there is no token', async () => {
    const window = await harness.open();
    harness.slack = undefined;
    await harness.send(window, 'hello');
    await harness.until(() => true);
    assert.match(window.messenger.messages()[0]!.reason!, /not known here/);
    harness.connect();
    window.messenger.sendNow();
    await harness.until(() => harness.recorded.length === 1);
  });

  it('sends one of those that are meant once, whichever windows ask', async () => {
    const [one, two] = [await harness.open(), await harness.open()];
    await Promise.all([
      harness.send(one, 'entry', { once: 'entry 1' }),
      harness.send(two, 'entry', { once: 'entry 1' }),
      harness.send(two, 'other', { once: 'entry 2' }),
    ]);
    await harness.until(() => harness.recorded.length === 2, 1_000);
    await harness.send(one, 'entry', { once: 'entry 1' });
    await harness.until(() => harness.states(one).length === 2, 1_000);
    assert.deepEqual(harness.texts().sort(), ['entry', 'other']);
  });

  it('sends from one window, and the other takes over when that is gone', async () => {
    const one = await harness.open();
    harness.server.faults.add({ path: /postMessage/, effect: { type: 'hang' } });
    await harness.send(one, 'hello');
    await harness.until(() => posts() === 1);
    const two = await harness.open();
    await harness.send(two, 'world');
    await harness.until(() => true);
    assert.equal(posts(), 1);
    one.kill();
    await harness.until(() => harness.recorded.length === 2, 1_000);
    assert.deepEqual(harness.texts(), ['hello', 'world']);
  });

  it('gives the timeline the deadline that it meets once a person says that it has arrived, in any window', async () => {
    const noted: string[] = [];
    harness.record = async message => {
      noted.push(...sentMessageRecords(message).map(({ kind, text }) => `${kind}: ${text}`));
    };
    const meets: OutgoingMessage['meets'] = {
      ...{ deadline: 'notMitigated', name: 'Not mitigated', event: 'done', until: null },
      ...{ dueAt: '2026-11-22T09:10:00.000Z', reason: 'a message was sent' },
    };
    const one = await harness.open();
    harness.server.faults.add({ path: /hooks/, afterCommit: true, effect: { type: 'reset' } });
    const { id } = await harness.send(one, 'hello', { target: harness.hook, meets });
    await harness.until(() => one.finished.length > 0);
    assert.deepEqual([harness.states(one), noted], [['mayHaveArrived hello'], []]);
    one.kill();
    const two = await harness.open();
    await two.messenger.resolve(id, 'sent');
    await harness.until(() => noted.length > 0, 1_000);
    assert.deepEqual(noted, [
      'message: Sent to Slack #ops: hello',
      'deadline: Done: Not mitigated: a message was sent',
    ]);
  });

  it('asks of a webhook’s message that a window was sending when it died', async () => {
    const one = await harness.open();
    harness.server.faults.add({ path: /hooks/, effect: { type: 'hang' } });
    await harness.send(one, 'hello', { target: harness.hook });
    await harness.until(() => harness.server.requests.length === 1);
    one.kill();
    const two = await harness.open();
    await harness.until(() => two.finished.length === 1, 1_000);
    assert.deepEqual(harness.states(two), ['mayHaveArrived hello']);
    assert.equal(harness.server.requests.length, 1);
  });

  it('gives a message to the timeline until that takes it, and goes on sending meanwhile', async () => {
    const window = await harness.open();
    let failures = 3;
    const { record } = harness;
    harness.record = message => (failures-- > 0 ? Promise.reject(new Error('disk full')) : record(message));
    await harness.send(window, 'one');
    await harness.send(window, 'two');
    await harness.until(() => harness.texts().length === 2);
    assert.deepEqual(harness.recorded, []);
    await harness.until(() => harness.recorded.length === 2, 5_000);
    assert.equal(posts(), 2);
  });

  describe('of windows with other timelines', () => {
    /** Written in a window that has the timelines of `/a`, which cannot send it. */
    const waiting = async (once?: string) => {
      harness.slack = undefined;
      const one = await harness.open('/a/incidents');
      await harness.send(one, 'hello', { ...(once !== undefined && { once }) });
      return one;
    };
    const sent = async (window: MessengerWindow) => {
      harness.connect();
      window.messenger.sendNow();
      await harness.until(() => harness.texts().length === 1, 1_000);
      await harness.clock.advance(60_000);
    };

    it('has the entry written where the message was, whichever window sends it', async () => {
      const one = await waiting();
      const two = await harness.open('/b/incidents');
      await sent(two);
      await harness.until(() => harness.recorded.length > 0, 1_000);
      assert.deepEqual(harness.recordedIn, ['/a/incidents hello']);
      assert.deepEqual([two.finished, one.finished], [['sent hello'], []]);
    });

    it('keeps it for that window where it is closed', async () => {
      const one = await waiting();
      one.kill();
      const two = await harness.open('/b/incidents');
      await sent(two);
      assert.deepEqual(harness.recordedIn, []);
      // Also when it is long ago: only what is recorded is forgotten.
      two.kill();
      await harness.clock.advance(31 * 86_400_000);
      await harness.open('/b/incidents');
      await harness.open('/a/incidents');
      await harness.until(() => harness.recorded.length > 0, 1_000);
      await harness.clock.advance(60_000);
      assert.deepEqual(harness.recordedIn, ['/a/incidents hello']);
      assert.deepEqual(harness.texts(), ['hello']);
    });

    it('waits for none with what a timeline has already', async () => {
      const one = await waiting('entry 1');
      one.kill();
      const two = await harness.open('/b/incidents');
      await sent(two);
      assert.deepEqual(
        two.messenger.messages().map(({ recorded }) => recorded),
        [true],
      );
    });

    it('has one of before, which says nothing of it, written where it is sent', async () => {
      const old = keptMessage('01KEZSGYW0XVSEAY0BEXWAHTV1', { recorded: false });
      harness.folder.put(`/messages/${old.id}.json`, JSON.stringify(old), true);
      await harness.open('/b/incidents');
      await harness.until(() => harness.recorded.length > 0, 1_000);
      assert.deepEqual(harness.recordedIn, ['/b/incidents x']);
    });
  });

  it('sets a damaged file aside and says so', async () => {
    harness.folder.put('/messages/01KEZSGYW0XVSEAY0BEXWAHTV1.json', '{"id":', true);
    const aside: string[] = [];
    const window = await harness.open();
    window.messenger.onDidSetAside(path => aside.push(path));
    harness.folder.put('/messages/01KEZSGYW0XVSEAY0BEXWAHTV2.json', '{}', true);
    await harness.until(() => aside.length > 0);
    assert.deepEqual(aside, ['/messages/01KEZSGYW0XVSEAY0BEXWAHTV2.json.bad']);
    assert.deepEqual(harness.states(window), []);
  });

  it('forgets what was sent more than 30 days ago', async () => {
    const one = await harness.open();
    await harness.send(one, 'hello');
    await harness.until(() => harness.recorded.length === 1);
    one.kill();
    harness.clock.jump(31 * 86_400_000);
    const two = await harness.open();
    assert.deepEqual(harness.states(two), []);
  });

  it('forgets it also in a window that stays open', async () => {
    const one = await harness.open();
    await harness.send(one, 'hello');
    await harness.until(() => harness.recorded.length === 1);
    await harness.clock.advance(29 * 86_400_000);
    assert.deepEqual(harness.states(one), ['sent hello']);
    await harness.clock.advance(2 * 86_400_000);
    assert.deepEqual(harness.states(one), []);
  });
});

describe('Messenger on a real disk', () => {
  it('keeps each message in a file of its own that nobody else can read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'messages-'));
    const clock = new FakeClock();
    const messenger = new Messenger({
      folder: join(folder, 'messages'),
      ...{ clock, random: () => 0.5, logger: silentLogger },
      slackOf: () => undefined,
      webhookOf: () => undefined,
      root: () => '/incidents',
      record: async () => {},
    });
    try {
      await messenger.open();
      const target = { type: 'teamsWebhook', account: 'ops', name: 'Ops' } as const;
      await messenger.send({ incidentKey: 'a:Q1', purpose: 'initial', target, text: 'x', by: 'Robin' });
      const names = (await readdir(join(folder, 'messages'))).filter(name => name.endsWith('.json'));
      assert.equal(names.length, 1);
      const path = join(folder, 'messages', names[0]!);
      assert.equal((await stat(path)).mode & 0o777, 0o600);
      assert.equal((await stat(join(folder, 'messages'))).mode & 0o777, 0o700);
      assert.equal((JSON.parse(await readFile(path, 'utf8')) as { text: string }).text, 'x');
    } finally {
      messenger.dispose();
      await rm(folder, { recursive: true });
    }
  });
});
