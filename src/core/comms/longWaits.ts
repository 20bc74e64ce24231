import type { OutgoingMessage } from './outgoing.ts';

/** Sending takes a second or two; whoever wrote a message is told when it takes so long. ms */
export const longWaitMs = 15_000;

/** Which messages have waited so long that people should know; each of them once. */
export class LongWaits {
  /** Since when each was seen to wait: what waited while nobody was there may go out at once now. */
  readonly #since = new Map<string, number>();
  readonly #told = new Set<string>();

  /**
   * @param messages all that are kept
   * @param now ms since the epoch
   * @returns the messages to tell of, and when to look again; null where there is nothing to wait for
   */
  look(
    messages: readonly OutgoingMessage[],
    now: number,
  ): { readonly tell: readonly OutgoingMessage[]; readonly lookAt: number | null } {
    const waiting = messages.filter(({ state }) => state === 'waiting' || state === 'sending');
    const there = new Set(waiting.map(({ id }) => id));
    for (const id of this.#since.keys()) if (!there.has(id)) this.#since.delete(id);
    const untold = waiting.filter(({ id }) => !this.#told.has(id));
    const dueOf = ({ id }: OutgoingMessage) => {
      const since = this.#since.get(id) ?? now;
      this.#since.set(id, since);
      return since + longWaitMs;
    };
    const tell = untold.filter(message => dueOf(message) <= now);
    for (const { id } of tell) this.#told.add(id);
    const next = Math.min(...untold.filter(({ id }) => !this.#told.has(id)).map(dueOf));
    return { tell, lookAt: Number.isFinite(next) ? next : null };
  }
}
