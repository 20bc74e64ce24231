import { webAddressOf } from '../incidents/providers/wire.ts';
import type { TitledLink } from './noteData.ts';

/** A piece of a text: words, or an address that a browser may open, with its title where one is known. */
export type TextPiece = string | { readonly href: string; readonly title: string | null };

/** What ends a sentence or closes a bracket behind an address is no part of it. */
const ADDRESS = /\bhttps?:\/\/[^\s<>"'`{}|\\^]+/gi;

/** The text with its addresses taken out of it, in order; joined, the pieces are the text again. */
export function piecesOf(text: string, titled: readonly TitledLink[] = []): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let at = 0;
  for (const { 0: found, index } of text.matchAll(ADDRESS)) {
    const href = withoutEnd(found);
    if (webAddressOf(href) === null) continue;
    if (index > at) pieces.push(text.slice(at, index));
    pieces.push({ href, title: titled.find(link => link.href === href)?.title ?? null });
    at = index + href.length;
  }
  if (at < text.length) pieces.push(text.slice(at));
  return pieces;
}

/** The addresses of a text whose titles are known, each once. @param titleOf Null for one that nobody knows. */
export function titledLinks(text: string, titleOf: (href: string) => string | null): readonly TitledLink[] {
  const links = new Map<string, TitledLink>();
  for (const piece of piecesOf(text)) {
    if (typeof piece === 'string' || links.has(piece.href)) continue;
    const title = titleOf(piece.href);
    if (title !== null && title.trim() !== '')
      links.set(piece.href, { href: piece.href, title: title.trim() });
  }
  return [...links.values()];
}

function withoutEnd(address: string): string {
  let end = address.length;
  // Counted once: a text may end with thousands of them.
  const surplus = { ')': surplusOf(address, '(', ')'), ']': surplusOf(address, '[', ']') };
  for (; end > 0; end--) {
    const last = address[end - 1]!;
    if ('.,;:!?'.includes(last)) continue;
    if ((last !== ')' && last !== ']') || surplus[last] <= 0) break;
    surplus[last]--;
  }
  return address.slice(0, end);
}

function surplusOf(text: string, open: string, close: string): number {
  return text.split(close).length - text.split(open).length;
}
