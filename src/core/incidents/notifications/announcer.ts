import type { Clock } from '../../clock.ts';
import type { Disposable, Event } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { LocalZone } from '../../timeline/localZone.ts';
import type { Incident, Person } from '../incident.ts';
import type { IncidentChanges, IncidentStore } from '../incidentStore.ts';
import type { OutboxItem } from '../outbox/outboxItem.ts';
import type { Claims } from './claims.ts';
import type { MutedUntil } from './mute.ts';
import { isQuiet, parseQuietHours, type QuietHours } from './quietHours.ts';
import { byGravity, isAbove, type Threshold } from './threshold.ts';

export interface AnnouncerSettings {
  readonly threshold: Threshold;
  readonly onlyMine: boolean;
  /** As the person wrote it. */
  readonly quietHours: string;
}

/** One incident to tell of, as it is now. */
export interface News {
  readonly incident: Incident;
  /** Triggered again after it had been acknowledged or resolved. */
  readonly again: boolean;
}

/** What counts of an action that has ended. */
export type Finished = Pick<OutboxItem, 'action' | 'incident'>;

export interface AnnouncerParts {
  readonly store: Pick<IncidentStore, 'get' | 'onDidChange'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly claims: Claims;
  /** Whether the account was read completely once: what was open before is no news. */
  readonly hasBeenRead: (accountId: string) => boolean;
  /** Whom the account’s key belongs to; null where it is nobody’s. */
  readonly me: (accountId: string) => Person | null;
  /** An action of a person at this machine has ended: once, in the window that sent it. */
  readonly onDidFinish: Event<Finished>;
  /** Asked each time, like all below. */
  readonly settings: () => AnnouncerSettings;
  readonly zone: () => LocalZone;
  readonly mutedUntil: () => MutedUntil;
  /** Whether the person looks at this window. */
  readonly isFocused: () => boolean;
  /** Gravest first; never called with an empty list. */
  readonly announce: (news: readonly News[]) => void;
}

const mergesMs = 2_000;
/** Time for the window that the person looks at to be the one that tells. */
const givesWayMs = 1_500;
/**
 * So long one that is below the threshold for want of a severity may still get one: the team’s file may give it by its
 * alerts, which are read only then.
 */
const severityMs = 30_000;

/**
 * Tells of new incidents, once among all windows: of those that are triggered after their account was read for the
 * first time and of those triggered again; those of two seconds together. It is a courtesy and replaces no page:
 * what is muted, quiet or below the threshold is not told of later.
 */
export class Announcer implements Disposable {
  /** Key → what waits for the others of its two seconds. */
  #waiting = new Map<string, boolean>();
  /** Key → what is told of as soon as its severity is known and asks for it, oldest first. */
  readonly #held = new Map<string, { readonly again: boolean; readonly until: number }>();
  readonly #cancels = new Set<() => void>();
  readonly #listening: readonly Disposable[];
  #disposed = false;
  /** What is logged once is not logged at every incident. */
  #complained = '';

  constructor(private readonly parts: AnnouncerParts) {
    this.#listening = [
      parts.store.onDidChange(changes => this.#notice(changes)),
      parts.onDidFinish(item => this.#ignoreOwn(item)),
    ];
  }

  /** What the person triggers is no news in any window: each waits, and finds it claimed. */
  #ignoreOwn({ action, incident }: Finished): void {
    if (action.type !== 'trigger' || !incident) return;
    this.#claim({ incident, again: false }).catch((error: unknown) => this.#complain(error));
  }

