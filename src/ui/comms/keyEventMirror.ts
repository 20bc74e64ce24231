import type { ChannelOpener } from '../../core/comms/channelOpener.ts';
import { mirrored } from '../../core/comms/messageEntry.ts';
import type { Messenger } from '../../core/comms/messenger.ts';
import type { Disposable } from '../../core/events.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { TimelineEntry } from '../../core/timeline/entry.ts';
import { config } from '../config.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines } from '../timelines.ts';
import type { ChatAccounts } from './chatAccounts.ts';
import { ownChannels } from './targets.ts';

/** Says the key events of an incident in its own channel, where a person wishes so and has opened one. */
export class KeyEventMirror implements Disposable {
  readonly #appended: Disposable;

  constructor(
    private readonly parts: {
      readonly timelines: Pick<Timelines, 'onDidAppend'>;
      readonly chats: ChatAccounts;
      /** Until they are read, or for a time that a person waits. */
      readonly chatsKnown: () => Promise<void>;
      readonly channels: ChannelOpener;
      readonly messenger: Messenger;
      readonly incidentClock: IncidentClock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#appended = parts.timelines.onDidAppend(({ incident, entry }) => {
      if (!config.mirrorsKeyEvents()) return;
      parts.boundary.watch('Mirroring a key event', this.#mirror(incident, entry));
    });
  }

  async #mirror(incident: Incident, entry: TimelineEntry): Promise<void> {
    const { key, accountId } = incident;
    const message = mirrored(entry, this.parts.incidentClock.now(incident));
    if (!message?.once) return;
    const { chats, chatsKnown, channels, messenger } = this.parts;
    await chatsKnown();
    const { text, once } = message;
    for (const target of ownChannels(chats.all(isDrillAccount(accountId)), channels, key)) {
      await messenger.send({ incidentKey: key, purpose: 'other', target, text, by: entry.author, once });
    }
  }

  dispose(): void {
    this.#appended.dispose();
  }
}
