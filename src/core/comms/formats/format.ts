import { cut, longestText, readNeutral, type NeutralLine } from '../neutralText.ts';

/** How one target writes a message. */
export interface Format<Written> {
  /** The lines as the target wants them, with everything that would mean something there made plain. */
  write(lines: readonly NeutralLine[]): Written;
  /** Whether the target takes it, by its size. */
  fits(written: Written): boolean;
}

/** The message in a target’s own writing. What is too long for the target ends earlier, with “…”. */
export function inFormat<Written>(text: string, format: Format<Written>): Written {
  for (let longest = longestText; ; longest = Math.floor(longest / 2)) {
    const written = format.write(readNeutral(cut(text, longest)));
    if (longest === 0 || format.fits(written)) return written;
  }
}

/** Not seen, and belongs to no word: what stands on both sides of it is no longer read as one. */
export const between = '\u200b';

/** Nothing of it is made a link by a program that looks for addresses: schemes, `www.`, mail, bare domains. */
export function unlinked(text: string): string {
  return text
    .replace(/:(?=\/\/)/g, `:${between}`)
    .replace(/\b(mailto|tel|sip|xmpp|callto):/gi, `$1:${between}`)
    .replace(/(?<=[\p{L}\p{N}-])\.(?=\p{L}{2})/gu, `.${between}`);
}

/** `@channel`, `@all`, a person: none of them is told. The full-width form is read as the other in places. */
export function unmentioned(text: string): string {
  return text.replace(/[@\uFF20\uFE6B]/g, `$&${between}`);
}

/** `:fire:` stays what it is. */
export function withoutEmoji(text: string): string {
  return text.replace(/:(?=[\p{L}\p{N}_+'-]{1,100}:)/gu, `:${between}`);
}

/** UTF-8 */
export function bytesOf(text: string): number {
  return Buffer.byteLength(text);
}
