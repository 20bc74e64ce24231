import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { Identity, IncidentProvider } from '../incidentProvider.ts';
import type { KeptAccount } from './accountList.ts';

/** An account with what it is followed through. */
export interface FollowedAccount {
  readonly account: KeptAccount;
  readonly provider: Pick<IncidentProvider, 'identify' | 'spareUntil'>;
}

export interface IdentityWatchParts {
  readonly clock: Clock;
  readonly logger: Logger;
  followed(): readonly FollowedAccount[];
  /** Keeps what was answered. */
  learned(account: KeptAccount, identity: Identity): Promise<unknown>;
}

/** How long an answer holds, ms. */
const holdsFor = 24 * 3_600_000;
/** The first minute belongs to the incidents, ms. */
const quietAtFirst = 60_000;
/** After a failure, ms. */
const againAfter = 3_600_000;
/** A timer stands still while the machine sleeps, so none is longer, ms. */
const longestTimer = 3_600_000;

/** Asks once a day whose the keys are: people change their teams, and their names. Call `look` whenever accounts changed. */
export class IdentityWatch implements Disposable {
  /** Account → when it may be asked at the earliest, ms since the epoch. */
  readonly #notBefore = new Map<string, number>();
  readonly #asking = new Set<string>();
  #cancel = () => {};
  #disposed = false;

  constructor(private readonly parts: IdentityWatchParts) {}

  look(): void {
    this.#cancel();
    this.#cancel = () => {};
    if (this.#disposed) return;
    const { clock, followed } = this.parts;
    const now = clock.now();
    let next = Infinity;
    for (const one of followed()) {
      if (this.#asking.has(one.account.id)) continue;
      const at = this.#dueAt(one, now);
      if (at <= now) void this.#ask(one);
      else next = Math.min(next, at);
    }
    if (Number.isFinite(next))
      this.#cancel = clock.after(Math.min(next - now, longestTimer), () => this.look());
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancel();
  }

  #dueAt({ account, provider }: FollowedAccount, now: number): number {
    const { id, teams, identifiedAt } = account;
    // What an earlier version kept has no teams at all, and some views show nothing without them.
    if (!this.#notBefore.has(id)) this.#notBefore.set(id, teams === null ? 0 : now + quietAtFirst);
    // An answer from the future was kept by a clock that was wrong.
    const isOld = teams === null || identifiedAt > now + holdsFor;
    return Math.max(isOld ? 0 : identifiedAt + holdsFor, this.#notBefore.get(id)!, provider.spareUntil);
  }

  async #ask({ account, provider }: FollowedAccount): Promise<void> {
    const { clock, logger, learned } = this.parts;
    this.#asking.add(account.id);
    this.#notBefore.set(account.id, clock.now() + againAfter);
    try {
      await learned(account, await provider.identify());
    } catch (error) {
      // A key that does not hold any more shows by itself at the next poll.
      logger.info(
        `Whose ${account.label} is, is not known anew: ${error instanceof Error ? error.name : ''}`,
      );
    }
    this.#asking.delete(account.id);
    this.look();
  }
}
