/** Less is within what the network, a header without milliseconds and a slow answer make of it. */
const smallest = 30_000;

/** How far the provider’s clock is from this machine’s, as the `Date` of its answers tells (RFC 9110, 6.6.1). */
export class ClockOffset {
  #ms = 0;

  /** Provider minus ours, ms; 0 where they differ by 30 seconds or less, or nothing is known. */
  get ms(): number {
    return this.#ms;
  }

  /**
   * @param date the header as it came
   * @param sentAt when the request went out, ms since the epoch by our clock
   * @param answeredAt when the answer was there
   */
  observe(date: unknown, sentAt: number, answeredAt: number): void {
    const theirs = typeof date === 'string' ? Date.parse(date) : NaN;
    if (Number.isNaN(theirs)) return;
    // The header cuts off the milliseconds: half a second is missing on average.
    const offset = Math.round(theirs + 500 - (sentAt + answeredAt) / 2);
    this.#ms = Math.abs(offset) > smallest ? offset : 0;
  }
}
