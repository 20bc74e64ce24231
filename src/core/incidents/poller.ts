import { t } from '@vscode/l10n';
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
import { Emitter, type Disposable, type Event } from '../events.ts';
import type { Logger } from '../logger.ts';
import {
  alwaysLooked,
  type AttentionSource,
  isUnreached,
  offlineEveryMs,
  pauseBetweenPolls,
} from './cadence.ts';
import type { Incident } from './incident.ts';
import { latestResolved } from './incidentLists.ts';
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

/** Keeps the store like one account, by asking its provider or by reading what another window asked. */
export interface IncidentFeed extends Disposable {
  readonly health: PollerHealth;
  /** After every look at the account, also where nothing changed. */
  readonly onDidChangeHealth: Event<PollerHealth>;
  /**
   * When the last list that arrived whole was asked for; ms since the epoch, null before the first. While the store is
   * given the next one, still that of the one before.
   */
  readonly readBegunAt: number | null;
  /** How far the provider’s clock is ahead of this machine’s, ms: as whoever asked it last has seen. */
  readonly clockOffsetMs: number;
  start(): void;
  /** Asks the provider now. Expected errors end in `health`; it rejects only where something is broken. */
  refresh(): Promise<void>;
}

export interface PollerOptions {
  readonly provider: IncidentProvider;
  readonly store: IncidentStore;
  readonly clock: Clock;
  readonly logger: Logger;
  /** From the end of one poll to the start of the next while it is looked at, ms; asked each time. */
  readonly intervalMs: () => number;
  /** Always looked at, where it is not given. */
  readonly attention?: AttentionSource;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
}

const longestBackOff = 5 * 60_000;
/** So that many incidents gone at once do not cost as many requests at once. */
const lookUpsPerPoll = 25;
/** No more than the store keeps of what is resolved, so that each is told of before it makes room for others. */
const resolvedAtOnce = 50;
/** Waiting longer for something that was promised means that the computer’s time was set back. */
const longestPromise = 15 * 60_000;

/** Keeps the store like one provider: polls, looks up what left the open list, backs off, reports its health. */
export class Poller implements IncidentFeed {
  #health: PollerHealth = { state: 'connecting', lastSuccessAt: null, error: null };
  readonly #healthChanged = new Emitter<PollerHealth>();
  readonly onDidChangeHealth = this.#healthChanged.event;
  readonly #stop = new AbortController();
  #inFlight: Promise<void> | null = null;
  #cancelNext = () => {};
  #failures = 0;
  /** Apart: nights without a network say nothing of how the provider is. */
  #unreached = 0;
  /** What the next poll waits for. Between a rate limit and its end nobody may ask, not even a person. */
  #waiting: 'interval' | 'backOff' | 'limit' | 'refresh' = 'interval';
  /** When the last poll ended; ms since the epoch. */
  #endedAt = -Infinity;
  #readBegunAt: number | null = null;
  /** How many the poll under way, or the last one, has sent. */
  #requests = 0;
  readonly #attention: AttentionSource;
  readonly #attentionWatch: Disposable;

  constructor(private readonly options: PollerOptions) {
    this.#attention = options.attention ?? alwaysLooked;
    this.#attentionWatch = this.#attention.onDidChange(() => this.#attentionChanged());
  }

  get health(): PollerHealth {
    return this.#health;
  }

  get readBegunAt(): number | null {
    return this.#readBegunAt;
  }

  get clockOffsetMs(): number {
    return this.options.provider.clockOffsetMs ?? 0;
  }

  /**
   * Goes on from what another poller of the same account last reported: waits for what it waited for, and polls at
   * once where nothing speaks against it.
   */
  resume(known: PollerHealth): void {
    const { clock } = this.options;
    this.#health = known;
    if (known.error instanceof RateLimitError && isAhead(known.error.liftsAt, clock.now())) {
      this.#waiting = 'limit';
      this.#next(known.error.liftsAt - clock.now());
    } else if (known.state === 'ok' && known.lastSuccessAt !== null) {
      this.#endedAt = known.lastSuccessAt;
      this.#next(this.#untilDue());
    } else {
      this.start();
    }
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
    if (this.#stop.signal.aborted || this.#waiting === 'limit') return Promise.resolve();
    this.#inFlight ??= this.#poll().finally(() => (this.#inFlight = null));
    return this.#inFlight;
  }

  dispose(): void {
    this.#stop.abort();
    this.#attentionWatch.dispose();
    this.#cancelNext();
    this.#healthChanged.dispose();
  }

  async #poll(): Promise<void> {
    this.#cancelNext();
    this.#requests = 0;
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
    const { provider, store, clock } = this.options;
    const { signal } = this.#stop;
    const begunAt = clock.now();
    const read = store.beginRead(provider.accountId);
    const open = new Set<string>();
    for await (const page of provider.openIncidents({ signal })) {
      signal.throwIfAborted();
      this.#requests++;
      store.applyPage(read, page);
      for (const { key } of page) open.add(key);
    }
    // The account may have been closed while the last page was on its way: its incidents must not come back.
    signal.throwIfAborted();
    let gone = store.goneFrom(read, open);
    this.#readBegunAt = begunAt;
    if (gone.length > lookUpsPerPoll && !isAhead(provider.spareUntil, clock.now())) {
      await this.#readResolved(new Set(gone.map(({ id }) => id)));
      gone = store.goneFrom(read, open);
    }
    // The store reports the rest as gone again at the next poll.
    for (const { id, key } of gone.slice(0, lookUpsPerPoll)) {
      if (isAhead(provider.spareUntil, clock.now())) break;
      await this.#lookUp(id, key);
    }
  }

