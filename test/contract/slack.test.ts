import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { SlackWorkspace } from '../../src/core/comms/slack/slackWorkspace.ts';
import {
  MissingScopeError,
  NotPossibleError,
  RefusedError,
  WrongChatTokenError,
} from '../../src/core/errors.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { SlackDrill } from '../../src/drill/slack/slackDrill.ts';
import { SlackServer } from '../../src/drill/slack/slackServer.ts';
import { specPath } from '../fixtures.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { OfficialApiGateway } from './officialApiGateway.ts';
import { SlackApi } from './slackApi.ts';
import { slackCorrections, usedMethods, type SlackDescription } from './slackCorrections.ts';

const used = new Set<string>();

describe('Slack’s client and the drill’s Slack against the official description', () => {
  let api: SlackApi;
  let clock: FakeClock;
  let drill: SlackDrill;
  let server: SlackServer;
  let gateway: OfficialApiGateway;
  let slack: SlackWorkspace;
  const load = async (path: string) => void (api = await SlackApi.load(path));

  before(async function () {
    const path = specPath('slack-web.openapi.json');
    if (!path) return this.skip();
    await load(path);
  });

  beforeEach(async () => {
    clock = new FakeClock();
    drill = new SlackDrill(clock);
    server = await SlackServer.start({ drill, clock });
    gateway = await OfficialApiGateway.start(api, server.origin);
    slack = new SlackWorkspace({ token: drill.token, origin: gateway.baseUrl, clock, logger: silentLogger });
  });

  afterEach(async () => {
    await gateway.stop();
    await server.stop();
    assert.ok(gateway.judged.length > 0, 'the test sent something');
    for (const { what, operation, headers, faults } of gateway.judged) {
      assert.deepEqual(faults, [], what);
      assert.match(headers['authorization'] ?? '', /^Bearer \S+$/);
      used.add(operation!);
    }
  });

  it('auth.test', async () => {
    assert.deepEqual(await slack.identity(), {
      team: drill.team.name,
      teamId: drill.team.id,
      userId: drill.bot.id,
      user: drill.bot.name,
    });
  });

  it('conversations.create, .list and .setTopic', async () => {
    const made = await slack.createChannel('incident-2026-01-15');
    assert.equal(await slack.createChannel('incident-2026-01-15'), null);
    await slack.setTopic(made!.id, 'P1 <Checkout> & more');
    const found = await slack.findChannel('incident-2026-01-15');
    assert.deepEqual(found, { ...made, topic: 'P1 &lt;Checkout&gt; &amp; more' });
    assert.equal(await slack.findChannel('incident-2026-01-16'), null);
    await slack.createChannel('incident-2026-01-15-2');
    await slack.createChannel('incident-2026-01-150');
    const day = await slack.channelsCalled('incident-2026-01-15');
    assert.deepEqual(
      day.map(({ name }) => name),
      ['incident-2026-01-15', 'incident-2026-01-15-2'],
    );
  });

  it('conversations.join, and the topics that a channel had', async () => {
    const channel = drill.createChannel('x', 'U0ROBIN0001');
    drill.setTopic(channel, 'one', 'U0ROBIN0001');
    assert.equal((await slack.findChannel('x'))!.member, false);
    await assert.rejects(slack.topicsOf(channel.id), NotPossibleError);
    await slack.join(channel.id);
    await slack.join(channel.id);
    await slack.setTopic(channel.id, 'P1 <two>');
    assert.equal((await slack.findChannel('x'))!.member, true);
    assert.deepEqual(await slack.topicsOf(channel.id), ['one', 'P1 &lt;two&gt;']);
  });

  it('users.lookupByEmail and conversations.invite', async () => {
    const made = await slack.createChannel('x');
    const robin = await slack.userByEmail('robin.castillo@example.com');
    await slack.invite(made!.id, robin!);
    await slack.invite(made!.id, robin!);
    await slack.invite(made!.id, drill.bot.id);
    await assert.rejects(slack.invite(made!.id, 'U0NOBODY001'), RefusedError);
    assert.equal(await slack.userByEmail('nobody@drill.invalid'), null);
    assert.ok(drill.channel(made!.id)!.members.has(robin!));
  });

  it('chat.postMessage, conversations.history and .replies', async () => {
    const channel = drill.channels[1]!.id;
    const first = await slack.post({ channel, text: 'one', thread: null, id: 'A' });
    const reply = await slack.post({ channel, text: 'two', thread: first, id: 'B' });
    const since = clock.now() - 1000;
    assert.deepEqual(await slack.findMessage({ channel, thread: null, id: 'A' }, since), {
      type: 'there',
      ts: first,
    });
    assert.deepEqual(await slack.findMessage({ channel, thread: first, id: 'B' }, since), {
      type: 'there',
      ts: reply,
    });
    assert.deepEqual(await slack.findMessage({ channel, thread: null, id: 'B' }, since), { type: 'absent' });
    clock.jump(10_000);
    assert.deepEqual(await slack.findMessage({ channel, thread: null, id: 'A' }, clock.now()), {
      type: 'absent',
    });
  });

  it('a look of more than one page', async () => {
    const channel = drill.channels[1]!;
    const ts = await slack.post({ channel: channel.id, text: 'one', thread: null, id: 'A' });
    for (let n = 0; n < 450; n++)
      drill.post(channel, { user: 'U0ALEX00001', text: `${n}`, thread: null, metadata: null });
    const looked = await slack.findMessage({ channel: channel.id, thread: null, id: 'A' }, 0);
    assert.deepEqual(looked, { type: 'there', ts });
    for (let n = 0; n < 2_000; n++)
      drill.post(channel, { user: 'U0ALEX00001', text: `${n}`, thread: null, metadata: null });
    assert.deepEqual(await slack.findMessage({ channel: channel.id, thread: null, id: 'A' }, 0), {
      type: 'unclear',
    });
  });

  it('refusals', async () => {
    const post = (channel: string) => slack.post({ channel, text: 'x', thread: null, id: 'A' });
    await assert.rejects(post('C0NOWHERE01'), NotPossibleError);
    await assert.rejects(post(drill.channels[0]!.id), NotPossibleError);
    drill.channels[1]!.archived = true;
    await assert.rejects(post(drill.channels[1]!.id), NotPossibleError);
    drill.scopes.clear();
    await assert.rejects(post(drill.channels[1]!.id), MissingScopeError);
    await assert.rejects(slack.createChannel('y'), MissingScopeError);
    await assert.rejects(
      slack.findMessage({ channel: 'C0NOWHERE01', thread: null, id: 'A' }, 0),
      MissingScopeError,
    );
    drill.tokens.clear();
    await assert.rejects(slack.identity(), WrongChatTokenError);
  });
});

