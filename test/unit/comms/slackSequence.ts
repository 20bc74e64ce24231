import { Messenger, type MessageTarget, type OutgoingMessage } from '../../../src/core/comms/messenger.ts';
import { SlackWorkspace } from '../../../src/core/comms/slack/slackWorkspace.ts';
import { Webhook } from '../../../src/core/comms/webhooks.ts';
import { silentLogger } from '../../../src/core/logger.ts';
import type { Fault } from '../../../src/drill/faults.ts';
import { SlackDrill } from '../../../src/drill/slack/slackDrill.ts';
import { SlackServer, slackLimited, slackRefusal } from '../../../src/drill/slack/slackServer.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { MemoryFolder, type FolderView } from '../incidents/outbox/memoryFolder.ts';
import { seeded } from '../seeded.ts';

/** After so long the clients give up, ms. */
const timeoutMs = 20_000;
const html = '<html><body>Sign in to the hotel’s network</body></html>';

interface Limit {
  readonly path: string;
  readonly from: number;
  readonly until: number;
  /** How many requests had arrived, the refused one included. */
  readonly after: number;
}

interface Window {
  readonly messenger: Messenger;
  readonly view: FolderView;
  readonly pid: number;
}

/**
 * One seeded story: people send messages to channels and webhooks of a fake Slack through the real clients, from one
 * or two windows, while answers are lost, limits hit, scopes and tokens go, the timeline fails and windows die. Time
 * only moves while nothing is on its way.
 */
export class SlackSequence {
  readonly clock = new FakeClock();
  readonly limits: Limit[] = [];
  readonly asked: OutgoingMessage[] = [];
  /** Dropped by a person before they were sent. */
  readonly dropped = new Set<string>();
  /** How often each sent message was given to the timeline and taken. */
  readonly recorded = new Map<string, number>();
  readonly errors: string[] = [];
  faultsMet = 0;
  crashes = 0;
  readonly #random: () => number;
  readonly #folder = new MemoryFolder();
  readonly #dead = new Set<number>();
  readonly #windows: Window[] = [];
  #slack: SlackWorkspace | undefined;
  readonly #webhooks = new Map<string, Webhook>();
  #pids = 0;
  #pending = 0;
  /** Who began the calls that are pending: those of a window that died are not waited for. */
  #era = 0;
  #heldUntil = 0;

  private constructor(
    seed: number,
    readonly server: SlackServer,
    clock: FakeClock,
  ) {
    this.#random = seeded(seed);
    this.clock = clock;
  }

  static async start(seed: number): Promise<SlackSequence> {
    const clock = new FakeClock();
    const server = await SlackServer.start({ drill: new SlackDrill(clock), clock });
    return new SlackSequence(seed, server, clock);
  }

  get drill(): SlackDrill {
    return this.server.drill;
  }

