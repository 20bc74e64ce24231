import type { Clock } from '../../clock.ts';
import type { Disposable, Event } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { LocalZone } from '../../timeline/localZone.ts';
import type { ActionType } from '../action.ts';
import type { Incident, Person } from '../incident.ts';
import type { IncidentChanges, IncidentStore } from '../incidentStore.ts';
import type { OutboxItem } from '../outbox/outboxItem.ts';
import { type Claims, mayTell } from './claims.ts';
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
  /**
   * `again`: triggered after it had been acknowledged or resolved, also where the list had let it go; `mine` and `graver`: triggered all the time, and it
   * came to the person, whether or not it was told of before, or got above the threshold.
   */
  readonly why: 'new' | 'again' | 'mine' | 'graver';
}

interface Waiting {
  readonly why: News['why'];
  /** See `claimOf`. */
  readonly claim: string;
}

type Change = IncidentChanges['changed'][number];

/** What counts of an action that has ended. */
export type Finished = Pick<OutboxItem, 'action' | 'incident'>;

/** Actions that may bring what would be told of if somebody else had done them. */
const bringing: ReadonlySet<ActionType> = new Set([
  'retrigger',
  'reassign',
  'delegate',
  'escalate',
  'setPriority',
  'setUrgency',
]);

export interface AnnouncerParts {
  readonly store: Pick<IncidentStore, 'get' | 'onDidChange'>;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly claims: Claims;
  /** Whether the account was read completely once: what was open before is no news. */
  readonly hasBeenRead: (accountId: string) => boolean;
  /**
   * When the account’s last whole list was asked for, ms since the epoch by the provider’s clock; null before the first.
   * While the next one arrives, still that of the one before.
   */
  readonly readBegunAt: (accountId: string) => number | null;
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
/** By so much the provider’s clock may differ from what is known of it: see ClockOffset. */
const clocksDifferMs = 30_000;

/**
 * Tells of new incidents, once among all windows: of those that are triggered after their account was read for the
 * first time, of those triggered again, and of those that come to the person or get above the threshold while they are
 * triggered; those of two seconds together. It is a courtesy and replaces no page: what is muted or quiet is not told
 * of later.
 */
export class Announcer implements Disposable {
  /** Key → what waits for the others of its two seconds, and what it is claimed by. */
  #waiting = new Map<string, Waiting>();
  /** Key → what is told of as soon as its severity is known and asks for it, oldest first. */
  readonly #held = new Map<string, { readonly why: News['why']; readonly until: number }>();
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

  /**
   * What the person triggers, or brings about, is no news in any window: each waits, and finds it claimed. What is shown
   * meanwhile does not say all of it: whom a level reaches only the provider knows.
   */
  #ignoreOwn({ action: { type }, incident }: Finished): void {
    if (!incident || (type !== 'trigger' && !bringing.has(type))) return;
    const claim = claimOf({ incident, why: type === 'trigger' ? 'new' : 'again' });
    void mayTell(this.parts.claims, claim, error => this.#complain(error));
  }

