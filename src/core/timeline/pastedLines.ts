/**
 * What was pasted into a box of one line. Such a box makes a space of each line break (Chromium, and so VS Code’s), and
 * an extension hears of the value only: so the clipboard is held against it, and the lines are put back when the value
 * is taken.
 */
export class PastedLines {
  /** As it stands in the box → as it was. */
  readonly #pasted = new Map<string, string>();
  #value = '';

  /** Whether more than one key’s worth came at once: only then is it worth asking what is in the clipboard. */
  isPaste(value: string): boolean {
    const before = this.#value;
    this.#value = value;
    const most = Math.min(before.length, value.length);
    let start = 0;
    while (start < most && before[start] === value[start]) start++;
    let end = 0;
    while (end < most - start && before.at(-1 - end) === value.at(-1 - end)) end++;
    return value.length - start - end > 1;
  }

  /** Remembers the lines of the clipboard, where it is what stands in the box now. */
  take(value: string, clipboard: string): void {
    const text = clipboard.replace(/\r\n?/g, '\n').replace(/(?<!\n)\n+$/, '');
    const flat = text.replaceAll('\n', ' ');
    if (text.includes('\n') && value.includes(flat)) this.#pasted.set(flat, text);
  }

  /** The value with its lines; what was changed since it was pasted stays as it reads. */
  restored(value: string): string {
    let text = value;
    for (const [flat, lines] of this.#pasted) text = text.replaceAll(flat, () => lines);
    return text;
  }
}
