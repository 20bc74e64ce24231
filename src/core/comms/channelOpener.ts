import { t } from '@vscode/l10n';
import { monotonicFactory } from 'ulid';
import { utc, type Clock, type UtcTime } from '../clock.ts';
import {
  MissingScopeError,
  NotAllowedError,
  NotPossibleError,
  OnCallError,
  RefusedError,
} from '../errors.ts';
import { Emitter, type Disposable } from '../events.ts';
import { nodeOutboxFiles, type OutboxFiles } from '../incidents/outbox/outboxFiles.ts';
import { OutboxFolder } from '../incidents/outbox/outboxFolder.ts';
import { Lease, type LeaseFiles, type LeaseProcess } from '../incidents/sharing/lease.ts';
import type { Logger } from '../logger.ts';
import {
  channelKind,
  channelName,
  nextName,
  refOf,
  sameWho,
  stillToInvite,
  topicOf,
  type IncidentChannel,
} from './channels.ts';
import type { SlackWorkspace } from './slack/slackWorkspace.ts';
import { whileHeld } from '../incidents/sharing/whileHeld.ts';

export interface ChannelOpenerOptions {
  /** Shared by all windows, and another than the messages’ own. */
  readonly folder: string;
  readonly files?: OutboxFiles;
  readonly leaseFiles?: LeaseFiles;
  readonly process?: LeaseProcess;
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly logger: Logger;
  slackOf(account: string): SlackWorkspace | undefined;
}

export interface ChannelRequest {
  /** The name under which the workspace’s token is kept. */
  readonly account: string;
  readonly incidentKey: string;
  /** When the incident began: its day is in the name. */
  readonly start: UtcTime;
  /** One line; what is too long for Slack is cut. */
  readonly topic: string;
  /** E-mail addresses, or ids of Slack users. */
  readonly invite: readonly string[];
}

/** So many names of a day are tried. */
const mostNames = 50;
/** Another window is asked to let go so often, a second apart. */
const mostWaits = 30;
/** A channel without a topic may be another machine’s that is about to set it, ms. */
const topicSettlesIn = 5_000;

/**
 * Makes the channel of an incident, once, whichever window asks and however often answers are lost: what was asked
 * for is on disk before it is asked, and looked for by name, maker and topic before another name is tried.
 */
export class ChannelOpener implements Disposable {
  readonly #folder: OutboxFolder<IncidentChannel, never>;
  readonly #ulid: (time: number) => string;
  readonly #owner: string;
  readonly #changed: Emitter<void>;
  readonly onDidChange;
  /** One after the other. */
  #last: Promise<unknown> = Promise.resolve();
  #opening: Promise<void> | null = null;

  constructor(private readonly options: ChannelOpenerOptions) {
    const { folder, files = nodeOutboxFiles, clock, logger, random } = options;
    this.#changed = new Emitter(error => logger.error('A listener of the channels failed', error));
    this.onDidChange = this.#changed.event;
    this.#ulid = monotonicFactory(random);
    this.#owner = this.#ulid(Math.max(1, clock.now()));
    this.#folder = new OutboxFolder({ folder, kind: channelKind, files, clock, logger });
    this.#folder.onDidChange(() => this.#changed.fire());
  }

