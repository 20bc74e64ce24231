import type { Clock } from '../../clock.ts';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  PlanLacksAbilityError,
  ProviderDownError,
  RateLimitError,
} from '../../errors.ts';
import type { Disposable } from '../../events.ts';
import { isUnreached, offlineEveryMs } from '../cadence.ts';
import type { PartName, PartStatus } from './detailsView.ts';

/** What comes first matters most: requests go out one after the other, as the provider asks. */
const order: readonly PartName[] = [
  'alerts',
  'notes',
  'log',
  'runbook',
  'bridge',
  'customFields',
  'changes',
  'related',
  'past',
];

/** How long to wait before what the provider could not answer is asked for again. */
const againMs = 30_000;
const longestAgainMs = 5 * 60_000;

/**
 * Reads the parts that are wanted, one at a time, each with its own success or failure. It rests while nobody looks,
 * and asks again by itself where waiting is all that helps.
 */
export class PartReader implements Disposable {
  readonly #wanted = new Set<PartName>();
  readonly #abort = new AbortController();
  readonly #later = new Map<PartName, () => void>();
  readonly #failures = new Map<PartName, number>();
  /** Counted apart: nights without a network say nothing of how the provider is. */
  readonly #unreached = new Map<PartName, number>();
  /** When each was last read without a failure since; ms since the epoch. */
  readonly #readAt = new Map<PartName, number>();
  /** Those wanted that nobody is told of before they are read. */
  readonly #quiet = new Set<PartName>();
  #looking = false;
  #busy = false;

  constructor(
    private readonly parts: {
      /** Reads one part and hands its content on. */
      readonly read: (part: PartName, signal: AbortSignal) => Promise<void>;
      readonly onStatus: (part: PartName, status: PartStatus) => void;
      /** The sentence for a person. */
      readonly sentence: (error: unknown) => string;
      readonly log: (what: string, error: unknown) => void;
      readonly clock: Clock;
    },
  ) {}

  /** A part that is being read just now is read once more: what it brings may be older than the wish. */
  want(parts: Iterable<PartName>): void {
    for (const part of parts) {
      this.#later.get(part)?.();
      this.#later.delete(part);
      this.#wanted.add(part);
      this.#quiet.delete(part);
    }
    void this.#work();
  }

  /**
   * Reads once more, without a word, what was read longer ago than that, ms. What failed is left to its own next try, or
   * to a person.
   */
  renew(parts: Iterable<PartName>, olderThan: number): void {
    const now = this.parts.clock.now();
    for (const part of parts) {
      const readAt = this.#readAt.get(part);
      // Read in the future: the computer’s time was set back.
      if (readAt === undefined || (readAt <= now && now - readAt <= olderThan)) continue;
      if (!this.#wanted.has(part)) this.#quiet.add(part);
      this.#wanted.add(part);
    }
    void this.#work();
  }

  look(looking: boolean): void {
    this.#looking = looking;
    void this.#work();
  }

  dispose(): void {
    this.#looking = false;
    this.#wanted.clear();
    for (const cancel of this.#later.values()) cancel();
    this.#later.clear();
    this.#abort.abort();
  }

  async #work(): Promise<void> {
    if (this.#busy) return;
    this.#busy = true;
    for (let part = this.#next(); part; part = this.#next()) {
      this.#wanted.delete(part);
      await this.#readOne(part);
    }
    this.#busy = false;
  }

  #next(): PartName | undefined {
    return this.#looking ? order.find(part => this.#wanted.has(part)) : undefined;
  }

  async #readOne(part: PartName): Promise<void> {
    const { read, onStatus, clock } = this.parts;
    const { signal } = this.#abort;
    if (!this.#quiet.delete(part)) onStatus(part, { state: 'reading' });
    this.#readAt.delete(part);
    try {
      await read(part, signal);
      if (signal.aborted) return;
      this.#failures.delete(part);
      this.#unreached.delete(part);
      this.#readAt.set(part, clock.now());
      onStatus(part, { state: 'read', at: clock.now() });
    } catch (error) {
      if (!signal.aborted) this.#fail(part, error);
    }
  }

  #fail(part: PartName, error: unknown): void {
    const { onStatus, sentence, log, clock } = this.parts;
    if (isNotInPlan(part, error)) return onStatus(part, { state: 'notInPlan' });
    log(`Reading ${part}`, error);
    onStatus(part, { state: 'failed', error: sentence(error) });
    const counts = isUnreached(error) ? this.#unreached : this.#failures;
    const failures = (counts.get(part) ?? 0) + 1;
    counts.set(part, failures);
    const delay =
      error instanceof RateLimitError
        ? Math.max(1_000, error.liftsAt - clock.now())
        : error instanceof ProviderDownError || error instanceof OfflineError
          ? Math.min(isUnreached(error) ? offlineEveryMs : longestAgainMs, againMs * 2 ** (failures - 1))
          : null;
    if (delay === null || this.#wanted.has(part)) return;
    this.#later.set(
      part,
      clock.after(delay, () => this.want([part])),
    );
  }
}

/** What some plans only have. PagerDuty describes no answer of its own for an account without them, but 403 and 404. */
const ofSomePlans: ReadonlySet<PartName> = new Set(['related', 'past']);

function isNotInPlan(part: PartName, error: unknown): boolean {
  if (error instanceof PlanLacksAbilityError) return true;
  return ofSomePlans.has(part) && (error instanceof NotAllowedError || error instanceof NotFoundError);
}
