import type { Clock } from '../clock.ts';
import { refIn, type NotJoined } from './channels.ts';
import type { SlackChannel, SlackWorkspace } from './slack/slackWorkspace.ts';
import { staysRefused } from './staysRefused.ts';

/** A channel that is the incident’s, or that nobody’s reference is in yet. */
export interface FoundChannel {
  readonly id: string;
  readonly name: string;
  /** Our reference is there already. */
  readonly topicSet: boolean;
}

interface ChannelSearchParts {
  readonly slack: SlackWorkspace;
  readonly clock: Clock;
  wait(ms: number): Promise<void>;
  /** See incidentRef. */
  readonly ref: string;
  /** The first of the day’s names: `incident-2026-11-28` */
  readonly day: string;
}

/** A channel without a topic may be another machine’s that is about to set it, ms. */
const topicSettlesIn = 5_000;

/**
 * Looks for an incident’s channel among those with the names of its day. It is ours where our reference was the first
 * in its topic, whichever machine or bot made it. What our own bot made and nobody gave a topic, is half made, and goes
 * to the first incident that claims it. Anything else is somebody else’s.
 */
export class ChannelSearch {
  #all: readonly SlackChannel[] | null = null;
  #listedAt = 0;
  /** Channels without a topic, by id: when they were first seen so, ms since the epoch. */
  readonly #bareSince = new Map<string, number>();
  readonly #notOurs = new Set<string>();
  #notJoined: NotJoined[] = [];

  constructor(private readonly parts: ChannelSearchParts) {}

  /**
   * The incident’s channel, which may have another name of the day; `others` where somebody else has this name, null
   * where nobody has.
   * @param taken Slack said that somebody has the name
   */
  async look(name: string, taken: boolean): Promise<FoundChannel | 'others' | null> {
    const { userId } = await this.parts.slack.identity();
    const named = await this.#named(name, taken);
    for (const channel of this.#all ?? []) {
      if (await this.#isOurs(channel, userId)) return { id: channel.id, name: channel.name, topicSet: true };
    }
    // A private channel has the name as well, and is not shown.
    if (!named) return taken ? 'others' : null;
    if (named.creator !== userId || named.archived) return 'others';
    const owner = await ownerOf(this.parts.slack, named.id);
    const { id } = named;
    if (owner?.ref === this.parts.ref) return { id, name, topicSet: true };
    return owner === null && named.topic === '' ? { id, name, topicSet: false } : 'others';
  }

  /** What was found since this was last asked for. */
  takeNotJoined(): readonly NotJoined[] {
    return this.#notJoined.splice(0);
  }

  /** The channel of that name, once its topic had time to be set. */
  async #named(name: string, taken: boolean): Promise<SlackChannel | undefined> {
    const inList = () => this.#all?.find(channel => channel.name === name);
    if (!inList()) await this.#list();
    let named = inList();
    if (!named && taken) {
      // It was made a moment ago, and is not in Slack’s list yet.
      await this.parts.wait(topicSettlesIn);
      await this.#list();
      named = inList();
    }
    if (named?.topic !== '' || named.archived) return named;
    const settledAt = this.#bareSince.get(named.id)! + topicSettlesIn;
    if (this.#listedAt >= settledAt) return named;
    await this.parts.wait(Math.max(0, settledAt - this.parts.clock.now()));
    await this.#list();
    return inList();
  }

  async #list(): Promise<void> {
    const { slack, clock, day } = this.parts;
    this.#all = await slack.channelsCalled(day);
    this.#listedAt = clock.now();
    for (const { id, topic } of this.#all)
      if (topic === '' && !this.#bareSince.has(id)) this.#bareSince.set(id, this.#listedAt);
  }

  async #isOurs(channel: SlackChannel, userId: string): Promise<boolean> {
    const { id, topic, archived, creator, member } = channel;
    const { slack, ref } = this.parts;
    if (archived || refIn(topic) !== ref || this.#notOurs.has(id)) return false;
    const inside = member || creator === userId || (await this.#join(channel));
    const isOurs = inside && ((await ownerOf(slack, id))?.ref ?? ref) === ref;
    if (!isOurs) this.#notOurs.add(id);
    return isOurs;
  }

  /** Of a bot that a colleague has. */
  async #join({ id, name }: SlackChannel): Promise<boolean> {
    try {
      await this.parts.slack.join(id);
      return true;
    } catch (error) {
      if (!staysRefused(error)) throw error;
      this.#notJoined.push({ name, reason: error.message });
      return false;
    }
  }
}

/**
 * The first topic with a reference that a channel had, and whose it is: people may have changed it since. Null where
 * there was none, and where the bot may not read what was written.
 */
export async function ownerOf(
  slack: SlackWorkspace,
  channel: string,
): Promise<{ readonly ref: string; readonly topic: string } | null> {
  try {
    for (const topic of (await slack.topicsOf(channel)) ?? []) {
      const ref = refIn(topic);
      if (ref !== null) return { ref, topic };
    }
    return null;
  } catch (error) {
    if (staysRefused(error)) return null;
    throw error;
  }
}
