import type { Clock } from '../../clock.ts';
import { OfflineError, OnCallError, RateLimitError, WrongKeyError } from '../../errors.ts';
import type { Logger } from '../../logger.ts';
import type { AccountPause } from './accountPause.ts';
import { BackOff } from './backOff.ts';

export interface AccountHoldParts {
  readonly account: string;
  readonly folder: {
    pause(account: string): AccountPause | undefined;
    setPause(account: string, pause: AccountPause | null): Promise<void>;
  };
  readonly clock: Clock;
  /** 0 ≤ x < 1 */
  readonly random: () => number;
  readonly logger: Logger;
  /** What the log says of an error that nobody foresaw. */
  readonly unexpected: string;
}

/** Limits longer than this are not believed: the computer’s time was set back. ms */
const longestLimit = 16 * 60_000;
/** So many requests in a row without an answer, and nobody is there. */
const silencesInARow = 3;

/** Holds a whole account back where all that it sends would meet the same: a limit, a refused key, nobody there. */
export class AccountHold {
  readonly #offline: BackOff;
  /** The client whose key was refused; another one may try. */
  #refused: object | null = null;
  /** Requests in a row that nobody answered. */
  #silent = 0;

  constructor(private readonly parts: AccountHoldParts) {
    this.#offline = new BackOff(parts.clock, parts.random);
  }

  /** Whether the key of this client was refused. */
  hasRefused(client: object | undefined): boolean {
    return client !== undefined && client === this.#refused;
  }

  isPaused(): boolean {
    const left = this.until() - this.parts.clock.now();
    return left > 0 && left <= longestLimit;
  }

  /** ms since the epoch; 0 where it is not held. */
  until(): number {
    const { folder, account } = this.parts;
    return folder.pause(account)?.until ?? 0;
  }

  /** Whatever failed before counts no more; only a rate limit stays. */
  lift(): void {
    const { folder, account } = this.parts;
    this.#offline.clearAll();
    this.#refused = null;
    if (folder.pause(account)?.kind !== 'limit') void folder.setPause(account, null);
  }

  /** Somebody is there, and takes requests. */
  async answered(): Promise<void> {
    const { folder, account } = this.parts;
    this.#offline.clearAll();
    this.#silent = 0;
    await folder.setPause(account, null);
  }

  /** @param asking only a look failed, so nothing was sent */
  async failed(client: object, error: unknown, asking: boolean): Promise<void> {
    const { folder, account, logger, unexpected } = this.parts;
    if (!(error instanceof OnCallError)) {
      logger.error(unexpected, error);
      return;
    }
    const { message: reason, nextStep } = error;
    const pause = (kind: AccountPause['kind'], until: number) =>
      folder.setPause(account, { kind, until, reason, nextStep });
    if (error instanceof RateLimitError) await pause('limit', error.liftsAt);
    else if (error instanceof WrongKeyError) {
      this.#refused = client;
      await pause('key', 0);
    } else if (error instanceof OfflineError) {
      this.#silent++;
      if (asking || !error.maybeArrived || this.#silent >= silencesInARow)
        await pause('offline', this.#offline.failed(account));
    }
  }
}
