/**
 * Control, bidi and invisible characters, which can make a text look like another. Joiners (U+200C, U+200D)
 * stay: scripts and emoji need them.
 */
const HIDDEN =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u202A-\u202E\u2060-\u206F\uFEFF\u{E0000}-\u{E007F}]/gu;

/** A text for the timeline: without hidden characters, every kind of line break as `\n`. */
export function withoutHidden(text: string): string {
  return text.replace(/\r\n?|\u2028|\u2029/g, '\n').replace(HIDDEN, '');
}

/** The same text with its hidden characters to be seen as `\u{202E}`: for commands, where each one matters. */
export function hiddenShown(text: string): string {
  return text.replace(HIDDEN, character => `\\u{${character.codePointAt(0)!.toString(16).toUpperCase()}}`);
}
