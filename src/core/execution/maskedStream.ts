import type { Redactor } from './redact.ts';

/** No secret that is masked here is longer than this, so half of one is never given away at a cut. */
export const longestSecret = 8_192;

/** Masked at once, UTF-16 units: some milliseconds of work. */
const piece = 65_536;

/** Masks text that comes in pieces, with secrets split over them, in bounded memory. */
export class MaskedStream {
  /** What was given away last, for shapes that look at what stands before them. */
  #before: string;
  #held = '';

  /** @param before Text in front of the first piece, only to recognise what begins in it. */
  constructor(
    private readonly redactor: Redactor,
    private readonly give: (masked: string) => void,
    before = '',
  ) {
    this.#before = before.slice(-longestSecret);
  }

  write(text: string): void {
    this.#held += text;
    while (this.#held.length >= piece + longestSecret) this.#giveUpTo(piece);
  }

  /** Gives what surely holds no half secret, because the text is cut here; answers how much was left out. */
  cut(): number {
    while (this.#held.length > longestSecret)
      this.#giveUpTo(Math.min(piece, this.#held.length - longestSecret));
    const left = this.#held.length;
    this.#held = '';
    return left;
  }

  /** Gives the rest. */
  end(): void {
    while (this.#held.length > 0) this.#giveUpTo(Math.min(piece, this.#held.length));
  }

  #giveUpTo(length: number): void {
    const text = this.#before + this.#held.slice(0, length + longestSecret);
    const from = this.#before.length;
    const { masked, end } = this.redactor.redactPart(text, from, from + length);
    this.give(masked);
    this.#held = this.#held.slice(end - from);
    this.#before = text.slice(Math.max(0, end - longestSecret), end);
  }
}
