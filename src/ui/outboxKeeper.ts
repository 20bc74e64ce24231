import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { NotPossibleError } from '../core/errors.ts';
import type { Disposable } from '../core/events.ts';
import { inTime } from '../core/inTime.ts';
import { type Incident, incidentKey } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { Claims } from '../core/incidents/notifications/claims.ts';
import type { Outbox, OutboxItem } from '../core/incidents/outbox/outbox.ts';
import type { TimelineEntry } from '../core/timeline/entry.ts';
import type { LogFollower } from '../core/timeline/logFollower.ts';
import type { Scribe } from '../core/timeline/scribe.ts';
import { actionWords } from './actionWords.ts';
import { DisposableStore } from './disposables.ts';
import type { DetailsPanels } from './details/detailsPanels.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { LateRefusals } from './lateRefusals.ts';
import { localTime } from './localTime.ts';
import { notify } from './notify.ts';
import type { Sessions } from './sessions.ts';

/** What arrives within this time needs no word about when it was done. */
const lateMs = 60_000;

/** So long the log has to tell of a field that was changed, ms; it is written down here otherwise. */
const logMs = 10_000;

/**
 * PagerDuty’s log tells of everything else, at its own time; of a delegation only to whom it came, not by which policy.
 * Its description knows changed fields, but not which: see `isToldBy`.
 */
const untold: ReadonlySet<OutboxItem['action']['type']> = new Set([
  'addResponders',
  'cancelResponders',
  'delegate',
  'merge',
  'setPriority',
  'setTitle',
  'statusUpdate',
  'startWorkflow',
]);

/**
 * What follows from an action that has ended: the outbox and the timelines go on when an account can be reached again,
 * the timeline gets what the provider’s log does not tell or tells at another time, what was refused late is told of,
 * and what nobody knows is asked.
 */
export class OutboxKeeper implements Disposable {
  readonly #owned = new DisposableStore();
  /** Accounts that answered at the last look. */
  readonly #reachable = new Set<string>();
  readonly #late: LateRefusals;

  constructor(
    private readonly parts: {
      readonly outbox: Outbox;
      readonly store: IncidentStore;
      readonly sessions: Sessions;
      readonly scribe: Scribe;
      readonly follower: LogFollower;
      readonly details: DetailsPanels;
      readonly boundary: ErrorBoundary;
      /** Shared by all windows. */
      readonly claims: Claims;
      readonly clock: Clock;
    },
  ) {
    const { outbox, sessions } = parts;
    this.#late = this.#owned.add(new LateRefusals(parts));
    this.#owned.add(sessions.onDidChange(() => this.#look()));
    this.#owned.add(outbox.onDidFinish(item => this.#finished(item)));
    this.#owned.add(outbox.onDidSetAside(path => this.#damaged(path)));
  }

  #look(): void {
    const { outbox, sessions, follower } = this.parts;
    const all = sessions.all();
    for (const id of this.#reachable) {
      if (!all.some(({ account }) => account.id === id)) this.#reachable.delete(id);
    }
    for (const { account, poller } of all) {
      const ok = poller.health.state === 'ok';
      if (ok && !this.#reachable.has(account.id)) {
        outbox.sendNow(account.id);
        follower.reached(account.id);
      }
      if (ok) this.#reachable.add(account.id);
      else this.#reachable.delete(account.id);
    }
  }

  #damaged(path: string): void {
    const error = new NotPossibleError(
      vscode.l10n.t(
        'An action that waited to be sent is damaged, so it was not sent. It was set aside: {0}',
        path,
      ),
      vscode.l10n.t('Look into the file for what it was, and do it again.'),
    );
    this.parts.boundary.report('Reading the outbox', error);
  }

  #finished(item: OutboxItem): void {
    if (item.state === 'unknown') return this.#ask(item);
    if (item.state === 'refused') return this.#late.add(item);
    if (item.state !== 'done' || item.incidentId === null) return;
    const { store } = this.parts;
    const known = (id: string) => store.get(incidentKey(item.accountId, id));
    this.#arrived(item, known(item.incidentId) ?? item.incident, actionWords(item.action));
    if (item.action.type !== 'merge') return;
    const words = vscode.l10n.t('{0} was merged into this incident', item.label);
    this.#arrived(item, known(item.action.into.id), words);
  }

  #arrived(item: OutboxItem, incident: Incident | null | undefined, words: string): void {
    const { follower, details, boundary } = this.parts;
    // What was done to a storm stands in the provider’s log alone, until somebody works on one of its incidents.
    if (!incident || !follower.follows(incident.key)) return;
    const logRead = follower.read(incident);
    const recorded = this.#record(item, incident, words, logRead);
    boundary.watch(`Writing down ${item.action.type}`, recorded);
    details.refresh([incident.key]);
  }

  /** @param logRead settles when the provider’s log was read after the action, or could not be */
  async #record(item: OutboxItem, incident: Incident, words: string, logRead: Promise<void>): Promise<void> {
    const late = item.sentAt !== null && Date.parse(item.sentAt) - Date.parse(item.at) > lateMs;
    if (!late && !untold.has(item.action.type)) return;
    const text = late
      ? vscode.l10n.t('{0} (done here then; it reached the provider at {1})', words, localTime(item.sentAt!))
      : words;
    const { scribe, clock } = this.parts;
    const change = late ? null : changeOf(item.action);
    if (change) await inTime(clock, logMs, logRead, undefined);
    const told = (entry: TimelineEntry) => change !== null && isToldBy(entry, change);
    await scribe.recordAction(incident, text, Date.parse(item.at), item.id, told);
  }

  #ask(item: OutboxItem): void {
    const { outbox, boundary } = this.parts;
    const arrived = vscode.l10n.t('It Has Arrived');
    const again = vscode.l10n.t('Send Again');
    const sentence = vscode.l10n.t(
      '{0}, {1}: it may or may not have arrived, and the provider cannot tell. Look there, then say.',
      item.label,
      actionWords(item.action),
    );
    void notify.warn(sentence, arrived, again).then(choice => {
      if (choice === arrived) boundary.watch('Confirming', outbox.confirmArrived(item.id));
      if (choice === again) boundary.watch('Sending again', outbox.retry(item.id));
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** A field and what it was changed to. */
interface FieldChange {
  /** As PagerDuty’s sentences name it. */
  readonly field: 'title' | 'priority';
  readonly value: string;
}

/** Null where the action changes none, or empties it. */
function changeOf(action: OutboxItem['action']): FieldChange | null {
  if (action.type === 'setTitle') return { field: 'title', value: action.title };
  if (action.type !== 'setPriority' || !action.priority) return null;
  return { field: 'priority', value: action.priority.name };
}

/** A log that ever told of this value tells of it each time, now or a moment later. A title may hold a priority’s name. */
function isToldBy({ source, data, text }: TimelineEntry, { field, value }: FieldChange): boolean {
  const type = data?.['providerType'];
  const changed = type === 'field_value_change_log_entry' || type === 'priority_change_log_entry';
  const names = text.toLowerCase().includes(field) && text.includes(value);
  return source.type === 'provider' && changed && names;
}
