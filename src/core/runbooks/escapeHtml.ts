import { mayHide, splitAtHidden } from './hiddenCharacters.ts';

const entities: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Safe as text and inside a quoted attribute. */
export function escapeHtml(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(/[&<>"']/g, character => entities[character]!) : text;
}

const proseSpecial = /[<>"']|&(?!(?:#\d{1,7}|#[Xx][\da-fA-F]{1,6}|\w+);)/g;

/** As `escapeHtml`, but Markdown’s character references (`&copy;`, `&#169;`) stay what their writer meant. */
export function escapeProse(text: string): string {
  return /[&<>"']/.test(text) ? text.replace(proseSpecial, character => entities[character]!) : text;
}

/** For code: what could hide in it is shown as its code point. */
export function escapeCode(text: string): string {
  if (!mayHide(text)) return escapeHtml(text);
  return splitAtHidden(text)
    .map(
      ({ visible, escape }) => escapeHtml(visible) + (escape ? `<span class="escape">${escape}</span>` : ''),
    )
    .join('');
}

const named: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
};

/** Character references as the characters they stand for: the numeric ones and those Markdown itself needs. */
export function decodeReferences(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(?:#(\d{1,7})|#[Xx]([\da-fA-F]{1,6})|(\w+));/g, (whole, decimal, hex, name) => {
    if (name !== undefined) return Object.hasOwn(named, name) ? named[name]! : whole;
    const code = decimal === undefined ? parseInt(hex, 16) : parseInt(decimal, 10);
    const valid = code > 0 && code <= 0x10ffff && !(code >= 0xd800 && code <= 0xdfff);
    return valid ? String.fromCodePoint(code) : '\uFFFD';
  });
}