  async run(): Promise<void> {
    this.drill.createChannel('payments', this.drill.bot.id);
    this.#connect();
    this.#watchFaults();
    const windows = 1 + this.#below(2);
    for (let n = 0; n < windows; n++) await this.#open();
    for (let n = 0; n < 2 + this.#below(5); n++) this.server.faults.add(this.#fault());
    const messages = 3 + this.#below(5);
    const crashAt = this.#random() < 0.4 ? this.#below(messages) : -1;
    for (let n = 0; n < messages; n++) {
      await this.#say(n);
      if (this.#random() < 0.1) this.#takeAway();
      if (this.#random() < 0.1) await this.#drop();
      if (n === crashAt) await this.#crash();
      else for (let turns = this.#below(12); turns > 0; turns--) await settle();
      if (this.#random() < 0.5) await this.#pass([500, 3_000, 30_000, 90_000][this.#below(4)]!);
    }
    if (crashAt >= 0 && this.#random() < 0.5) await this.#crash();
    await this.#pass(60_000);
    this.server.faults.clear();
    await this.#restore();
    await this.#untilSettled();
  }

  /** A person looks into each channel and says what is there; what was refused is tried again. */
  async repair(): Promise<void> {
    const { messenger } = this.#windows[0]!;
    for (const { id, state } of messenger.messages()) {
      if (state === 'mayHaveArrived')
        await messenger.resolve(id, this.arrivals(id) > 0 ? 'sent' : 'sendAgain');
      if (state === 'refused') await messenger.retry(id);
    }
    await this.#untilSettled();
  }

  async stop(): Promise<void> {
    for (const { messenger } of this.#windows) messenger.dispose();
    await this.server.stop();
  }

  listed(): readonly OutgoingMessage[] {
    return this.#windows[0]!.messenger.messages();
  }

  /** How often a message stands in a channel or came through a webhook. */
  arrivals(id: string): number {
    return this.ids().filter(there => there === id).length;
  }

  /** The ids of the messages that are there, place by place, in the order in which they arrived. */
  ids(): readonly string[] {
    return this.places().flatMap(({ ids }) => ids);
  }

  places(): readonly { readonly place: string; readonly ids: readonly string[] }[] {
    const { channels, posts } = this.drill;
    const idOf = (text: string) => {
      const number = /message (\d+) said/.exec(text)?.[1];
      return number === undefined ? undefined : this.asked[Number(number)]?.id;
    };
    const isId = (id: string | undefined): id is string => id !== undefined;
    return [
      ...channels.map(({ name, messages }) => ({
        place: `#${name}`,
        ids: messages.map(({ text }) => idOf(text)).filter(isId),
      })),
      ...[...new Set(posts.map(({ webhook }) => webhook))].map(place => ({
        place,
        ids: posts
          .filter(({ webhook }) => webhook === place)
          .map(({ body }) => idOf(JSON.stringify(body)))
          .filter(isId),
      })),
    ];
  }

  async #say(number: number): Promise<void> {
    const target = this.#target();
    const earlier = this.asked.filter(({ target: of }) => of.type === target.type && of.name === target.name);
    const parent = earlier[this.#below(earlier.length)];
    const thread = parent && this.#random() < 0.3 ? { message: parent.id } : null;
    const { messenger } = this.#windows[this.#below(this.#windows.length)]!;
    const message = await messenger.send({
      ...{ incidentKey: 'drill:Q1', purpose: 'update', target, by: 'Robin', thread },
      text: `**message ${number} said** with <!channel> and @here`,
    });
    this.asked.push(message);
  }

  #target(): MessageTarget {
    const pick = this.#random();
    const channel = this.drill.channels[pick < 0.5 ? 1 : 2]!;
    if (pick < 0.7)
      return { type: 'slackChannel', account: 'drill', channel: channel.id, name: `#${channel.name}` };
    const type = (['slackWebhook', 'mattermostWebhook', 'teamsWebhook'] as const)[this.#below(3)]!;
    return { type, account: 'ops', name: type };
  }

  async #drop(): Promise<void> {
    const { messenger } = this.#windows[0]!;
    const message = messenger.messages()[this.#below(this.asked.length)];
    if (!message || message.state === 'sent') return;
    this.dropped.add(message.id);
    await messenger.discard(message.id);
  }

  #takeAway(): void {
    const { scopes, tokens, channels, token } = this.drill;
    const pick = this.#below(4);
    if (pick === 0) scopes.delete('channels:history');
    if (pick === 1) scopes.delete('chat:write');
    if (pick === 2) tokens.delete(token);
    if (pick === 3) channels[1]!.archived = true;
  }

  /** Somebody puts right what was wrong and enters the token again. */
  async #restore(): Promise<void> {
    const { scopes, tokens, channels, token } = this.drill;
    for (const scope of ['channels:history', 'chat:write']) scopes.add(scope);
    tokens.add(token);
    channels[1]!.archived = false;
    this.#connect();
    for (const { messenger } of this.#windows) messenger.sendNow();
    await settle();
  }

  #connect(): void {
    const { clock } = this;
    const options = { token: this.drill.token, origin: this.server.origin, clock, logger: silentLogger };
    this.#slack = this.#counted(new SlackWorkspace(options));
    for (const type of ['slackWebhook', 'mattermostWebhook', 'teamsWebhook'] as const) {
      const url = `${this.server.origin}/hooks/${type.replace('Webhook', '')}/${type}`;
      // The client’s own limit ends with it; only a window that starts makes another.
      if (!this.#webhooks.has(type))
        this.#webhooks.set(type, this.#counted(new Webhook({ type, url, clock, logger: silentLogger })));
    }
  }

  async #open(): Promise<void> {
    const { clock } = this;
    const pid = ++this.#pids;
    const view = this.#folder.view();
    const messenger = new Messenger({
      folder: '/messages',
      files: view.files,
      leaseFiles: view.leaseFiles,
      process: { pid, host: 'here', alive: asked => !this.#dead.has(asked) },
      clock,
      random: this.#random,
      logger: {
        ...silentLogger,
        error: (message, error) => void this.errors.push(`${message}: ${String(error)}`),
      },
      slackOf: () => this.#slack,
      webhookOf: type => this.#webhooks.get(type),
      root: () => '/incidents',
      record: async ({ id }) => {
        if (this.#dead.has(pid)) return new Promise<never>(() => {});
        if (this.#random() < 0.2) throw new Error('The disk is full');
        this.recorded.set(id, (this.recorded.get(id) ?? 0) + 1);
      },
    });
    this.#windows.push({ messenger, view, pid });
    await messenger.open();
  }

  async #crash(): Promise<void> {
    for (let turns = this.#below(10); turns > 0; turns--) await settle();
    this.crashes++;
    const arrived = this.server.requests.length;
    for (const { view, pid, messenger } of this.#windows.splice(0)) {
      view.kill();
      this.#dead.add(pid);
      messenger.dispose();
    }
    // What was sent reaches the server before a window is opened again.
    while (this.#pending > 0 && this.clock.now() >= this.#heldUntil) await settle();
    // Also where the server keeps one of them waiting: another may be on its way still.
    for (let turns = 0; turns < 100 && this.server.requests.length < arrived + this.#pending; turns++)
      await settle();
    // Whatever the answers to those requests said, nobody read it.
    const unread = this.limits.findIndex(({ after }) => after >= arrived);
    if (unread >= 0) this.limits.splice(unread);
    this.#era++;
    this.#pending = 0;
    this.#heldUntil = 0;
    this.#webhooks.clear();
    this.#connect();
    this.clock.jump(this.#random() < 0.5 ? 1_000 : 100_000);
    await this.#open();
  }

  #fault(): Fault {
    const afterCommit = this.#random() < 0.5;
    const reset: Fault['effect'] = { type: 'reset' };
    const codes = ['internal_error', 'fatal_error', 'is_archived', 'channel_not_found', 'not_in_channel'];
    const choices: readonly Fault[] = [
      { afterCommit, effect: reset },
      { afterCommit, effect: reset },
      { afterCommit, effect: { type: 'answer', status: 500 + this.#below(5), body: html } },
      { effect: slackLimited(5 + this.#below(100)) },
      { effect: slackRefusal('ratelimited') },
      { effect: { type: 'answer', status: 429, body: '' } },
      { effect: slackRefusal(codes[this.#below(codes.length)]!) },
      { effect: slackRefusal('missing_scope', { needed: 'chat:write', provided: 'none' }) },
      { afterCommit: true, delayMs: timeoutMs + 5_000, effect: { type: 'none' } },
      { afterCommit, effect: { type: 'hang' } },
      { afterCommit, effect: { type: 'answer', status: 200, body: html } },
      { effect: { type: 'cut', bytes: this.#below(20), then: afterCommit ? 'end' : 'reset' } },
      { afterCommit, effect: { type: 'answer', status: 302, headers: { location: 'https://x.invalid' } } },
    ];
    const fault = choices[this.#below(choices.length)]!;
    const path = this.#random() < 0.3 ? /history|replies/ : /./;
    return { ...fault, path, times: this.#random() < 0.8 ? 1 : 2 + this.#below(3) };
  }

  /** Notes when a fault is met: which limit it sets, and how long it keeps the request. */
  #watchFaults(): void {
    const { faults } = this.server;
    const take = faults.take.bind(faults);
    faults.take = (method, path) => {
      const fault = take(method, path);
      if (!fault) return fault;
      this.faultsMet++;
      const now = this.clock.now();
      const { effect, delayMs } = fault;
      if (effect.type === 'hang' || delayMs !== undefined) this.#heldUntil = now + timeoutMs;
      const limited =
        effect.type === 'answer' &&
        (effect.status === 429 ||
          (typeof effect.body === 'object' && effect.body['error'] === 'ratelimited'));
      // A webhook that answers `ok: false` refuses nothing in its own language.
      if (limited && (effect.status === 429 || path.startsWith('/api/'))) {
        const told = Number(effect.headers?.['retry-after'] ?? 15) * 1000;
        this.limits.push({ path, from: now, until: now + told, after: this.server.requests.length });
      }
      return fault;
    };
  }

  #counted<T extends object>(client: T): T {
    const count = <R>(call: Promise<R>): Promise<R> => {
      const era = this.#era;
      this.#pending++;
      return call.finally(() => {
        if (era === this.#era) this.#pending--;
      });
    };
    return new Proxy(client, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name, target);
        if (typeof member !== 'function') return member;
        return (...args: unknown[]) => {
          const result: unknown = Reflect.apply(member, target, args);
          return result instanceof Promise ? count(result) : result;
        };
      },
    });
  }

  #untilSettled(): Promise<void> {
    return this.#pass(40 * 60_000, () =>
      this.listed().every(
        ({ state, recorded }) =>
          state === 'refused' || state === 'mayHaveArrived' || (state === 'sent' && recorded),
      ),
    );
  }

  /** Lets so much time pass, or less when something holds; a request on its way takes none. */
  async #pass(ms: number, isEnough: () => boolean = () => false): Promise<void> {
    const end = this.clock.now() + ms;
    for (let idle = 0; ;) {
      await settle();
      if (this.#pending > 0 && this.clock.now() >= this.#heldUntil) {
        idle = 0;
        continue;
      }
      // What follows an answer takes a few turns.
      if (++idle < 3) continue;
      if (isEnough()) return;
      idle = 0;
      const next = Math.min(this.clock.nextIn ?? Infinity, end - this.clock.now());
      await this.clock.advance(Math.max(0, next));
      if (this.clock.now() >= end) return;
    }
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }
}
