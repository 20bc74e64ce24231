import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';
import type { Logger } from '../../logger.ts';
import type { Lease } from '../sharing/lease.ts';
import { whileHeld } from '../sharing/whileHeld.ts';

export interface BurstsParts {
  readonly lease: Lease;
  readonly clock: Clock;
  readonly logger: Logger;
  /** What the log says where work rejects, and where nobody can say whose the lease is. */
  readonly words: { readonly failed: string; readonly noLease: string };
  hasWork(): boolean;
  /** Does all that can be done now, while the lease is ours. */
  work(): Promise<void>;
  /** Nothing more is done for now. Answers when something may have to be done, ms since the epoch; what is past does not count. */
  rests(): readonly number[];
  /** Hears of each burst that ended. */
  ended(): void;
}

/** How soon to try again what could go and did not, as while another window has the right to send, ms. */
const askAgainAfter = 1_000;

/** Works whenever there is something to do, one burst at a time and while a lease is ours, and rests in between. */
export class Bursts implements Disposable {
  #burst: Promise<void> | null = null;
  #again = false;
  #cancelWake = () => {};
  #disposed = false;
  #leaseFailed = false;

  constructor(private readonly parts: BurstsParts) {}

  get disposed(): boolean {
    return this.#disposed;
  }

  /** To be called whenever something may have changed. */
  wake(): void {
    if (this.#disposed) return;
    if (this.#burst) {
      this.#again = true;
      return;
    }
    const { hasWork, logger, words } = this.parts;
    if (!hasWork()) return this.#rest();
    this.#cancelWake();
    this.#burst = this.#work()
      .catch((error: unknown) => logger.error(words.failed, error))
      .then(() => {
        this.#burst = null;
        if (this.#again) this.wake();
        else this.#rest();
        this.parts.ended();
      });
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancelWake();
  }

  async #work(): Promise<void> {
    this.#again = false;
    const { lease, clock, work } = this.parts;
    if (await this.#acquire()) await whileHeld(lease, clock, work);
  }

  async #acquire(): Promise<boolean> {
    const { lease, logger, words } = this.parts;
    try {
      const ours = await lease.acquire();
      this.#leaseFailed = false;
      return ours;
    } catch (error) {
      if (!this.#leaseFailed) logger.error(words.noLease, error);
      this.#leaseFailed = true;
      return false;
    }
  }

  /** Until something changes, or until it is time. */
  #rest(): void {
    this.#cancelWake();
    const { clock, hasWork, rests } = this.parts;
    const times = [...rests()];
    if (this.#disposed) return;
    const now = clock.now();
    // Another window has the right to send, or lost it to us or we to it, or the folder failed for a moment.
    if (hasWork()) times.push(now + askAgainAfter);
    const next = Math.min(...times.filter(time => time > now));
    if (Number.isFinite(next)) this.#cancelWake = clock.after(next - now, () => this.wake());
  }
}
