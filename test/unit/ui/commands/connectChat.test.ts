import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { mkdtemp } from 'node:fs/promises';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type * as Messengers from '../../../../src/core/comms/messenger.ts';
import type * as Accounts from '../../../../src/ui/comms/chatAccounts.ts';
import type * as Unsent from '../../../../src/ui/comms/unsentMessages.ts';
import type * as Connecting from '../../../../src/ui/commands/connectChat.ts';
import { RecordingLogger } from '../../incidents/recordingLogger.ts';
import { type StandIn, withStandIn } from '../standIn.ts';
import { removeFolder } from '../../../removeFolder.ts';

type Parts = typeof Connecting & typeof Accounts & typeof Messengers & typeof Unsent & StandIn;

interface Row {
  readonly label: string;
  readonly description?: string;
}

const acme = { id: 'T0ACME', name: 'Acme' };
const fast = {
  now: () => Date.now(),
  after: (ms: number, call: () => void) => {
    const timer = setTimeout(call, ms / 10);
    return () => clearTimeout(timer);
  },
};

/** What waits for a token or an address goes with the one that is entered in its place. */
describe('Connecting a chat', () => {
  let parts: Parts;
  let server: Server;
  let origin: string;
  let folder: string;
  let kept: string | undefined;
  let chats: Accounts.ChatAccounts;
  let messenger: Messengers.Messenger;
  let unsent: Unsent.UnsentMessages;
  /** Tokens and webhooks that are taken, and the workspace of each token. */
  let valid: Map<string, { readonly id: string; readonly name: string }>;
  /** `<token or path> <text>` of what arrived. */
  let arrived: string[];
  /** The rows of each question. */
  let offered: string[][];
  /** What the person picks and types, in its order. */
  let answers: (string | undefined)[];

  before(async function () {
    this.timeout(60_000);
    parts = await withStandIn(
      'ui/commands/connectChat.ts',
      'ui/comms/chatAccounts.ts',
      'ui/comms/unsentMessages.ts',
      'core/comms/messenger.ts',
    );
  });

  beforeEach(async () => {
    [valid, arrived, offered, answers, kept] = [new Map(), [], [], [], undefined];
    server = createServer((request, response) => void answer(request, response));
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    folder = await mkdtemp(join(tmpdir(), 'on-call-connect-'));
    const logger = new RecordingLogger();
    const secrets = {
      get: () => Promise.resolve(kept),
      store: (_: string, value: string) => Promise.resolve(void (kept = value)),
      onDidChange: () => ({ dispose() {} }),
    } as never;
    chats = new parts.ChatAccounts({ secrets, clock: fast, logger, keepSecret: () => {} });
    const { workspace } = chats;
    chats.workspace = token => workspace.call(chats, token, origin);
    messenger = new parts.Messenger({
      ...{ folder, clock: fast, random: () => 0.5, logger },
      slackOf: id => chats.slackOf(id),
      webhookOf: (type, id) => chats.webhookOf(type, id),
      record: () => Promise.resolve(),
      root: () => '/here/incidents',
    });
    chats.onDidChange(() => messenger.sendNow());
    await messenger.open();
    unsent = new parts.UnsentMessages();
    unsent.follow(messenger, () => false);
    Object.assign(parts.window, {
      showQuickPick: (rows: readonly Row[]) => {
        offered.push(rows.map(({ label, description }) => [label, description].filter(Boolean).join(' | ')));
        const wanted = answers.shift();
        const found = rows.find(({ label }) => label === wanted);
        assert.ok(
          found ?? wanted === undefined,
          `${wanted} was not offered, but ${offered.at(-1)!.join(', ')}`,
        );
        return Promise.resolve(found);
      },
      showInputBox: ({ value }: { readonly value?: string }) => {
        const typed = answers.shift();
        return Promise.resolve(typed === 'as proposed' ? value : typed);
      },
      showInformationMessage: () => Promise.resolve(undefined),
      showWarningMessage: (_question: string, _options: object, yes: string) => Promise.resolve(yes),
    });
  });

  afterEach(async () => {
    messenger.dispose();
    chats.dispose();
    unsent.dispose();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    await removeFolder(folder);
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const part of request) body += String(part);
    const path = request.url!.split('?')[0]!;
    const { text, name } = JSON.parse(body || '{}') as { readonly text?: string; readonly name?: string };
    if (path.startsWith('/hooks/')) {
      const isThere = valid.has(path);
      if (isThere) arrived.push(`${path} ${text}`);
      response.writeHead(isThere ? 200 : 404).end(isThere ? 'ok' : 'no_service');
      return;
    }
    const token = String(request.headers.authorization).slice('Bearer '.length);
    const team = valid.get(token);
    response.setHeader('content-type', 'application/json');
    if (path.endsWith('chat.postMessage') && team) arrived.push(`${token} ${text}`);
    const said = {
      ...{ ok: true, ts: '1700000000.000001', messages: [], name },
      ...{ team: team?.name, team_id: team?.id, user: 'on-call', user_id: 'U1' },
      channels: ['incidents', 'status'].map(channel => ({ id: `C-${channel}`, name: channel })),
    };
    response.end(JSON.stringify(team ? said : { ok: false, error: 'token_revoked' }));
  }

  const run = async (command: typeof parts.connectChat, ...said: readonly (string | undefined)[]) => {
    answers = [...said];
    await command({ chats, unsent });
    assert.deepEqual(answers, [], 'was never asked for');
  };
  const connectSlack = (token: string, ...rest: readonly string[]) =>
    run(parts.connectChat, 'Slack, with a bot token', token, ...rest);
  const connectWebhook = (path: string, ...rest: readonly (string | undefined)[]) =>
    run(parts.connectChat, 'Slack, with an incoming webhook', `${origin}${path}`, ...rest);
  const write = async (text: string, at = 0) => {
    const { type, id, ...rest } = chats.all(false)[at]!;
    const target =
      type === 'slack'
        ? { type: 'slackChannel' as const, account: id, channel: 'C-incidents', name: '#incidents' }
        : { type, account: id, name: rest.name };
    await messenger.send({ incidentKey: 'work:P1', purpose: 'update', target, text, by: 'Ada' });
  };
  const until = async (what: string, is: () => boolean) => {
    for (let left = 4_000; !is(); left--) {
      assert.ok(left > 0, `${what}: ${JSON.stringify([arrived, messenger.messages()])}`);
      await pause(10);
    }
  };
  const waitsFor = (reason: RegExp) =>
    until(`waits for ${reason}`, () => reason.test(messenger.messages().at(-1)?.reason ?? ''));
  const places = () => chats.all(false).map(({ type, name }) => `${type} ${name}`);

  /** As it was kept before the workspace’s id was known. */
  const keepWithoutTeam = async (token: string) => {
    const channel = { id: 'C-incidents', name: 'incidents' };
    kept = JSON.stringify([{ id: 'old', type: 'slack', name: acme.name, token, channel }]);
    await chats.read();
  };

  for (const [before, keep] of [
    [
      'the same workspace',
      async () => {
        valid.set('xoxb-1', acme);
        await connectSlack('xoxb-1', '#incidents');
        valid.delete('xoxb-1');
      },
    ],
    ['one of that name that was kept without its id', () => keepWithoutTeam('xoxb-1')],
  ] as const) {
    it(`sends what waits for a revoked token with the new one: ${before}`, async () => {
      await keep();
      await write('hello');
      await waitsFor(/token/i);
      valid.set('xoxb-2', acme);
      await connectSlack('xoxb-2', '#incidents');
      await until('it is sent', () => arrived.length > 0);
      assert.deepEqual(arrived, ['xoxb-2 hello']);
      assert.deepEqual(places(), ['slack Acme']);
    });
  }

  it('gives the new token to all channels of the workspace, and to no other workspace', async () => {
    valid.set('xoxb-1', acme).set('xoxb-other', { id: 'T0OTHER', name: 'Acme' });
    await connectSlack('xoxb-1', '#incidents');
    await connectSlack('xoxb-other', '#incidents');
    await connectSlack('xoxb-1', '#status');
    valid.delete('xoxb-1');
    valid.set('xoxb-2', acme);
    await connectSlack('xoxb-2', 'as proposed');
    const tokens = chats
      .all(false)
      .map(chat => chat.type === 'slack' && `${chat.channel.name} ${chat.token}`);
    assert.deepEqual(tokens, ['incidents xoxb-2', 'incidents xoxb-other', 'status xoxb-2']);
  });

  it('sends what waits for a workspace that was disconnected, where a person says that it is that', async () => {
    valid.set('xoxb-1', acme);
    await connectSlack('xoxb-1', '#incidents');
    valid.delete('xoxb-1');
    await write('hello');
    await waitsFor(/token/i);
    await run(parts.disconnectChat, 'Acme');
    await waitsFor(/not known here/);
    valid.set('xoxb-2', acme);
    await connectSlack('xoxb-2', '#incidents', 'Slack #incidents');
    await until('it is sent', () => arrived.length > 0);
    assert.deepEqual(arrived, ['xoxb-2 hello']);
    assert.deepEqual(places(), ['slack Acme']);
  });

  it('sends what waits for a webhook that is gone to the one that takes its place', async () => {
    valid.set('/hooks/1', acme);
    await connectWebhook('/hooks/1', '#incidents');
    valid.clear();
    await write('hello');
    await waitsFor(/not there any more/);
    valid.set('/hooks/2', acme);
    await connectWebhook('/hooks/2', '#incidents', 'Slack #incidents');
    await messenger.retry(messenger.messages()[0]!.id);
    await until('it is sent', () => arrived.length > 0);
    assert.deepEqual(arrived, ['/hooks/2 hello']);
    assert.deepEqual(places(), ['slackWebhook #incidents']);
  });

  it('sends what waits for a webhook that was disconnected, where a person says that it is that', async () => {
    valid.set('/hooks/1', acme);
    await connectWebhook('/hooks/1', '#incidents');
    valid.clear();
    await write('hello');
    await waitsFor(/not there any more/);
    await run(parts.disconnectChat, '#incidents');
    await messenger.retry(messenger.messages()[0]!.id);
    await waitsFor(/not known here/);
    valid.set('/hooks/2', acme);
    await connectWebhook('/hooks/2', '#ops', 'Slack #incidents');
    await until('it is sent', () => arrived.length > 0);
    assert.deepEqual(arrived, ['/hooks/2 hello']);
    assert.deepEqual(places(), ['slackWebhook #ops']);
  });

  it('sends nothing elsewhere where it is a further one, and keeps nothing without an answer', async () => {
    valid.set('/hooks/1', acme).set('/hooks/2', acme);
    await connectWebhook('/hooks/1', '#incidents');
    assert.equal(offered.length, 1, 'of the first nothing is asked');
    await connectWebhook('/hooks/2', '#status', undefined);
    assert.deepEqual(places(), ['slackWebhook #incidents']);
    await connectWebhook('/hooks/2', '#status', 'None: it is a further one');
    assert.deepEqual(offered.at(-1), ['None: it is a further one', 'Slack #incidents | connected']);
    assert.deepEqual(places(), ['slackWebhook #incidents', 'slackWebhook #status']);
    await write('hello');
    await until('it is sent', () => arrived.length > 0);
    assert.deepEqual(arrived, ['/hooks/1 hello']);
  });

  it('does not ask about what a drill left behind', async () => {
    const target = { type: 'slackWebhook', account: 'gone', name: '#drill' } as const;
    const message = { purpose: 'update', target, text: 'hello', by: 'Ada' } as const;
    await messenger.send({ ...message, incidentKey: 'drill-1:P1' });
    await connectWebhook('/hooks/1', '#incidents');
    assert.deepEqual(places(), ['slackWebhook #incidents']);
  });

  it('is asked nothing more by an address that is kept already', async () => {
    valid.set('/hooks/1', acme);
    await connectWebhook('/hooks/1', '#incidents');
    await connectWebhook('/hooks/1', '#ops');
    assert.deepEqual(places(), ['slackWebhook #ops']);
  });
});
