import { KeptText, type Kept } from './keptText.ts';
import { TerminalLine } from './terminalLine.ts';

/**
 * Where in an escape sequence the reader stands. `string` is the text of an OSC, DCS, SOS, PM or APC, which all
 * end with ST and are dropped; VS Code’s own marks (OSC 633) are among them.
 */
type State = 'ground' | 'escape' | 'escapeIntermediate' | 'csi' | 'string' | 'stringEscape';

const ESC = 0x1b;
const CSI = 0x9b;
const ST = 0x9c;
/** C1 controls that open a string: DCS, SOS, OSC, PM, APC. */
const stringOpeners = new Set([0x90, 0x98, 0x9d, 0x9e, 0x9f]);
/** Private modes that switch to the alternate screen, where vim and less draw. */
const alternateScreens = new Set(['47', '1047', '1049']);
/** Parameters longer than this belong to nothing that is understood here. */
const longestParameters = 64;
/** Nearly everything that programs print; taken at once, because output comes by the megabyte. */
const plainRun = /[\x20-\x7e]+/y;
/** Bidi overrides and isolates: they make text read as something else, in the timeline as anywhere. */
const isBidiControl = (code: number) =>
  (code >= 0x202a && code <= 0x202e) || (code >= 0x2066 && code <= 0x2069);

/**
 * A terminal’s raw output as plain text: what a person would have read, without colours, cursor play and
 * full-screen programs. The only control characters left are `\n` and `\t`. Takes pieces that were split
 * anywhere, in bounded memory. Columns are code points; no attempt is made at a two-dimensional screen: moving
 * the cursor to another row starts a new line.
 */
export class TerminalText {
  #state: State = 'ground';
  #parameters = '';
  #alternate = false;
  #heldSurrogate = '';
  #bytes = 0;
  readonly #line = new TerminalLine();
  readonly #kept: KeptText;

  /** @param also Told of all text whose line is over, whether it is kept here or not. */
  constructor(
    sizes: { readonly head: number; readonly tail: number },
    private readonly also: (text: string) => void = () => {},
  ) {
    this.#kept = new KeptText(sizes.head, sizes.tail);
  }

  /** Bytes of raw output so far, as UTF-8. */
  get bytes(): number {
    return this.#bytes;
  }

  read(): Kept {
    return this.#kept.read(this.#line.text());
  }

  /** The line that is not over yet: `also` was not told of it. */
  get unfinished(): string {
    return this.#line.text();
  }

  write(piece: string): void {
    let text = this.#heldSurrogate + piece;
    this.#heldSurrogate = '';
    if (/[\uD800-\uDBFF]$/.test(text)) {
      this.#heldSurrogate = text.slice(-1);
      text = text.slice(0, -1);
    }
    this.#bytes += Buffer.byteLength(text);
    for (let at = 0; at < text.length;) {
      plainRun.lastIndex = at;
      const run = this.#state === 'ground' ? plainRun.exec(text)?.[0] : undefined;
      const character = run ?? String.fromCodePoint(text.codePointAt(at)!);
      if (run === undefined) this.#take(character, character.codePointAt(0)!);
      else if (!this.#alternate) this.#printRun(run);
      at += character.length;
    }
  }

  #take(character: string, code: number): void {
    if (this.#state === 'string' || this.#state === 'stringEscape') return this.#inString(code);
    if (code === ESC) return this.#to('escape');
    if (code === 0x18 || code === 0x1a) return this.#to('ground');
    if (code < 0x20) return this.#control(code);
    if (code >= 0x7f && code <= 0x9f) return this.#c1(code);
    switch (this.#state) {
      case 'ground':
        if (!this.#alternate && !isBidiControl(code)) this.#print(character);
        return;
      case 'escape':
        return this.#escape(code);
      case 'escapeIntermediate':
        return code >= 0x30 ? this.#to('ground') : undefined;
      case 'csi':
        return this.#csi(character, code);
    }
  }

  #printRun(run: string): void {
    for (let at = 0; at < run.length;) {
      const { used, full } = this.#line.putAscii(at === 0 ? run : run.slice(at));
      if (full !== null) this.#keep(full);
      at += used;
    }
  }

  #keep(text: string): void {
    this.#kept.append(text);
    this.also(text);
  }

  #to(state: State): void {
    this.#state = state;
    this.#parameters = '';
  }

  #print(character: string): void {
    const overflow = this.#line.put(character);
    if (overflow !== null) this.#keep(overflow);
  }

  /** C0 controls act even in the middle of a CSI sequence, as in a real terminal. */
  #control(code: number): void {
    if (this.#alternate) return;
    if (code === 0x08) this.#line.moveTo(this.#line.column - 1);
    else if (code === 0x09) this.#print('\t');
    else if (code >= 0x0a && code <= 0x0c) this.#newLine();
    else if (code === 0x0d) this.#line.moveTo(0);
  }

  #c1(code: number): void {
    if (code === 0x7f) return;
    if (code === 0x85 && !this.#alternate) this.#newLine();
    this.#to(code === CSI ? 'csi' : stringOpeners.has(code) ? 'string' : 'ground');
  }

  #escape(code: number): void {
    if (code >= 0x40 && code <= 0x5f) {
      // ESC and a capital letter is the 7-bit form of a C1 control.
      this.#to('ground');
      this.#c1(code + 0x40);
    } else this.#to(code < 0x30 ? 'escapeIntermediate' : 'ground');
  }

  #inString(code: number): void {
    if (code === ESC) this.#to('stringEscape');
    else if (code === 0x07 || code === 0x18 || code === 0x1a || code === ST) this.#to('ground');
    else if (this.#state === 'stringEscape') {
      // ESC \ ends the string; ESC and anything else ends it too and is a sequence of its own.
      this.#to('escape');
      this.#take(String.fromCodePoint(code), code);
    }
  }

  #csi(character: string, code: number): void {
    if (code < 0x40) {
      if (this.#parameters.length < longestParameters) this.#parameters += character;
      return;
    }
    const parameters = this.#parameters;
    this.#to('ground');
    if (parameters.startsWith('?')) return this.#privateMode(parameters.slice(1), character);
    if (this.#alternate) return;
    const number = Number.parseInt(parameters, 10) || 0;
    const { column } = this.#line;
    if (character === 'K') this.#line.erase(number);
    else if (character === 'C') this.#line.moveTo(column + Math.max(1, number));
    else if (character === 'D') this.#line.moveTo(column - Math.max(1, number));
    else if (character === 'G' || character === '`') this.#line.moveTo(number - 1);
    else if ('ABEFHdf'.includes(character) && !this.#line.empty) this.#newLine();
  }

  #privateMode(parameters: string, final: string): void {
    if (final !== 'h' && final !== 'l') return;
    if (parameters.split(';').some(mode => alternateScreens.has(mode))) this.#alternate = final === 'h';
  }

  #newLine(): void {
    this.#keep(`${this.#line.take()}\n`);
  }
}
