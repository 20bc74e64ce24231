import { t } from '@vscode/l10n';
import type { Clock } from '../../clock.ts';
import { OnCallError, RateLimitError, UnexpectedAnswerError } from '../../errors.ts';
import { type Disposable, Emitter } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import { sentence } from '../../sentence.ts';
import { isUnreached, offlineEveryMs } from '../cadence.ts';
import type { EscalationPolicy, OnCall } from '../directory.ts';
import type { Person, Reference } from '../incident.ts';
import type { Capabilities, Directory } from '../incidentProvider.ts';
import { mostPolicies, nextHandOver, policyFilters, sameTurns, type Turn, turnOf } from './onCallNow.ts';

/** What is read of one account. */
export interface OnCallSource {
  readonly person: Person | null;
  readonly teams: readonly Reference[];
  readonly provider: Pick<Directory, 'policies' | 'onCalls'> & {
    readonly capabilities: Pick<Capabilities, 'directory'>;
    readonly spareUntil: number;
  };
  /** Asked each time; false while the account cannot be read anyway. */
  readonly isHealthy: () => boolean;
}

/** One kind of reading, as it was last known. */
export interface Known<T> {
  /** Null until it was read once. Stays when a later reading fails. */
  readonly value: T | null;
  /** ms since the epoch; null until it was read once. */
  readonly readAt: number | null;
  /** Why the last reading failed. */
  readonly error: OnCallError | null;
}

export interface Duty {
  readonly policies: readonly EscalationPolicy[];
  readonly onCalls: readonly OnCall[];
}

const looksEveryMs = 5 * 60_000;
const mineEveryMs = 15 * 60_000;
/** A turn has an end; not to be on call has none, and is not known any more where one reading was missed. */
const notOnCallMs = 2 * mineEveryMs;
/** A timer stops while the machine sleeps: never is one waited for longer. It costs no request. */
export const longestWaitMs = 30_000;
/** The provider’s clock and ours are not the same to the second. */
const afterHandOverMs = 5_000;

/**
 * Reads who is on call of one account, no more often than somebody needs it: the whole picture while it is looked
 * at, at most every 5 minutes; whether I am every 15 minutes, and where the picture says something else of me; both
 * once more at the next hand-over.
 */
export class OnCallReader implements Disposable {
  #looking = false;
  readonly #duty: Reading<Duty>;
  readonly #mine: Reading<readonly OnCall[]>;
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;
  readonly #stop = new AbortController();
  #cancelNext = () => {};

  constructor(
    private readonly source: OnCallSource,
    private readonly parts: { readonly clock: Clock; readonly logger: Logger },
  ) {
    this.#duty = new Reading(looksEveryMs, ({ onCalls }) => onCalls);
    this.#mine = new Reading(mineEveryMs, onCalls => onCalls);
    this.wake();
  }

  get duty(): Known<Duty> {
    return this.#duty;
  }

  /** Never read for an account-wide key: it is nobody’s. */
  get mine(): Known<readonly OnCall[]> {
    return this.#mine;
  }

  /** Whether I am on call; null where it is not known, or not any more. */
  get turn(): Turn | null {
    const now = this.parts.clock.now();
    const turn = this.#mine.value && turnOf(this.#mine.value, now);
    return turn?.level === null && this.#notOnCallUntil <= now ? null : turn;
  }

