import { t } from '@vscode/l10n';
import { UnexpectedChatAnswerError } from '../../errors.ts';
import { idOf, lineOf, objectOf, objectsOf, type WireObject } from '../../incidents/providers/wire.ts';
import { SlackRefusal } from './slackErrors.ts';
import { SlackClient, type SlackClientOptions } from './slackClient.ts';

/** Whose token it is. */
export interface SlackIdentity {
  readonly team: string;
  readonly teamId: string;
  readonly userId: string;
  readonly user: string;
}

export interface SlackChannel {
  readonly id: string;
  /** Without the `#`. */
  readonly name: string;
  /** The id of the user who made it; empty where Slack does not say. */
  readonly creator: string;
  /** As Slack gives it, with `&amp;`, `&lt;` and `&gt;`. */
  readonly topic: string;
  readonly archived: boolean;
  /** Whether whoever has the token is in it. */
  readonly member: boolean;
}

export interface SlackPost {
  /** The channel’s id. */
  readonly channel: string;
  /** mrkdwn, escaped already. */
  readonly text: string;
  /** The `ts` of the message whose thread it belongs to; null for the channel itself. */
  readonly thread: string | null;
  /** Goes along as metadata, so that the message can be found by it. */
  readonly id: string;
}

/** What a look for a message found. */
export type Looked =
  | { readonly type: 'there'; readonly ts: string }
  | { readonly type: 'absent' }
  /** More was written since than is looked through. */
  | { readonly type: 'unclear' };

const eventType = 'on_call_message';
const pageSize = 200;
const mostPages = 10;
const channelsAtOnce = 1_000;
const mostChannelPages = 20;

/** What On-Call does in a Slack workspace. Rejects as SlackClient does. */
export class SlackWorkspace {
  readonly #client: SlackClient;

  constructor(options: SlackClientOptions) {
    this.#client = new SlackClient(options);
  }

  async identity(): Promise<SlackIdentity> {
    const said = await this.#client.read('auth.test');
    return {
      team: lineOf(said['team']) ?? '',
      teamId: needed(idOf(said['team_id'])),
      userId: needed(idOf(said['user_id'])),
      user: lineOf(said['user']) ?? '',
    };
  }