  #notice({ added, changed, removed }: IncidentChanges): void {
    const { clock, hasBeenRead } = this.parts;
    const now = clock.now();
    this.#dropHeld(now, removed);
    const candidates = [
      ...added.filter(isTriggered).map(incident => this.#added(incident)),
      ...changed.filter(isTriggeredAgain).map(({ after }): News => ({ incident: after, why: 'again' })),
      ...this.#nowSevere(changed),
    ].filter(({ incident }) => hasBeenRead(incident.accountId));
    const still = changed.filter(isStillTriggered).filter(({ after }) => hasBeenRead(after.accountId));
    if (candidates.length + still.length === 0) return;
    // Read once: ten thousand incidents may come in one event.
    const settings = this.parts.settings();
    const wanted = [
      ...candidates.filter(({ incident }) => this.#isWanted(incident, settings)),
      ...still.flatMap(change => this.#nowWanted(change, settings) ?? []),
    ];
    const held = candidates.filter(({ incident }) => this.#mayBeWanted(incident, settings));
    if (wanted.length + held.length === 0 || this.#isSilent()) return;
    for (const { incident, why } of held) this.#hold(incident.key, why, now + severityMs);
    if (wanted.length === 0) return;
    if (this.#waiting.size === 0) this.#after(mergesMs, () => this.#giveWay());
    for (const news of wanted) this.#wait(news);
  }

  /**
   * One that the last list would have held, had it been open, was opened again: the list had let it go since, or before
   * this start. Only so it has a claim of its own beside that of its first time.
   */
  #added(incident: Incident): News {
    const begunAt = this.parts.readBegunAt(incident.accountId);
    const wasThere = begunAt !== null && Date.parse(incident.createdAt) < begunAt - clocksDifferMs;
    return { incident, why: wasThere ? 'again' : 'new' };
  }

  /** What waits already keeps what it is claimed by: another window may have seen no more than that. */
  #wait({ incident, why }: News): void {
    const { key } = incident;
    this.#held.delete(key);
    if (!this.#waiting.has(key)) this.#waiting.set(key, { why, claim: claimOf({ incident, why }) });
  }

  #hold(key: string, why: News['why'], until: number): void {
    // The newest stands last.
    this.#held.delete(key);
    this.#held.set(key, { why, until });
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
      return isTriggered(after) ? [{ incident: after, why: held.why }] : [];
    });
  }

  /** Null where it is not wanted now, or was before and did not come to the person: that is news in any case. */
  #nowWanted({ before, after }: Change, settings: AnnouncerSettings): News | null {
    if (!this.#isWanted(after, settings)) return null;
    if (this.#isMine(after) && !this.#isMine(before)) return { incident: after, why: 'mine' };
    return this.#isWanted(before, settings) ? null : { incident: after, why: 'graver' };
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

  async #tell(waiting: ReadonlyMap<string, Waiting>): Promise<void> {
    if (this.#isSilent()) return;
    const claimed: News[] = [];
    for (const [key, { why, claim }] of waiting) {
      // Acknowledged or resolved meanwhile: nobody needs to be told.
      const incident = this.parts.store.get(key);
      if (!incident || !isTriggered(incident)) continue;
      if (await mayTell(this.parts.claims, claim, error => this.#complain(error)))
        claimed.push({ incident, why });
    }
    if (claimed.length === 0 || this.#disposed) return;
    this.parts.announce(claimed.sort((a, b) => byGravity(a.incident, b.incident)));
  }

  #isWanted(incident: Incident, { threshold, onlyMine }: AnnouncerSettings): boolean {
    if (!isAbove(incident, threshold)) return false;
    // Where nobody knows who I am, each may be mine.
    return !onlyMine || (this.#isMine(incident) ?? true);
  }

  /** Null where nobody knows who the person is. */
  #isMine({ accountId, assignees }: Incident): boolean | null {
    const person = this.parts.me(accountId);
    return person && assignees.some(({ id }) => id === person.id);
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

/** A name for what happened: the same in all windows that see it, another one for what happens to the incident later. */
function claimOf({ incident: { key, createdAt, updatedAt }, why }: News): string {
  return JSON.stringify([key, why === 'new' ? createdAt : updatedAt]);
}

/**
 * At the provider. An acknowledgement made here goes back to triggered when it is refused or taken back, and so does one
 * that is reassigned or escalated here; but then what is shown is as old as before.
 */
function isTriggeredAgain({ before, after }: Change): boolean {
  return !isTriggered(before) && isTriggered(after) && before.updatedAt !== after.updatedAt;
}

/** Changed at the provider, as above. */
function isStillTriggered({ before, after }: Change): boolean {
  return isTriggered(before) && isTriggered(after) && before.updatedAt !== after.updatedAt;
}
