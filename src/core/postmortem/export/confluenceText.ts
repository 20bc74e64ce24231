import type { Clock } from '../../clock.ts';
import { inMarkup, type Markup } from './plainMarkup.ts';

/** What could begin markup or a macro (Atlassian, “Confluence Wiki Markup”). */
const plain = (text: string) =>
  text.replace(/[\\{}[\]|*_?^~+!-]/g, '\\$&').replace(/^(h[1-6]|bq)\./gm, '$1\\.');

const confluence: Markup = {
  text: plain,
  strong: text => `*${text}*`,
  emphasis: text => `_${text}_`,
  strike: text => `-${text}-`,
  code: text => `{{${plain(text)}}}`,
  link: (words, url) => `[${words.replace(/\n/g, ' ')}|${url.replace(/[|\]]/g, encodeURIComponent)}]`,
  lineBreak: '\\\\ ',
  heading: (words, depth) => `h${depth}. ${words}`,
  item: (words, depth, ordered) => `${(ordered ? '#' : '*').repeat(depth)} ${words}`,
  block: (text, language) =>
    `{code${/^[a-z]+$/.test(language) ? `:language=${language}` : ''}}\n${text.replace(/\{code/gi, '{ code')}\n{code}`,
  quote: text => `{quote}\n${text}\n{quote}`,
  table: (head, rows) =>
    [`||${head.map(cell).join('||')}||`, ...rows.map(row => `|${row.map(cell).join('|')}|`)].join('\n'),
  rule: '----',
};

/** The document as Confluence’s wiki markup, for “Insert › Markup”. Throws NotPossibleError. */
export function confluenceText(source: string, clock: Clock): string {
  return inMarkup(source, confluence, clock);
}

/** An empty cell must hold something, else Confluence takes two bars for a heading. */
function cell(text: string): string {
  return text.trim() === '' ? ' ' : text;
}