  #notice({ added, changed, removed }: IncidentChanges): void {
    const now = this.parts.clock.now();
    this.#dropHeld(now, removed);
    const candidates = [
      ...added.filter(isTriggered).map(incident => ({ incident, again: false })),
      ...changed
        .filter(({ before, after }) => isTriggeredAgain(before, after))
        .map(({ after }) => ({ incident: after, again: true })),
      ...this.#nowSevere(changed),
    ].filter(({ incident }) => this.parts.hasBeenRead(incident.accountId));
    if (candidates.length === 0) return;
    // Read once: ten thousand incidents may come in one event.
    const settings = this.parts.settings();
    const wanted = candidates.filter(({ incident }) => this.#isWanted(incident, settings));
    const held = candidates.filter(({ incident }) => this.#mayBeWanted(incident, settings));
    if (wanted.length + held.length === 0 || this.#isSilent()) return;
    for (const { incident, again } of held) this.#hold(incident.key, again, now + severityMs);
    if (wanted.length === 0) return;
    if (this.#waiting.size === 0) this.#after(mergesMs, () => this.#giveWay());
    for (const { incident, again } of wanted) this.#waiting.set(incident.key, again);
  }

  #hold(key: string, again: boolean, until: number): void {
    // The newest stands last.
    this.#held.delete(key);
    this.#held.set(key, { again, until });
  }

  #dropHeld(now: number, removed: readonly Incident[]): void {
    for (const { key } of removed) this.#held.delete(key);
    for (const [key, { until }] of this.#held) {
      if (until > now) break;
      this.#held.delete(key);
    }
  }

  /** Those that were held back and have a severity by now. */
  #nowSevere(changed: IncidentChanges['changed']): readonly News[] {
    if (this.#held.size === 0) return [];
    return changed.flatMap(({ after }) => {
      const held = this.#held.get(after.key);
      if (!held || after.severity === null) return [];
      this.#held.delete(after.key);
      return isTriggered(after) ? [{ incident: after, again: held.again }] : [];
    });
  }

  /** Not wanted as it is, but would be if it were the gravest. */
  #mayBeWanted(incident: Incident, settings: AnnouncerSettings): boolean {
    if (incident.severity !== null || this.#isWanted(incident, settings)) return false;
    return this.#isWanted({ ...incident, severity: 'P1' }, settings);
  }

  #giveWay(): void {
    const waiting = this.#waiting;
    this.#waiting = new Map();
    const tell = () =>
      void this.#tell(waiting).catch((error: unknown) =>
        this.parts.logger.error('Telling of new incidents failed', error),
      );
    if (this.parts.isFocused()) tell();
    else this.#after(givesWayMs, tell);
  }

  async #tell(waiting: ReadonlyMap<string, boolean>): Promise<void> {
    if (this.#isSilent()) return;
    const claimed: News[] = [];
    for (const [key, again] of waiting) {
      // Acknowledged or resolved meanwhile: nobody needs to be told.
      const incident = this.parts.store.get(key);
      if (!incident || !isTriggered(incident)) continue;
      const news = { incident, again };
      const mine = await this.#claim(news).catch((error: unknown) => {
        // Rather told in two windows than in none.
        this.#complain(error);
        return true;
      });
      if (mine) claimed.push(news);
    }
    if (claimed.length === 0 || this.#disposed) return;
    this.parts.announce(claimed.sort((a, b) => byGravity(a.incident, b.incident)));
  }

  #claim({ incident, again }: News): Promise<boolean> {
    const { key, createdAt, updatedAt } = incident;
    return this.parts.claims.claim(JSON.stringify([key, again ? updatedAt : createdAt]));
  }

  #isWanted(incident: Incident, { threshold, onlyMine }: AnnouncerSettings): boolean {
    if (!isAbove(incident, threshold)) return false;
    const person = this.parts.me(incident.accountId);
    // Where nobody knows who I am, each may be mine.
    return !onlyMine || person === null || incident.assignees.some(({ id }) => id === person.id);
  }

  #isSilent(): boolean {
    const { clock, zone, mutedUntil } = this.parts;
    const now = clock.now();
    const hours = this.#quietHours();
    return (mutedUntil() ?? -Infinity) > now || (hours !== null && isQuiet(hours, now, zone()));
  }

  #quietHours(): QuietHours | null {
    const { quietHours } = this.parts.settings();
    const parsed = parseQuietHours(quietHours);
    if (parsed.ok) return parsed.hours;
    if (this.#complained !== quietHours) this.parts.logger.warn(parsed.reason);
    this.#complained = quietHours;
    return null;
  }

  #complain(error: unknown): void {
    this.parts.logger.error('Which window tells of an incident could not be settled', error);
  }

  #after(ms: number, callback: () => void): void {
    const cancel = this.parts.clock.after(ms, () => {
      this.#cancels.delete(cancel);
      callback();
    });
    this.#cancels.add(cancel);
  }

  dispose(): void {
    this.#disposed = true;
    for (const one of this.#listening) one.dispose();
    for (const cancel of this.#cancels) cancel();
    this.#cancels.clear();
  }
}

function isTriggered({ status }: Incident): boolean {
  return status === 'triggered';
}

/**
 * At the provider. An acknowledgement made here goes back to triggered when it is refused or taken back, and so does one
 * that is reassigned or escalated here; but then what is shown is as old as before.
 */
function isTriggeredAgain(before: Incident, after: Incident): boolean {
  return !isTriggered(before) && isTriggered(after) && before.updatedAt !== after.updatedAt;
}
