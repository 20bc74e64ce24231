import type { Token, Tokens } from 'marked';
import type { Clock } from '../../clock.ts';
import { decodeReferences } from '../../runbooks/escapeHtml.ts';
import { linkTarget } from '../../runbooks/linkTarget.ts';
import { documentTokens, isDiagram } from './documentTokens.ts';

/** How another tool writes what Markdown writes. Each takes and gives text that is in its markup already. */
export interface Markup {
  /** Plain text, so that it shows just that. */
  text(text: string): string;
  strong(text: string): string;
  emphasis(text: string): string;
  strike(text: string): string;
  code(text: string): string;
  /** `url` is https, http or mailto. */
  link(words: string, url: string): string;
  /** Within a paragraph or a cell. */
  lineBreak: string;
  heading(words: string, depth: number): string;
  /** `depth` from 1. */
  item(words: string, depth: number, ordered: boolean, number: number): string;
  block(text: string, language: string): string;
  quote(text: string): string;
  table(head: readonly string[], rows: readonly (readonly string[])[]): string;
  rule: string;
}

/** The document in that markup, its pieces an empty line apart. Throws NotPossibleError. */
export function inMarkup(source: string, markup: Markup, clock: Clock): string {
  return `${blocks(documentTokens(source, clock), markup)}\n`;
}

function blocks(tokens: readonly Token[], markup: Markup): string {
  return tokens
    .map(token => block(token, markup))
    .filter(text => text !== '')
    .join('\n\n');
}

function block(token: Token, markup: Markup): string {
  if (isDiagram(token)) return '';
  switch (token.type) {
    case 'heading':
      return markup.heading(inline(token.tokens, markup), (token as Tokens.Heading).depth);
    case 'paragraph':
    case 'text':
      return token.tokens
        ? inline(token.tokens, markup)
        : markup.text(decodeReferences(token.text as string));
    case 'code':
      return markup.block(token.text as string, ((token as Tokens.Code).lang ?? '').split(/\s/)[0]!);
    case 'blockquote':
      return markup.quote(blocks(token.tokens ?? [], markup));
    case 'list':
      return list(token as Tokens.List, markup, 1);
    case 'table': {
      const { header, rows } = token as Tokens.Table;
      const cells = (row: readonly Tokens.TableCell[]) => row.map(({ tokens }) => inline(tokens, markup));
      return markup.table(cells(header), rows.map(cells));
    }
    case 'hr':
      return markup.rule;
    case 'html':
      return /^\s*<!--/.test(token.raw) ? '' : markup.text(token.raw.trim());
    default:
      return '';
  }
}

function list({ items, ordered, start }: Tokens.List, markup: Markup, depth: number): string {
  return items
    .flatMap((item, index) => {
      const words = item.tokens
        .filter(({ type }) => type !== 'list')
        .map(token => (token.type === 'checkbox' ? '' : block(token, markup)))
        .filter(text => text !== '')
        .join(markup.lineBreak);
      const tick = item.task ? `${item.checked ? '☑' : '☐'} ` : '';
      const inner = item.tokens.filter(({ type }) => type === 'list');
      return [
        markup.item(tick + words, depth, ordered, (typeof start === 'number' ? start : 1) + index),
        ...inner.map(token => list(token as Tokens.List, markup, depth + 1)),
      ];
    })
    .join('\n');
}

function inline(tokens: readonly Token[] | undefined, markup: Markup): string {
  return (tokens ?? []).map(token => piece(token, markup)).join('');
}

function piece(token: Token, markup: Markup): string {
  switch (token.type) {
    case 'strong':
      return markup.strong(inline(token.tokens, markup));
    case 'em':
      return markup.emphasis(inline(token.tokens, markup));
    case 'del':
      return markup.strike(inline(token.tokens, markup));
    case 'codespan':
      return markup.code(token.text as string);
    case 'br':
      return markup.lineBreak;
    case 'link': {
      const target = linkTarget((token as Tokens.Link).href);
      const words = inline(token.tokens, markup);
      return target !== null && /^(?:https?:|mailto:)/i.test(target) ? markup.link(words, target) : words;
    }
    case 'image':
      return markup.text((token as Tokens.Image).text);
    case 'html':
      if (/^<br\s?\/?>$/i.test(token.raw.trim())) return markup.lineBreak;
      return /^<\/?code>$|^<!--/i.test(token.raw) ? '' : markup.text(token.raw);
    case 'checkbox':
      return '';
    default:
      if (token.type === 'text' && 'tokens' in token && token.tokens) return inline(token.tokens, markup);
      return markup.text(decodeReferences(String((token as { text?: unknown }).text ?? token.raw)));
  }
}