  /** A storm has ended: until they are seen to be resolved they would count as open. */
  async #readResolved(ids: Set<string>): Promise<void> {
    const { provider, store } = this.options;
    const { signal } = this.#stop;
    const read = store.beginRead(provider.accountId);
    const resolved: Incident[] = [];
    for await (const found of latestResolved(provider, ids, { signal })) {
      this.#requests++;
      resolved.push(...found);
    }
    signal.throwIfAborted();
    // The last one comes last.
    resolved.reverse();
    for (let from = 0; from < resolved.length; from += resolvedAtOnce)
      store.applyPage(read, resolved.slice(from, from + resolvedAtOnce));
  }

  /** Resolved as a rule; still open where paging missed it; not there where it was merged away. */
  async #lookUp(id: string, key: string): Promise<void> {
    const { provider, store, logger } = this.options;
    const { signal } = this.#stop;
    const read = store.beginRead(provider.accountId);
    this.#requests++;
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
    const { clock } = this.options;
    this.#failures = this.#unreached = 0;
    this.#endedAt = clock.now();
    this.#waiting = 'interval';
    this.#next(this.#untilDue());
    this.#setHealth({ state: 'ok', lastSuccessAt: clock.now(), error: null });
  }

  #failed(error: unknown): void {
    const { clock, logger } = this.options;
    if (isUnreached(error)) this.#unreached++;
    else this.#failures++;
    this.#endedAt = clock.now();
    const known =
      error instanceof OnCallError
        ? error
        : new UnexpectedAnswerError(t('Reading the incidents failed unexpectedly.'));
    logger.warn(`Polling: ${known.name}: ${known.message}`);
    if (known instanceof RateLimitError) {
      this.#waiting = 'limit';
      this.#next(known.liftsAt - clock.now());
    } else if (known instanceof WrongKeyError) {
      this.#waiting = 'refresh';
    } else {
      this.#waiting = 'backOff';
      this.#next(this.#backOff(known));
    }
    this.#setHealth({ ...this.#health, state: 'failed', error: known });
  }

  /** Whoever comes back sees what is new at once, unless what is known is younger than an interval. */
  #attentionChanged(): void {
    if (this.#inFlight) return;
    if (this.#waiting === 'interval') this.#next(this.#untilDue());
    else if (this.#waiting === 'backOff' && this.#attention.state === 'looked' && this.#untilDue() <= 0)
      this.#next(0);
  }

  #pause(): number {
    return pauseBetweenPolls(this.#attention.state, this.options.intervalMs(), this.#requests);
  }

  /** How long until the pause since the last poll is over, ms. */
  #untilDue(): number {
    const pause = this.#pause();
    // Never longer than a pause, should the computer’s time have been set back.
    return Math.min(pause, this.#endedAt + pause - this.options.clock.now());
  }

  /** Doubles from one pause on, halved at random so that many machines do not come back in step. */
  #backOff(error: OnCallError): number {
    const pause = this.#pause();
    const [failures, most] = isUnreached(error)
      ? [this.#unreached, offlineEveryMs]
      : [this.#failures, longestBackOff];
    return Math.min(Math.max(most, pause), pause * 2 ** (failures - 1)) * (0.5 + this.options.random() / 2);
  }

  #next(delay: number): void {
    this.#cancelNext();
    if (this.#stop.signal.aborted) return;
    const { clock, provider } = this.options;
    this.#cancelNext = clock.after(Math.max(0, delay), () => {
      const now = clock.now();
      if (this.#waiting !== 'limit' && isAhead(provider.spareUntil, now)) {
        // What people do comes first; it may have used up the limit while this waited.
        this.#next(provider.spareUntil - now);
        return;
      }
      if (this.#waiting === 'limit') this.#waiting = 'interval';
      this.start();
    });
  }

  #setHealth(health: PollerHealth): void {
    this.#health = health;
    this.#healthChanged.fire(health);
  }
}

function isAhead(time: number, now: number): boolean {
  return time > now && time - now <= longestPromise;
}
