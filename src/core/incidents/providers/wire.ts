import { t } from '@vscode/l10n';
import { utc, type UtcTime } from '../../clock.ts';
import { urlOf } from '../../webAddress.ts';

/*
 * Reading JSON that somebody else wrote: nothing is taken on trust, and what has the wrong shape counts as absent.
 */

export type WireObject = { readonly [name: string]: unknown };

export function objectOf(value: unknown): WireObject | null {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as WireObject) : null;
}

/** The elements of a list that are objects. */
export function objectsOf(value: unknown): readonly WireObject[] {
  return Array.isArray(value) ? value.map(objectOf).filter(element => element !== null) : [];
}

/** One line of clean text; null where there is none. */
export function lineOf(value: unknown): string | null {
  return typeof value === 'string' ? oneLine(value) || null : null;
}

/** A time as PagerDuty writes it, `2026-11-29T10:15:00Z`, of a day that there is in that month of any year. */
const wholeSecond =
  /^\d{4}-(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1\d|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\dZ$/;

export function timeOf(value: unknown): UtcTime | null {
  // Several in each of 10,000 incidents, and reading and writing one anew takes ten times as long.
  if (typeof value === 'string' && wholeSecond.test(value)) return `${value.slice(0, -1)}.000Z`;
  const ms = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? null : utc(ms);
}

/** Ids become parts of URLs and of file names, so only plain ones count. */
export function idOf(value: unknown): string | null {
  return typeof value === 'string' && /^[A-Za-z0-9_-]{1,64}$/.test(value) ? value : null;
}

/**
 * Everything that is not seen but changes how the rest is read: control, bidi and invisible format characters.
 * The two variation selectors stay: they only choose between the text and the colour form of a symbol.
 */
const unseen = /(?![\n\t\uFE0E\uFE0F])[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}]/gu;

/** Text of several lines without unseen characters. Tabs stay: what was indented comes back as it was written. */
export function plainText(text: string): string {
  return text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(unseen, '')
    .trim();
}

/** Anything but words of plain signs, or of letters with accents, with one space between them. */
const unclean = /[^ -~\u00A1-\u00AC\u00AE-\u024F\u2010-\u2027]|^ | $| {2}/;

/** The same, on one line. */
export function oneLine(text: string): string {
  // Nearly every text is clean, and an incident has a dozen: one look spares them four.
  if (!unclean.test(text)) return text;
  return plainText(text).replace(/\s+/g, ' ');
}

/** The address, where a browser may be sent there: https, or http to this machine. */
export function webAddressOf(value: unknown): string | null {
  const url = typeof value === 'string' ? urlOf(value) : null;
  return url && isSafeOrigin(url) ? url.href : null;
}

/** The address of a link that a person may follow after having seen it: http or https, whatever the host. */
export function linkOf(value: unknown): string | null {
  const url = urlOf(lineOf(value) ?? '');
  return url?.protocol === 'https:' || url?.protocol === 'http:' ? url.href : null;
}

/** A whole number that is not negative; null for anything else. */
export function countOf(value: unknown): number | null {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : null;
}

/** Longer values are cut; the rest is only at the provider. UTF-16 units. */
const longestValue = 16 * 1024;

/** Any value as text of several lines: texts as they are, everything else as compact JSON; empty for none. */
export function textOf(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value === 'string') return cut(plainText(value));
  try {
    return cut(plainText(JSON.stringify(value)));
  } catch {
    // JSON can be nested deeper than it can be written again.
    return t('(nested too deeply to show)');
  }
}

function cut(text: string): string {
  if (text.length <= longestValue) return text;
  // Not in the middle of a character of two units.
  const end = /[\uD800-\uDBFF]/.test(text[longestValue - 1]!) ? longestValue - 1 : longestValue;
  return t('{0}… (cut)', text.slice(0, end));
}

/** https, or http that never leaves the machine. */
export function isSafeOrigin(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url));
}

export function isLoopback(url: URL): boolean {
  return (
    url.hostname === 'localhost' || url.hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(url.hostname)
  );
}
