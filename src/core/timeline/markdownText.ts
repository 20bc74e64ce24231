import { t } from '@vscode/l10n';
import { hiddenShown, withoutHidden } from './hiddenCharacters.ts';
import { urlOf } from '../webAddress.ts';

/**
 * What `escapedMarkdown` may have to do something about: any character but letters and plain signs, and how an address begins.
 * Accents, and the quotes and dashes of print, count as plain; any other script goes the long way.
 */
const PERHAPS_MARKUP = /[^ !"%'()+,\-./0-9:;=?A-Z^a-z{}\u00A1-\u024F\u2010-\u2027]|[ops]:|w\./i;

/**
 * Any text as one line of Markdown that shows just that text, also inside a table: no markup, HTML, link, mention
 * or formula comes of it. Line breaks become `<br>`.
 */
export function markdownText(text: string): string {
  // Most texts of a timeline are plain words, and a post-mortem may have 100,000: one look spares them eight.
  return PERHAPS_MARKUP.test(text) ? escapedMarkdown(text) : text.trim();
}

/** The same for any text, without a look at it before; exported for the test that holds both together. */
export function escapedMarkdown(text: string): string {
  const escaped = withoutHidden(text)
    .trim()
    .replace(/[\\`*_[\]<>|~&$@#]/g, '\\$&')
    .replace(/\b(https?|ftp|mailto|xmpp)(?=:)/gi, '$1\\')
    .replace(/\bwww(?=\.)/gi, '$&\\')
    .replace(/\t/g, ' ');
  if (!escaped.includes('\n')) return escaped;
  return escaped
    .replace(/\n +/g, '\n')
    .replace(/(?<! ) +\n/g, '\n')
    .replaceAll('\n', '<br>');
}

/**
 * A command as code inside a table cell, a code span a line; what is hidden in it is shown as an escape. Beyond
 * `lines` lines only their number is said.
 */
export function markdownCode(
  text: string,
  lines: number,
  more = (count: number) => t('and {0} more lines', count),
): string {
  const all = text
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .filter(line => line.trim() !== '');
  const shown = all.slice(0, lines).map(codeSpan);
  if (all.length > lines) shown.push(`*${more(all.length - lines)}*`);
  return shown.join('<br>');
}

/** Only https, and http to this machine, becomes a link; anything else stays text. */
export function markdownLink(text: string, href: string | null): string {
  const url = href === null ? null : urlOf(href);
  const loopback = url && ['127.0.0.1', 'localhost', '[::1]'].includes(url.hostname);
  if (url?.protocol !== 'https:' && !(url?.protocol === 'http:' && loopback)) return markdownText(text);
  const target = url.href.replace(/[^A-Za-z0-9:/?#[\]@!$&'*+,=._~%-]/g, encodeURIComponent);
  return `[${markdownText(text)}](<${target}>)`;
}

/**
 * Renderers disagree about a backslash before a pipe in a table’s code span; there, entities in `<code>` say it
 * without doubt.
 */
function codeSpan(line: string): string {
  const shown = hiddenShown(line.replace(/\t/g, '  ')).trimEnd();
  if (/\\\|/.test(shown)) {
    return `<code>${shown.replace(/[^A-Za-z0-9 ,;=/%'"-]/gu, character => `&#${character.codePointAt(0)};`)}</code>`;
  }
  const longest = [...shown.matchAll(/`+/g)].reduce((most, [run]) => Math.max(most, run.length), 0);
  const fence = '`'.repeat(longest + 1);
  const padding = longest > 0 || /^ .* $/.test(shown) ? ' ' : '';
  return `${fence}${padding}${shown.replace(/\|/g, '\\|')}${padding}${fence}`;
}
