import type { Clock } from '../clock.ts';
import {
  NotAllowedError,
  NotFoundError,
  OnCallError,
  RateLimitError,
  RefusedError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../errors.ts';
import { Emitter, type Disposable } from '../events.ts';
import type { Logger } from '../logger.ts';
import type { Incident } from './incident.ts';
import type { IncidentProvider } from './incidentProvider.ts';
import type { IncidentStore } from './incidentStore.ts';

export interface PollerHealth {
  /** `connecting` until the first poll has ended. */
  readonly state: 'connecting' | 'ok' | 'failed';
  /** ms since the epoch; null as long as no poll succeeded. What the store holds is as old as this. */
  readonly lastSuccessAt: number | null;
  /** Why the last poll failed; null unless `state` is `failed`. */
  readonly error: OnCallError | null;
}

export interface PollerOptions {
  readonly provider: IncidentProvider;
  readonly store: IncidentStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From the end of one poll to the start of the next, ms; asked each time. */
  readonly intervalMs: () => number;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

const longestBackOff = 5 * 60_000;
/** So that many incidents resolved at once do not cost as many requests at once. */
const lookUpsPerPoll = 25;

/** Keeps the store like one provider: polls, looks up what left the open list, backs off, reports its health. */
export class Poller implements Disposable {
  #health: PollerHealth = { state: 'connecting', lastSuccessAt: null, error: null };
  readonly #healthChanged = new Emitter<PollerHealth>();
  readonly onDidChangeHealth = this.#healthChanged.event;
  readonly #stop = new AbortController();
  #inFlight: Promise<void> | null = null;
  #cancelNext = () => {};
  #failures = 0;
  /** Between a rate limit and its end nobody may ask, not even a person. */
  #limited = false;

  constructor(private readonly options: PollerOptions) {}

  get health(): PollerHealth {
    return this.#health;
  }

  /** Polls now and from then on. */
  start(): void {
    this.refresh().catch((error: unknown) => this.options.logger.error('Polling failed unexpectedly', error));
  }

  /**
   * Polls now, or joins the poll under way; also wakes a poller that stopped at a wrong key. Expected errors
   * end in `health`; it rejects only where something is broken. Does nothing while a rate limit holds.
   */
  refresh(): Promise<void> {
    if (this.#stop.signal.aborted || this.#limited) return Promise.resolve();
    this.#inFlight ??= this.#poll().finally(() => (this.#inFlight = null));
    return this.#inFlight;
  }

  dispose(): void {
    this.#stop.abort();
    this.#cancelNext();
    this.#healthChanged.dispose();
  }

  async #poll(): Promise<void> {
    this.#cancelNext();
    try {
      await this.#read();
      this.#succeeded();
    } catch (error) {
      if (this.#stop.signal.aborted) return;
      this.#failed(error);
      if (!(error instanceof OnCallError)) throw error;
    }
  }

  async #read(): Promise<void> {
    const { provider, store } = this.options;
    const { signal } = this.#stop;
    const read = store.beginRead(provider.accountId);
    const open: Incident[] = [];
    for await (const page of provider.openIncidents({ signal })) {
      signal.throwIfAborted();
      store.applyPage(read, page);
      open.push(...page);
    }
    // The account may have been closed while the last page was on its way: its incidents must not come back.
    signal.throwIfAborted();
    const { gone } = store.applySnapshot(read, open);
    // The store reports the rest as gone again at the next poll.
    for (const { id, key } of gone.slice(0, lookUpsPerPoll)) await this.#lookUp(id, key);
  }

  /** Resolved as a rule; still open where paging missed it; not there where it was merged away. */
  async #lookUp(id: string, key: string): Promise<void> {
    const { provider, store, logger } = this.options;
    const { signal } = this.#stop;
    const read = store.beginRead(provider.accountId);
    try {
      const incident = await provider.incident(id, { signal });
      signal.throwIfAborted();
      store.applyPage(read, [incident]);
    } catch (error) {
      if (signal.aborted) throw error;
      if (
        error instanceof NotFoundError ||
        error instanceof NotAllowedError ||
        error instanceof RefusedError
      ) {
        // PagerDuty can take the right to see an incident away as soon as it is resolved (code 2018).
        logger.info(`${key} is no longer there: ${error.message}`);
        store.drop(key);
      } else if (error instanceof UnexpectedAnswerError) {
        // The list was read all right; one odd incident must not make the whole account look failed.
        logger.warn(`${key} could not be read: ${error.message}`);
      } else {
        throw error;
      }
    }
  }

  #succeeded(): void {
    const { clock, intervalMs } = this.options;
    this.#failures = 0;
    this.#setHealth({ state: 'ok', lastSuccessAt: clock.now(), error: null });
    this.#next(intervalMs());
  }

  #failed(error: unknown): void {
    const { clock, logger } = this.options;
    this.#failures++;
    const known =
      error instanceof OnCallError
        ? error
        : new UnexpectedAnswerError('Reading the incidents failed unexpectedly.');
    logger.warn(`Polling: ${known.name}: ${known.message}`);
    if (known instanceof RateLimitError) {
      this.#limited = true;
      this.#next(Math.max(0, known.liftsAt - clock.now()));
    } else if (!(known instanceof WrongKeyError)) {
      this.#next(this.#backOff());
    }
    this.#setHealth({ ...this.#health, state: 'failed', error: known });
  }

  /** Doubles from one interval on, halved at random so that many windows do not come back in step. */
  #backOff(): number {
    const interval = this.options.intervalMs();
    const longest = Math.max(longestBackOff, interval);
    return Math.min(longest, interval * 2 ** (this.#failures - 1)) * (0.5 + this.options.random() / 2);
  }

  #next(delay: number): void {
    if (this.#stop.signal.aborted) return;
    this.#cancelNext = this.options.clock.after(delay, () => {
      this.#limited = false;
      this.start();
    });
  }

  #setHealth(health: PollerHealth): void {
    this.#health = health;
    this.#healthChanged.fire(health);
  }
}
