/** A line longer than this is given away in parts, so that output without line ends needs no more memory. */
const longestLine = 8_192;

/** No cursor goes further right than this in blank space: a few bytes must not become kilobytes of blanks. */
const widestScreen = 512;

/** The line that the cursor stands in: what carriage return, backspace and erasing still can change. */
export class TerminalLine {
  /** One code point each. */
  #cells: string[] = [];
  /** Follows the cells: ASCII that was simply appended, by far the most there is. */
  #appended = '';
  #column = 0;

  get column(): number {
    return this.#column;
  }

  get #length(): number {
    return this.#cells.length + this.#appended.length;
  }

  get empty(): boolean {
    return this.#length === 0;
  }

  text(): string {
    return this.#cells.join('') + this.#appended;
  }

  /** The text; the line is empty afterwards. */
  take(): string {
    const text = this.text();
    this.#cells = [];
    this.#appended = '';
    this.#column = 0;
    return text;
  }

  moveTo(column: number): void {
    this.#column = Math.min(Math.max(0, column), Math.max(widestScreen, this.#length));
  }

  /** Writes one code point over what stands at the cursor. Answers a full line’s text and starts over; else null. */
  put(character: string): string | null {
    const cells = this.#asCells();
    while (cells.length < this.#column) cells.push(' ');
    cells[this.#column] = character;
    this.#column += 1;
    return this.#takeIfFull();
  }

  /** Writes as much of a run of printable ASCII as the line can take: `used` units, at least one. */
  putAscii(run: string): { used: number; full: string | null } {
    if (this.#column !== this.#length) return { used: 1, full: this.put(run.charAt(0)) };
    const part = run.slice(0, longestLine - this.#column);
    this.#appended += part;
    this.#column += part.length;
    return { used: part.length, full: this.#takeIfFull() };
  }

  /** 0: from the cursor to the end; 1: from the start to the cursor; 2: all. The cursor stays. */
  erase(part: number): void {
    const cells = this.#asCells();
    if (part === 0) cells.length = Math.min(cells.length, this.#column);
    else if (part === 1) cells.fill(' ', 0, Math.min(cells.length, this.#column + 1));
    else if (part === 2) cells.length = 0;
  }

  #asCells(): string[] {
    for (const character of this.#appended) this.#cells.push(character);
    this.#appended = '';
    return this.#cells;
  }

  #takeIfFull(): string | null {
    return this.#column >= longestLine ? this.take() : null;
  }
}
