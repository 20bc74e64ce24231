/** A line longer than this is given away in parts, so that output without line ends needs no more memory. */
const longestLine = 8_192;

/** No cursor goes further right than this in blank space: a few bytes must not become kilobytes of blanks. */
const widestScreen = 512;

/** The line that the cursor stands in: what carriage return, backspace and erasing still can change. */
export class TerminalLine {
  #cells: string[] = [];
  #column = 0;

  get column(): number {
    return this.#column;
  }

  get empty(): boolean {
    return this.#cells.length === 0;
  }

  text(): string {
    return this.#cells.join('');
  }

  /** The text; the line is empty afterwards. */
  take(): string {
    const text = this.text();
    this.#cells = [];
    this.#column = 0;
    return text;
  }

  moveTo(column: number): void {
    this.#column = Math.min(Math.max(0, column), Math.max(widestScreen, this.#cells.length));
  }

  /** Writes over what stands at the cursor. Answers the line’s text when it is full and starts over; else null. */
  put(character: string): string | null {
    while (this.#cells.length < this.#column) this.#cells.push(' ');
    this.#cells[this.#column] = character;
    this.#column += 1;
    return this.#column >= longestLine ? this.take() : null;
  }

  /** 0: from the cursor to the end; 1: from the start to the cursor; 2: all. The cursor stays. */
  erase(part: number): void {
    if (part === 0) this.#cells.length = Math.min(this.#cells.length, this.#column);
    else if (part === 1) this.#cells.fill(' ', 0, Math.min(this.#cells.length, this.#column + 1));
    else if (part === 2) this.#cells = [];
  }
}
