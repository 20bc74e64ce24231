import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Disposable } from '../../core/events.ts';
import { type Incident, incidentKey } from '../../core/incidents/incident.ts';
import type { Outbox } from '../../core/incidents/outbox/outbox.ts';
import type { TimelineEntry } from '../../core/timeline/entry.ts';
import { entryNote, type ToldNote } from '../../core/timeline/entryNote.ts';
import type { Actions } from '../actions.ts';
import { config } from '../config.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import type { Timelines } from '../timelines.ts';

/** Tells entries of the timeline to everybody, as notes of the provider’s: those that a person chooses or a setting names. */
export class EntrySender implements Disposable {
  /** By incident key: between the moment it is sent and the provider’s log. */
  readonly #sent = new Map<string, ToldNote[]>();
  /** By incident key: what an entry was told as is known before the next one goes. */
  readonly #last = new Map<string, Promise<unknown>>();
  readonly #appended: Disposable;

  constructor(
    private readonly parts: {
      readonly timelines: Timelines;
      readonly sessions: Sessions;
      readonly outbox: Outbox;
      readonly actions: Actions;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#appended = parts.timelines.onDidAppend(({ incident, entry }) => {
      if (!isToBeSent(entry)) return;
      parts.boundary.watch('Sending an entry', this.send(incident, entry.amends ?? entry.id));
    });
  }

  /**
   * Sends the entry as it reads now; what was sent before in other words goes out as a correction. False where it was sent
   * like this already. Rejects with NotPossibleError where there is no such entry.
   */
  send(incident: Incident, id: string): Promise<boolean> {
    const before = this.#last.get(incident.key) ?? Promise.resolve();
    const sending = before.then(() => this.#send(incident, id));
    const settled = sending.catch(() => undefined);
    this.#last.set(incident.key, settled);
    return sending;
  }

  async #send(incident: Incident, id: string): Promise<boolean> {
    const view = await this.parts.timelines.view(incident);
    const viewed = view?.entries.find(one => one.id === id || one.entry.id === id);
    if (!viewed) {
      throw new NotPossibleError(
        vscode.l10n.t('That entry is not in this incident’s timeline.'),
        vscode.l10n.t('Refresh the timeline and choose the entry again.'),
      );
    }
    if (viewed.entry.source.type === 'provider') return false;
    const note = entryNote(viewed, await this.#told(incident));
    if (!note?.origin) return false;
    const told: ToldNote = { text: note.text, origin: note.origin };
    this.#sent.set(incident.key, [...(this.#sent.get(incident.key) ?? []), told]);
    try {
      await this.parts.actions.perform([incident], note, null);
    } catch (error) {
      // What was refused was told to nobody.
      const rest = (this.#sent.get(incident.key) ?? []).filter(one => one !== told);
      this.#sent.set(incident.key, rest);
      throw error;
    }
    return true;
  }

  async #told(incident: Incident): Promise<readonly ToldNote[]> {
    const { outbox, sessions, boundary } = this.parts;
    const waiting = outbox.items().flatMap(({ accountId, incidentId, action, state }) => {
      const its = incidentId !== null && incidentKey(accountId, incidentId) === incident.key;
      return its && state !== 'refused' && action.type === 'note' && action.origin
        ? [{ text: action.text, origin: action.origin }]
        : [];
    });
    const log = await sessions
      .of(incident)
      .provider.log(incident.id)
      .catch((error: unknown) => {
        // Offline it is kept and sent later; what was sent from here is known anyway.
        boundary.log('Looking for what was sent', error);
        return [];
      });
    const there = log.flatMap(({ text, origin }) => (origin ? [{ text, origin }] : []));
    return [...(this.#sent.get(incident.key) ?? []), ...waiting, ...there];
  }

  dispose(): void {
    this.#appended.dispose();
  }
}

/** What came from the provider is there already. */
function isToBeSent({ source, kind, retracts }: TimelineEntry): boolean {
  return source.type !== 'provider' && !retracts && config.sentKinds().includes(kind);
}
