import { t } from '@vscode/l10n';
import { monotonicFactory } from 'ulid';
import { utc, type Clock, type UtcTime } from '../clock.ts';
import { NotPossibleError, OnCallError } from '../errors.ts';
import { Emitter, type Disposable } from '../events.ts';
import { nodeOutboxFiles, type OutboxFiles } from '../incidents/outbox/outboxFiles.ts';
import { OutboxFolder } from '../incidents/outbox/outboxFolder.ts';
import { Lease, type LeaseFiles, type LeaseProcess } from '../incidents/sharing/lease.ts';
import type { Logger } from '../logger.ts';
import {
  channelKind,
  channelName,
  firstName,
  nextName,
  refOf,
  sameWho,
  stillToInvite,
  topicOf,
  type IncidentChannel,
} from './channels.ts';
import { invited } from './channelInvitation.ts';
import { ChannelSearch, ownerOf } from './channelSearch.ts';
import { plainTopic } from './slack/slackText.ts';
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
  /** See incidentRef. */
  readonly ref: string;
  /** When the incident began: its day is in the name. */
  readonly start: UtcTime;
  /** One line; what is too long for Slack is cut. */
  readonly topic: string;
  /** E-mail addresses, or ids of Slack users. */
  readonly invite: readonly string[];
}

/** So many names of a day are tried. */
const mostNames = 50;
/** After so long without use an incident’s channel is not remembered any more, ms: as long as a sent message is. */
const keptFor = 30 * 86_400_000;
/** Another window is asked to let go so often, a second apart. */
const mostWaits = 30;

/**
 * Makes the channel of an incident, once, whichever window or machine asks and however often answers are lost. What was
 * asked for is on disk before it is asked. Each machine tries the day’s names in the same order, and what a name’s
 * channel is about is the first reference that it had in its topic, so all come to the same channel; see ChannelSearch.
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

  /**
   * Open ones of long ago are not remembered any more; to ask for one again finds it in Slack by its reference.
   * @param isInUse whether it is needed all the same
   */
  async forgetOld(isInUse: (channel: IncidentChannel) => boolean): Promise<void> {
    await this.open();
    const isOld = (channel: IncidentChannel) =>
      channel.state === 'open' &&
      channel.createdAt < utc(this.options.clock.now() - keptFor) &&
      !isInUse(channel);
    if (!this.#folder.items().some(isOld)) return;
    // Not while somebody is invited to it: that is written, too.
    const forgotten = this.#last.then(() =>
      this.#alone(async () => {
        const old = this.#folder.items().filter(isOld);
        const ids = old.map(({ id }) => id);
        await this.#folder.remove(ids, false);
      }),
    );
    this.#last = forgotten.catch(() => undefined);
    await forgotten;
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
    // Kept by an earlier version, and nothing of it is to be seen yet.
    if (channel.ref === undefined && channel.channel === null)
      channel = await this.#folder.record(channel, { ref: request.ref });
    // Meanwhile another machine may have taken it, or have gone on with another name.
    if (known && !channel.topicSet && channel.channel !== null)
      channel = await this.#folder.record(channel, { channel: null, maybeMade: true });
    const search = this.#searchFor(slack, channel);
    while (channel.channel === null || !channel.topicSet)
      channel =
        channel.channel === null
          ? await this.#make(slack, search, channel)
          : await this.#claim(slack, channel, channel.channel);
    const id = channel.channel;
    while (channel.toInvite.length > 0) channel = await this.#inviteOne(slack, channel, id);
    return channel.state === 'open' ? channel : this.#folder.record(channel, { state: 'open' });
  }

  #searchFor(slack: SlackWorkspace, channel: IncidentChannel): ChannelSearch {
    const { clock } = this.options;
    const wait = (ms: number) => this.#wait(ms);
    return new ChannelSearch({ slack, clock, wait, ref: refOf(channel), day: firstName(channel.name) });
  }

  async #begin({
    account,
    incidentKey,
    ref,
    start,
    topic,
    invite,
  }: ChannelRequest): Promise<IncidentChannel> {
    const now = this.options.clock.now();
    const channel: IncidentChannel = {
      id: this.#ulid(Math.max(1, now)),
      ...{ account, incidentKey, ref, topic },
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

  async #make(
    slack: SlackWorkspace,
    search: ChannelSearch,
    begun: IncidentChannel,
  ): Promise<IncidentChannel> {
    let channel = begun;
    for (let names = 0; names < mostNames; names++) {
      let found = channel.maybeMade ? await search.look(channel.name, false) : null;
      if (found === null) {
        // On disk before the request: whoever finds it so looks for the channel first.
        channel = await this.#folder.record(channel, { maybeMade: true });
        const made = await this.#create(slack, channel);
        if (made !== null) return this.#folder.record(channel, { channel: made, maybeMade: false });
        found = await search.look(channel.name, true);
      }
      const notJoined = [...(channel.notJoined ?? []), ...search.takeNotJoined()];
      if (found !== null && found !== 'others') {
        const { id, name, topicSet } = found;
        return this.#folder.record(channel, { channel: id, name, topicSet, maybeMade: false, notJoined });
      }
      channel = await this.#folder.record(channel, { ...nextOf(channel), notJoined });
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

  /**
   * Puts our reference into the topic. Two machines that found a channel without a topic may both do so, for different
   * incidents: the first has it, and the other gives it back its topic and goes on with the next name.
   */
  async #claim(slack: SlackWorkspace, channel: IncidentChannel, id: string): Promise<IncidentChannel> {
    await slack.setTopic(id, topicOf(channel));
    const owner = await ownerOf(slack, id);
    if (owner === null || owner.ref === refOf(channel))
      return this.#folder.record(channel, { topicSet: true });
    await slack.setTopic(id, plainTopic(owner.topic));
    return this.#folder.record(channel, { ...nextOf(channel), channel: null });
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

function nextOf({ name }: IncidentChannel): Pick<IncidentChannel, 'name' | 'maybeMade'> {
  return { name: nextName(name), maybeMade: false };
}