describe('Slack’s description', () => {
  const path = specPath('slack-web.openapi.json');

  before(function () {
    if (!path) this.skip();
  });

  it('needs every correction that is made to it', () => {
    const description = JSON.parse(readFileSync(path!, 'utf8')) as SlackDescription;
    for (const { reason, apply } of slackCorrections) {
      const before = JSON.stringify(description);
      apply(description);
      assert.notEqual(JSON.stringify(description), before, `No longer needed: ${reason}`);
    }
  });

  it('was asked about every method that is used', () => {
    assert.deepEqual([...used].sort(), Object.keys(usedMethods).sort());
  });

  it('sees what is not as described', async () => {
    const api = await SlackApi.load(path!);
    const request = (method: string, name: string, body: object | null, query = '') =>
      api.requestFaults({
        method,
        path: `/api/${name}`,
        query: new URLSearchParams(query),
        headers: body ? { 'content-type': 'application/json' } : {},
        body: body ? JSON.stringify(body) : '',
      });
    const answers = (name: string, body: object) => api.responseFaults(name, 200, 'application/json', body);
    assert.deepEqual(request('POST', 'chat.postMessage', { channel: 'C1', text: 'x' }), []);
    assert.notDeepEqual(request('POST', 'chat.postMessage', { text: 'x' }), []);
    assert.notDeepEqual(request('POST', 'chat.postMessage', { channel: 'C1', words: 'x' }), []);
    assert.notDeepEqual(request('POST', 'chat.post', { channel: 'C1' }), []);
    assert.notDeepEqual(request('GET', 'chat.postMessage', null), []);
    assert.notDeepEqual(request('GET', 'users.lookupByEmail', null), []);
    assert.notDeepEqual(request('GET', 'users.lookupByEmail', null, 'email=x&name=y'), []);
    assert.deepEqual(answers('chat.postMessage', { ok: false, error: 'no_text' }), []);
    assert.notDeepEqual(answers('chat.postMessage', { ok: false, error: 'what' }), []);
    assert.notDeepEqual(answers('chat.postMessage', { ok: true, ts: '1' }), []);
    assert.notDeepEqual(answers('conversations.list', { ok: true, channels: [{}] }), []);
  });
});