  /** When what is known changes by itself, because a turn ends or is known no more; ms since the epoch, null: never. */
  get changesAt(): number | null {
    const now = this.parts.clock.now();
    const onCalls = [...(this.#duty.value?.onCalls ?? []), ...(this.#mine.value ?? [])];
    const known = this.#mine.value?.length === 0 ? this.#notOnCallUntil : -Infinity;
    const next = [nextHandOver(onCalls, now) ?? -Infinity, known].filter(at => at > now);
    return next.length > 0 ? Math.min(...next) : null;
  }

  get #notOnCallUntil(): number {
    return (this.#mine.readAt ?? -Infinity) + notOnCallMs;
  }

  get #possible(): boolean {
    return this.source.provider.capabilities.directory && !this.#stop.signal.aborted;
  }

  /** Whether somebody looks at the whole picture. */
  setLooking(looking: boolean): void {
    this.#looking = looking;
    this.wake();
  }

  /** To be called when the account’s health may have changed. */
  wake(): void {
    this.#cancelNext();
    this.#cancelNext = () => {};
    const { clock } = this.parts;
    if (!this.#possible || !this.source.isHealthy()) return;
    const due = [
      ...(this.#looking && !this.#duty.running ? [this.#duty.dueAt] : []),
      ...(this.source.person && !this.#mine.running ? [this.#mine.dueAt] : []),
    ];
    if (due.length === 0) return;
    const at = Math.max(Math.min(...due), this.source.provider.spareUntil);
    const wait = Math.min(longestWaitMs, Math.max(0, at - clock.now()));
    this.#cancelNext = clock.after(wait, () => {
      const now = clock.now();
      if (now < at) return this.wake();
      if (this.#looking && this.#duty.dueAt <= now) void this.#readDuty();
      if (this.source.person && this.#mine.dueAt <= now) void this.#readMine();
      // A timer may come a little early, and the other reading has a time of its own.
      this.wake();
    });
  }

  /** Reads now what can be shown; what goes wrong stands in `error`. Does nothing while a rate limit holds. */
  async refresh(): Promise<void> {
    if (!this.#possible) return;
    await Promise.all([this.#readDuty(), ...(this.source.person ? [this.#readMine()] : [])]);
  }

  dispose(): void {
    this.#stop.abort();
    this.#cancelNext();
    this.#changed.dispose();
  }

  async #readDuty(): Promise<void> {
    await this.#read(sentence('Reading who is on call'), this.#duty, async () => {
      const { provider, person, teams } = this.source;
      const options = { signal: this.#stop.signal };
      let policies: readonly EscalationPolicy[] = [];
      for (const filter of policyFilters({ person, teams })) {
        policies = await provider.policies(filter, options);
        options.signal.throwIfAborted();
        if (policies.length > 0) break;
      }
      if (!person && teams.length === 0) policies = policies.slice(0, mostPolicies);
      const ids = policies.map(({ id }) => id);
      // An empty list would ask for everybody.
      return { policies, onCalls: ids.length > 0 ? await provider.onCalls({ policies: ids }, options) : [] };
    });
    this.#compare();
  }

  /** Nobody is to see that they are on call beside the word that they are not. */
  #compare(): void {
    const { person } = this.source;
    const [duty, mine] = [this.#duty, this.#mine];
    if (!person || !duty.value || !mine.value || mine.readAt! >= duty.readAt!) return;
    const now = this.parts.clock.now();
    if (sameTurns(person, mine.value, duty.value, now)) return;
    mine.becomeDue(now);
    this.wake();
  }

  #readMine(): Promise<void> {
    return this.#read(sentence('Reading whether I am on call'), this.#mine, () =>
      this.source.provider.onCalls({ person: this.source.person!.id }, { signal: this.#stop.signal }),
    );
  }

  #read<T>(what: string, reading: Reading<T>, read: () => Promise<T>): Promise<void> {
    const { clock, logger } = this.parts;
    const { signal } = this.#stop;
    if (reading.limitedUntil > clock.now()) return Promise.resolve();
    reading.running ??= (async () => {
      try {
        const value = await read();
        if (!signal.aborted) reading.succeeded(value, clock.now());
      } catch (error) {
        if (signal.aborted) return;
        if (error instanceof OnCallError) logger.warn(`${what}: ${error.name}: ${error.message}`);
        else logger.error(what, error);
        reading.failed(
          error instanceof OnCallError
            ? error
            : new UnexpectedAnswerError(t('{0} failed unexpectedly.', t(what)), { cause: error }),
          clock.now(),
        );
      } finally {
        reading.running = null;
        if (!signal.aborted) {
          this.wake();
          this.#changed.fire();
        }
      }
    })();
    return reading.running;
  }
}

/** What one kind of reading brought, and when the next is due. */
class Reading<T> implements Known<T> {
  value: T | null = null;
  readAt: number | null = null;
  error: OnCallError | null = null;
  running: Promise<void> | null = null;
  /** ms since the epoch. */
  dueAt = 0;
  limitedUntil = 0;

  constructor(
    private readonly everyMs: number,
    private readonly onCallsIn: (value: T) => readonly OnCall[],
  ) {}

  succeeded(value: T, now: number): void {
    this.value = value;
    this.readAt = now;
    this.error = null;
    const handOver = nextHandOver(this.onCallsIn(value), now);
    this.dueAt = Math.min(now + this.everyMs, handOver === null ? Infinity : handOver + afterHandOverMs);
  }

  /** Now, or once the limit is lifted. */
  becomeDue(now: number): void {
    this.dueAt = Math.max(now, this.limitedUntil);
  }

  failed(error: OnCallError, now: number): void {
    this.error = error;
    this.limitedUntil = error instanceof RateLimitError ? error.liftsAt : 0;
    const pause = isUnreached(error) ? Math.min(this.everyMs, offlineEveryMs) : this.everyMs;
    this.dueAt = Math.max(now + pause, this.limitedUntil);
  }
}
