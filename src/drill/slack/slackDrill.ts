import type { Clock } from '../../core/clock.ts';

export interface DrillUser {
  /** `U…` */
  readonly id: string;
  readonly name: string;
  readonly email: string;
}

export interface DrillMessage {
  /** When, as Slack says it, and the message’s id in its channel: `1700000000.000100` */
  readonly ts: string;
  readonly user: string;
  readonly text: string;
  /** Of a reply: the `ts` of what it replies to; null for a message of the channel itself. */
  readonly thread: string | null;
  readonly metadata: {
    readonly event_type: string;
    readonly event_payload: Readonly<Record<string, unknown>>;
  } | null;
  /** `channel_join`, `channel_topic` */
  readonly subtype?: string;
  /** Of a `channel_topic`: what it was set to. */
  readonly topic?: string;
}

export interface DrillChannel {
  /** `C…` */
  readonly id: string;
  readonly name: string;
  readonly creator: string;
  /** Seconds since the epoch. */
  readonly created: number;
  topic: { readonly value: string; readonly creator: string; readonly last_set: number };
  archived: boolean;
  readonly members: Set<string>;
  /** In the order in which they arrived. */
  readonly messages: DrillMessage[];
}

/** One post that an incoming webhook took. */
export interface WebhookPost {
  /** The last part of the webhook’s address. */
  readonly webhook: string;
  readonly body: Readonly<Record<string, unknown>>;
}

const allScopes = [
  'channels:history',
  'channels:join',
  'channels:manage',
  'channels:read',
  'chat:write',
  'users:read.email',
] as const;

/** A workspace of Slack’s in memory: who is in it, its channels with all that was written, and its webhooks’ posts. */
export class SlackDrill {
  readonly token = 'drill-bot-2048-this-token-opens-nothing';
  readonly team = { id: 'T0DRILL0001', name: 'On-Call drill' } as const;
  readonly bot: DrillUser = { id: 'U0DRILLBOT1', name: 'on-call', email: 'bot@drill.invalid' };
  readonly users: DrillUser[] = [
    this.bot,
    { id: 'U0ROBIN0001', name: 'robin', email: 'robin.castillo@example.com' },
    { id: 'U0ALEX00001', name: 'alex', email: 'alex@drill.invalid' },
  ];
  /** What the app may do; a test takes away from it. */
  readonly scopes = new Set<string>(allScopes);
  readonly channels: DrillChannel[] = [];
  readonly posts: WebhookPost[] = [];
  /** The tokens that the workspace takes. */
  readonly tokens = new Set([this.token]);
  /** Whose each token is. */
  readonly bots = new Map<string, DrillUser>([[this.token, this.bot]]);
  #lastTs = 0;
  #ids = 0;

  constructor(private readonly clock: Clock) {
    const general = this.createChannel('general', 'U0ROBIN0001');
    general.members.add('U0ALEX00001');
    this.createChannel('incidents', this.bot.id);
  }

  /** Another app in the same workspace; answers its token. */
  addBot(bot: DrillUser): string {
    const token = `${this.token}-${bot.id}`;
    this.users.push(bot);
    this.tokens.add(token);
    this.bots.set(token, bot);
    return token;
  }

  createChannel(name: string, creator: string): DrillChannel {
    const channel: DrillChannel = {
      id: `C0DRILL${String(++this.#ids).padStart(4, '0')}`,
      name,
      creator,
      created: Math.floor(this.clock.now() / 1000),
      topic: { value: '', creator: '', last_set: 0 },
      archived: false,
      members: new Set(),
      messages: [],
    };
    this.channels.push(channel);
    this.join(channel, creator);
    return channel;
  }

  join(channel: DrillChannel, user: string): void {
    if (channel.members.has(user)) return;
    channel.members.add(user);
    const text = `<@${user}> has joined the channel`;
    this.#write(channel, { user, text, thread: null, metadata: null, subtype: 'channel_join' });
  }

  post(
    channel: DrillChannel,
    said: Pick<DrillMessage, 'user' | 'text' | 'thread' | 'metadata'>,
  ): DrillMessage {
    return this.#write(channel, said);
  }

  setTopic(channel: DrillChannel, value: string, creator: string): void {
    channel.topic = { value, creator, last_set: Math.floor(this.clock.now() / 1000) };
    const text = `<@${creator}> set the channel topic: ${value}`;
    const said = { user: creator, text, thread: null, metadata: null };
    this.#write(channel, { ...said, subtype: 'channel_topic', topic: value });
  }

  channel(id: unknown): DrillChannel | undefined {
    return this.channels.find(channel => channel.id === id);
  }

  #write(channel: DrillChannel, said: Omit<DrillMessage, 'ts'>): DrillMessage {
    // No two have the same, even where the clock stands still or goes back.
    this.#lastTs = Math.max(this.#lastTs + 1, this.clock.now() * 1000);
    const digits = String(this.#lastTs).padStart(16, '0');
    const message = { ...said, ts: `${digits.slice(0, -6)}.${digits.slice(-6)}` };
    channel.messages.push(message);
    return message;
  }
}