  /** Makes a public channel; null where the name is taken. */
  async createChannel(name: string): Promise<SlackChannel | null> {
    try {
      return channelOf(objectOf((await this.#client.write('conversations.create', { name }))['channel']));
    } catch (error) {
      if (isRefusal(error, 'name_taken')) return null;
      throw error;
    }
  }

  /** A public channel of that name, archived or not; null where there is none among those that can be looked through. */
  async findChannel(name: string): Promise<SlackChannel | null> {
    for await (const page of this.#publicChannels()) {
      const found = page.find(channel => channel['name'] === name);
      if (found) return channelOf(found);
    }
    return null;
  }

  /** The public channels of which the name is this or begins with it and a `-`, archived or not, as far as they can be looked through. */
  async channelsCalled(name: string): Promise<readonly SlackChannel[]> {
    const all: SlackChannel[] = [];
    for await (const page of this.#publicChannels())
      all.push(
        ...page.filter(channel => `${lineOf(channel['name'])}-`.startsWith(`${name}-`)).map(channelOf),
      );
    return all;
  }

  async *#publicChannels(): AsyncGenerator<readonly WireObject[]> {
    let cursor = '';
    for (let page = 0; page < mostChannelPages; page++) {
      const said = await this.#client.read('conversations.list', {
        types: 'public_channel',
        exclude_archived: false,
        limit: channelsAtOnce,
        ...(cursor !== '' && { cursor }),
      });
      yield objectsOf(said['channels']);
      cursor = cursorOf(said);
      if (cursor === '') return;
    }
  }

  /** Goes into a public channel; needs the scope `channels:join`. */
  async join(channel: string): Promise<void> {
    await this.#client.write('conversations.join', { channel });
  }

  /** All topics that a channel ever had, oldest first; null where more was written than is looked through. */
  async topicsOf(channel: string): Promise<readonly string[] | null> {
    const topics: string[] = [];
    let cursor = '';
    for (let page = 0; page < mostPages; page++) {
      const said = await this.#client.read('conversations.history', {
        channel,
        limit: pageSize,
        ...(cursor !== '' && { cursor }),
      });
      for (const { subtype, topic } of objectsOf(said['messages']))
        if (subtype === 'channel_topic' && typeof topic === 'string') topics.push(topic);
      cursor = cursorOf(said);
      if (cursor === '') return topics.reverse();
    }
    return null;
  }

  async setTopic(channel: string, topic: string): Promise<void> {
    await this.#client.write('conversations.setTopic', { channel, topic });
  }

  /** Null for somebody who is not in the workspace. */
  async userByEmail(email: string): Promise<string | null> {
    try {
      const said = await this.#client.read('users.lookupByEmail', { email });
      return needed(idOf(objectOf(said['user'])?.['id']));
    } catch (error) {
      if (isRefusal(error, 'users_not_found')) return null;
      throw error;
    }
  }

  /** Whoever is in the channel already, is fine. Rejects with RefusedError where Slack does not let this user in. */
  async invite(channel: string, user: string): Promise<void> {
    try {
      await this.#client.write('conversations.invite', { channel, users: user });
    } catch (error) {
      if (!isRefusal(error, 'already_in_channel') && !isRefusal(error, 'cant_invite_self')) throw error;
    }
  }

  /** Answers the message’s `ts`. To be called once a message: see findMessage. */
  async post({ channel, text, thread, id }: SlackPost): Promise<string> {
    const said = await this.#client.write('chat.postMessage', {
      channel,
      text,
      mrkdwn: true,
      parse: 'none',
      link_names: false,
      unfurl_links: false,
      unfurl_media: false,
      metadata: { event_type: eventType, event_payload: { id } },
      ...(thread !== null && { thread_ts: thread }),
    });
    return needed(tsOf(said['ts']));
  }

  /**
   * Looks for a message of ours by the id that it carries.
   * @param since what is older is not looked at, ms since the epoch
   */
  async findMessage({ channel, thread, id }: Omit<SlackPost, 'text'>, since: number): Promise<Looked> {
    let cursor = '';
    for (let page = 0; page < mostPages; page++) {
      const said = await this.#client.read(
        thread === null ? 'conversations.history' : 'conversations.replies',
        {
          channel,
          ...(thread !== null && { ts: thread }),
          oldest: (Math.max(0, since) / 1000).toFixed(6),
          limit: pageSize,
          include_all_metadata: true,
          ...(cursor !== '' && { cursor }),
        },
      );
      const found = objectsOf(said['messages']).find(message => carries(message, id));
      const ts = tsOf(found?.['ts']);
      if (ts !== null) return { type: 'there', ts };
      cursor = cursorOf(said);
      if (cursor === '') return { type: 'absent' };
    }
    return { type: 'unclear' };
  }
}

function carries({ metadata }: WireObject, id: string): boolean {
  const said = objectOf(metadata);
  return said?.['event_type'] === eventType && objectOf(said['event_payload'])?.['id'] === id;
}

function cursorOf(said: WireObject): string {
  const cursor = objectOf(said['response_metadata'])?.['next_cursor'];
  return typeof cursor === 'string' ? cursor : '';
}

function tsOf(value: unknown): string | null {
  return typeof value === 'string' && /^\d{10}\.\d{6}$/.test(value) ? value : null;
}

function channelOf(value: WireObject | null): SlackChannel {
  const topic = objectOf(value?.['topic'])?.['value'];
  return {
    id: needed(idOf(value?.['id'])),
    name: needed(lineOf(value?.['name'])),
    creator: idOf(value?.['creator']) ?? '',
    topic: typeof topic === 'string' ? topic : '',
    archived: value?.['is_archived'] === true,
    member: value?.['is_member'] === true,
  };
}

function isRefusal(error: unknown, reason: string): boolean {
  return error instanceof SlackRefusal && error.reason === reason;
}

function needed<T>(value: T | null): T {
  if (value !== null) return value;
  throw new UnexpectedChatAnswerError(t('Slack’s answer lacks what it is described to have.'));
}
