import type { Clock } from '../clock.ts';
import {
  NotAllowedError,
  NotFoundError,
  NotPossibleError,
  RateLimitError,
  WrongKeyError,
} from '../errors.ts';
import { type Disposable, Emitter } from '../events.ts';
import { isUnreached, offlineEveryMs } from '../incidents/cadence.ts';
import type { Incident, LogEntry } from '../incidents/incident.ts';
import type { IncidentChanges, IncidentStore } from '../incidents/incidentStore.ts';
import type { Logger } from '../logger.ts';

/** What the follower needs of the Scribe. */
export interface ProviderLogScribe {
  recordProviderLog(incident: Incident, log: readonly LogEntry[]): Promise<number>;
}

/** A log that could not be read is tried again after this, then after twice as long each time, up to the longest. */
const retryMs = 15_000;
const longestRetryMs = 5 * 60_000;
/** What is done to more incidents than this at once is done to a storm, not to each of them. */
export const mostAtOnce = 10;
/** The provider’s log can lag behind the incident itself: one more look, this long after a change. */
const lateMs = 30_000;

interface Followed {
  incident: Incident;
  reading: Promise<void> | null;
  /** Something happened while the log was being read. */
  again: boolean;
  /** It changed, and its log may lag: when one more look is due, ms since the epoch. */
  lateAt: number | null;
  /** Reads that failed in a row. */
  failures: number;
  /** The same where nobody could be reached: nights without a network say nothing of how the provider is. */
  unreached: number;
  cancelNext: () => void;
}

/**
 * Keeps the timelines of followed incidents up to date with the provider’s own log. An incident is followed
 * once a person works on it; its log is then read whenever the incident changes, one read at a time for each.
 * Incidents that nobody here works on cost no request and leave no file.
 */
export class LogFollower implements Disposable {
  readonly #followed = new Map<string, Followed>();
  readonly #started = new Emitter<Incident>();
  /** Somebody works on it from now on. */
  readonly onDidFollow = this.#started.event;
  readonly #worked = new Emitter<readonly Incident[]>();
  /** Somebody does something to these in this window, whether they were followed before or not. */
  readonly onDidWork = this.#worked.event;
  readonly #store: Disposable;
  #disposed = false;

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly scribe: ProviderLogScribe;
      readonly clock: Clock;
      /** The log of one incident from its provider; rejects with the classes of errors.ts. */
      readonly readLog: (incident: Incident) => Promise<readonly LogEntry[]>;
      readonly logger: Logger;
    },
  ) {
    this.#store = parts.store.onDidChange(changes => this.#onChanges(changes));
  }

  follows(key: string): boolean {
    return this.#followed.has(key);
  }

  /** As somebody works on it: from now on; reads the log at once. Following twice is following once. */
  follow(incident: Incident): void {
    this.#worked.fire([incident]);
    this.followByItself(incident);
  }

  /** The same where nobody does anything to it in this window. */
  followByItself(incident: Incident): void {
    if (this.#disposed || this.#followed.has(incident.key)) return;
    this.#followed.set(incident.key, {
      ...{ incident, reading: null, again: false, lateAt: null, failures: 0, unreached: 0 },
      cancelNext: () => {},
    });
    this.#started.fire(incident);
    void this.read(incident);
  }

  /**
   * Of incidents that something was done to together: each as `follow` does; of a storm none, which would cost a request
   * and leave a folder for each. The provider’s log keeps it, and is read whole once somebody works on one of them.
   */
  followAll(incidents: readonly Incident[]): void {
    if (incidents.length > mostAtOnce) return;
    this.#worked.fire(incidents);
    for (const incident of incidents) this.followByItself(incident);
  }

  /** Reads the log now, or once more after the read that is under way. Resolves when it was read; never rejects. */
  async read(incident: Incident): Promise<void> {
    const followed = this.#followed.get(incident.key);
    if (!followed) return;
    followed.incident = incident;
    followed.again = true;
    followed.reading ??= this.#readAll(followed).finally(() => (followed.reading = null));
    await followed.reading;
  }

  /** The account answers again: what could not be read meanwhile is read now, instead of at the end of its pause. */
  reached(accountId: string): void {
    for (const followed of this.#followed.values()) {
      const { incident, failures, unreached } = followed;
      if (incident.accountId !== accountId || failures + unreached === 0) continue;
      followed.failures = followed.unreached = 0;
      void this.read(incident);
    }
  }

  async #readAll(followed: Followed): Promise<void> {
    followed.cancelNext();
    let retry: number | null = null;
    while (followed.again && !this.#disposed) {
      followed.again = false;
      retry = await this.#readOnce(followed);
    }
    const { clock } = this.parts;
    const next = retry ?? (followed.lateAt === null ? null : followed.lateAt - clock.now());
    if (next === null || this.#disposed) return;
    followed.cancelNext = clock.after(Math.max(next, 0), () => void this.read(followed.incident));
  }

  /** @returns after how long it has to be tried again by itself, ms; null where it has not. */
  async #readOnce(followed: Followed): Promise<number | null> {
    const { incident, lateAt } = followed;
    const { scribe, readLog, logger, clock } = this.parts;
    // A look before that, for whatever reason, does not stand for it.
    if (lateAt !== null && lateAt <= clock.now()) followed.lateAt = null;
    try {
      const added = await scribe.recordProviderLog(incident, await readLog(incident));
      if (added > 0) logger.info(`Timeline of ${incident.key}: ${added} entries from the provider’s log`);
      followed.failures = followed.unreached = 0;
      return null;
    } catch (error) {
      return this.#failed(followed, error);
    }
  }

  #failed(followed: Followed, error: unknown): number | null {
    const { logger, clock } = this.parts;
    const what = `Reading the log of ${followed.incident.key}`;
    if (isFinal(error)) {
      logger.error(what, error);
      followed.lateAt = null;
      followed.failures = followed.unreached = 0;
      return null;
    }
    const unreached = isUnreached(error);
    const failures = unreached ? ++followed.unreached : ++followed.failures;
    // Hours without a network must not push everything else out of the log.
    if (failures === 1) logger.error(what, error);
    else logger.debug(`${what} failed again, ${failures} times by now`);
    const pause =
      error instanceof RateLimitError
        ? Math.max(retryMs, error.liftsAt - clock.now())
        : retryMs * 2 ** (failures - 1);
    return Math.min(unreached ? offlineEveryMs : longestRetryMs, pause);
  }

  #onChanges({ added, changed }: IncidentChanges): void {
    for (const incident of [...added, ...changed.map(({ after }) => after)]) {
      const followed = this.#followed.get(incident.key);
      if (!followed) continue;
      followed.failures = followed.unreached = 0;
      followed.lateAt = this.parts.clock.now() + lateMs;
      void this.read(incident);
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#store.dispose();
    this.#started.dispose();
    this.#worked.dispose();
    for (const { cancelNext } of this.#followed.values()) cancelNext();
    this.#followed.clear();
  }
}

/**
 * Whether asking again by itself would only bring the same answer: an incident that is gone or may not be seen any
 * more. A key that is not accepted, or an account that was closed, comes back with its incidents, read then.
 */
function isFinal(error: unknown): boolean {
  return (
    error instanceof NotPossibleError ||
    error instanceof NotFoundError ||
    error instanceof NotAllowedError ||
    error instanceof WrongKeyError
  );
}
