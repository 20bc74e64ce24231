/** What was kept of a text that may be endless: all of it, or its head and its tail. */
export interface Kept {
  readonly head: string;
  /** Empty where nothing was cut: then `head` is everything. */
  readonly tail: string;
  readonly cut: boolean;
}

/** Keeps the head and the tail of a text that comes in pieces, in bounded memory. Sizes in UTF-16 units. */
export class KeptText {
  #head = '';
  #tail = '';
  #length = 0;

  constructor(
    private readonly headSize: number,
    private readonly tailSize: number,
  ) {}

  append(text: string): void {
    this.#length += text.length;
    const room = this.headSize - this.#head.length;
    this.#head += text.slice(0, Math.max(0, room));
    this.#tail += room > 0 ? text.slice(room) : text;
    // Not at every piece: each cut copies the tail.
    if (this.#tail.length > 4 * this.tailSize) this.#tail = this.#tail.slice(-this.tailSize);
  }

  /** `pending` follows what was appended, without being kept. */
  read(pending: string): Kept {
    const length = this.#length + pending.length;
    if (length <= this.headSize + this.tailSize)
      return { head: this.#head + this.#tail + pending, tail: '', cut: false };
    const room = this.headSize - this.#head.length;
    const head = this.#head + pending.slice(0, Math.max(0, room));
    const tail = (this.#tail + pending.slice(Math.max(0, room))).slice(-this.tailSize);
    return { head: wholeCharacters(head), tail: wholeCharacters(tail), cut: true };
  }
}

/** Without the half of a surrogate pair that a cut left at either end. */
function wholeCharacters(text: string): string {
  return text.replace(/^[\uDC00-\uDFFF]|[\uD800-\uDBFF]$/g, '');
}
