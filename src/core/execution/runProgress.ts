import { t } from '@vscode/l10n';
import type { Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';
import type { Redactor } from './redact.ts';
import { TerminalText } from './terminalText.ts';

/** What can be seen of a run while it goes on. */
export interface Progress {
  readonly outputTail: string;
  readonly outputCut: boolean;
  /** One sentence for the person; null when there is nothing to say. */
  readonly remark: string | null;
}

/** UTF-16 units shown at most of each end of the output. */
const shown = { head: 2_000, tail: 8_000 };

/**
 * So much more is kept behind each cut, and dropped after masking: half of a secret that a cut went through
 * cannot be recognised, and no secret masked here is longer than this.
 */
const margin = 8_192;

/** At most about four changes a second. */
const betweenChanges = 250;

/** A block that says nothing for so long may be asking something, ms. */
export const quietTime = 8_000;

/** The output of one run as it comes, without escapes and secrets, and what there is to say about it. */
export class RunProgress implements Disposable {
  readonly #text: TerminalText;
  #remark: string | null = null;
  #quiet = false;
  #changedAt = -Infinity;
  #cancelChange: (() => void) | null = null;
  #cancelQuiet: (() => void) | null = null;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly redactor: Redactor;
      /** Said after quiet seconds, in the person’s language. */
      readonly quietRemark: string;
      readonly onChange: () => void;
      /** Told of the text of every line that is over, nothing masked. */
      readonly onText?: (text: string) => void;
    },
  ) {
    this.#text = new TerminalText({ head: shown.head + margin, tail: shown.tail + margin }, text =>
      parts.onText?.(text),
    );
  }

  /** The line that is not over yet: `onText` was not told of it. */
  get unfinished(): string {
    return this.#text.unfinished;
  }

  /** Output can be read from now on, so silence means something. */
  listen(): void {
    this.#waitForQuiet();
  }

  output(piece: string): void {
    this.#text.write(piece);
    this.#quiet = false;
    this.#waitForQuiet();
    this.#change();
  }

  /** Something to say that stays until it is replaced. */
  set remark(remark: string | null) {
    if (remark === this.#remark) return;
    this.#remark = remark;
    this.#change();
  }

  now(): Progress {
    const { head, tail, cut } = this.#text.read();
    const masked = (text: string) => this.parts.redactor.redact(text).text;
    const remark = this.#remark ?? (this.#quiet ? this.parts.quietRemark : null);
    if (!cut) return { outputTail: masked(head).trimEnd(), outputCut: false, remark };
    const mark = t('[… cut here: {0} bytes of output in all …]', this.#text.bytes);
    const outputTail = `${masked(head).slice(0, -margin)}\n${mark}\n${masked(tail).slice(margin)}`;
    return { outputTail: outputTail.trimEnd(), outputCut: true, remark };
  }

  /** No change is announced any more; `now` goes on answering. */
  dispose(): void {
    this.#cancelChange?.();
    this.#cancelQuiet?.();
  }

  #change(): void {
    if (this.#cancelChange) return;
    const wait = Math.max(0, this.#changedAt + betweenChanges - this.parts.clock.now());
    this.#cancelChange = this.parts.clock.after(Math.min(wait, betweenChanges), () => {
      this.#cancelChange = null;
      this.#changedAt = this.parts.clock.now();
      this.parts.onChange();
    });
  }

  #waitForQuiet(): void {
    this.#cancelQuiet?.();
    this.#cancelQuiet = this.parts.clock.after(quietTime, () => {
      this.#quiet = true;
      this.#change();
    });
  }
}