  /** Rejects with NotPossibleError where the folder cannot be used. */
  open(): Promise<void> {
    this.#opening ??= this.#folder.open().catch((error: unknown) => {
      this.#opening = null;
      throw error;
    });
    return this.#opening;
  }

  /** The channel of an incident in a workspace, as far as it has come; undefined where none was asked for. */
  channelOf(account: string, incidentKey: string): IncidentChannel | undefined {
    return this.#folder
      .items()
      .find(channel => channel.account === account && channel.incidentKey === incidentKey);
  }

  /**
   * The incident’s channel, with its topic set and people invited. Where it rejects, as SlackWorkspace does or with
   * NotPossibleError, what was done stays done: to ask again goes on from there. A channel that is open already is
   * the answer, with those invited who were not yet; its name and topic stay.
   */
  openChannel(request: ChannelRequest): Promise<IncidentChannel> {
    const opened = this.#last.then(() => this.#alone(() => this.#openChannel(request)));
    this.#last = opened.catch(() => undefined);
    return opened;
  }

  dispose(): void {
    this.#folder.dispose();
    this.#changed.dispose();
  }

  /** Among all windows. */
  async #alone<T>(action: () => Promise<T>): Promise<T> {
    await this.open();
    const { clock, leaseFiles, process } = this.options;
    const lease = new Lease({
      path: this.#folder.leasePath('channels'),
      owner: this.#owner,
      clock,
      ...(leaseFiles && { files: leaseFiles }),
      ...(process && { process }),
    });
    for (let waits = 0; !(await lease.acquire()); waits++) {
      if (waits === mostWaits)
        throw new NotPossibleError(t('Another window is making a channel.'), t('Try again in a moment.'));
      await this.#wait(1_000);
    }
    return whileHeld(lease, clock, async () => {
      await this.#folder.look();
      return action();
    });
  }

  async #openChannel(request: ChannelRequest): Promise<IncidentChannel> {
    const slack = this.options.slackOf(request.account);
    if (!slack)
      throw new NotPossibleError(
        t('No Slack workspace is connected.'),
        t('Enter its bot token, or send to a webhook.'),
      );
    const known = this.channelOf(request.account, request.incidentKey);
    let channel = known ? await this.#alsoInviting(known, request.invite) : await this.#begin(request);
    if (channel.channel === null) channel = await this.#make(slack, channel);
    const id = channel.channel!;
    if (!channel.topicSet) {
      await slack.setTopic(id, topicOf(channel));
      channel = await this.#folder.record(channel, { topicSet: true });
    }
    while (channel.toInvite.length > 0) channel = await this.#inviteOne(slack, channel, id);
    return channel.state === 'open' ? channel : this.#folder.record(channel, { state: 'open' });
  }

  async #begin({ account, incidentKey, start, topic, invite }: ChannelRequest): Promise<IncidentChannel> {
    const now = this.options.clock.now();
    const channel: IncidentChannel = {
      id: this.#ulid(Math.max(1, now)),
      ...{ account, incidentKey, topic },
      createdAt: utc(now),
      state: 'opening',
      name: channelName(start, 1),
      maybeMade: false,
      channel: null,
      topicSet: false,
      toInvite: stillToInvite({ toInvite: [] }, invite),
      invited: [],
      notInvited: [],
      revision: 0,
    };
    await this.#folder.add([channel]);
    return channel;
  }

  /** On disk before anybody is invited, so that whoever goes on from there leaves nobody out. */
  async #alsoInviting(channel: IncidentChannel, invite: readonly string[]): Promise<IncidentChannel> {
    const more = stillToInvite(channel, invite);
    if (more.length === 0) return channel;
    const again = new Set(more.map(sameWho));
    return this.#folder.record(channel, {
      toInvite: [...channel.toInvite, ...more],
      notInvited: channel.notInvited.filter(({ who }) => !again.has(sameWho(who))),
    });
  }

  async #make(slack: SlackWorkspace, begun: IncidentChannel): Promise<IncidentChannel> {
    let channel = begun;
    for (let names = 0; names < mostNames; names++) {
      if (channel.maybeMade) {
        const found = await this.#find(slack, channel);
        if (found === 'others') {
          channel = await this.#folder.record(channel, { name: nextName(channel.name), maybeMade: false });
          continue;
        }
        if (found !== null) return this.#folder.record(channel, { channel: found, maybeMade: false });
      }
      // On disk before the request: whoever finds it so looks for the channel first.
      channel = await this.#folder.record(channel, { maybeMade: true });
      const made = await this.#create(slack, channel);
      if (made !== null) return this.#folder.record(channel, { channel: made, maybeMade: false });
      channel = await this.#folder.record(channel, { name: nextName(channel.name), maybeMade: false });
    }
    throw new NotPossibleError(
      t('There are more than {0} channels called like {1}.', mostNames, begun.name),
      t('Choose a channel that is there.'),
    );
  }

  /** The id of the new channel; null where the name is taken. */
  async #create(slack: SlackWorkspace, channel: IncidentChannel): Promise<string | null> {
    try {
      return (await slack.createChannel(channel.name))?.id ?? null;
    } catch (error) {
      if (error instanceof OnCallError && !error.maybeArrived)
        await this.#folder.record(channel, { maybeMade: false });
      throw error;
    }
  }

  /** The id of the channel that an attempt made; null where none of that name is there. */
  async #find(slack: SlackWorkspace, channel: IncidentChannel): Promise<string | 'others' | null> {
    const { userId } = await slack.identity();
    let found = await slack.findChannel(channel.name);
    if (found?.topic === '') {
      await this.#wait(topicSettlesIn);
      found = await slack.findChannel(channel.name);
    }
    if (!found) return null;
    const { id, creator, archived, topic } = found;
    const isAnothers = this.#folder.items().some(other => other.id !== channel.id && other.channel === id);
    const ours = creator === userId && !archived && (topic === '' || topic.includes(refOf(channel)));
    return ours && !isAnothers ? id : 'others';
  }

  async #inviteOne(slack: SlackWorkspace, channel: IncidentChannel, id: string): Promise<IncidentChannel> {
    const [who, ...toInvite] = channel.toInvite as readonly [string, ...string[]];
    const reason = await invited(slack, id, who);
    return this.#folder.record(
      channel,
      reason === null
        ? { toInvite, invited: [...(channel.invited ?? []), who] }
        : { toInvite, notInvited: [...channel.notInvited, { who, reason }] },
    );
  }

  #wait(ms: number): Promise<void> {
    return new Promise(resolve => void this.options.clock.after(ms, resolve));
  }
}

/** Null where it is done; else why this person cannot be invited, which keeps nobody else out. */
async function invited(slack: SlackWorkspace, channel: string, who: string): Promise<string | null> {
  try {
    const user = who.includes('@') ? await slack.userByEmail(who) : who;
    if (user === null) return t('Nobody with this address is in the workspace.');
    await slack.invite(channel, user);
    return null;
  } catch (error) {
    if (
      error instanceof RefusedError ||
      error instanceof NotAllowedError ||
      error instanceof MissingScopeError
    )
      return error.message;
    throw error;
  }
}
