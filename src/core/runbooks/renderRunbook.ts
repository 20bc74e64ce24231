import { Renderer, type Marked, type Token, type Tokens } from 'marked';
import { escapeCode, escapeHtml, escapeProse } from './escapeHtml.ts';
import { linkTarget } from './linkTarget.ts';
import { plainText, type Outline } from './outline.ts';
import type { RunbookProblem } from './runbook.ts';

/**
 * Stands between two parts of the HTML, at the top level only. A screen may sanitise and show part after
 * part; whoever ignores it sees a comment. Text of the runbook cannot contain it: it is escaped.
 */
export const partSeparator = '<!--part-->';

/** Characters of source after which the next top-level heading begins a new part. */
const partSize = 8_000;

export interface RenderedRunbook {
  readonly html: string;
  readonly links: readonly string[];
  readonly problems: readonly RunbookProblem[];
}

/** Renders the tokens that the outline was made from. */
export function renderRunbook(markdown: Marked, tokens: readonly Token[], outline: Outline): RenderedRunbook {
  const renderer = new RunbookRenderer(outline);
  const options = { ...markdown.defaults, renderer };
  const html = partsOf(tokens).map(part => markdown.parser(part, options));
  return { html: html.join(partSeparator), links: renderer.links, problems: renderer.problems };
}

function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let length = 0;
  for (const token of tokens) {
    if (token.type === 'heading' && length > partSize) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)!.push(token);
    length += token.raw.length;
  }
  return parts;
}

/** The source as it is, for a text that cannot be rendered. */
export function renderAsSource(text: string): string {
  return `<pre class="source"><code>${escapeCode(text)}</code></pre>\n`;
}

/**
 * Writes only this vocabulary: Markdown’s own tags with `data-block`, `data-check`, `data-link`,
 * `data-slug`, `data-line`, `title`, `start` and a few fixed classes. Whatever comes from the text is escaped.
 */
class RunbookRenderer extends Renderer {
  readonly links: string[] = [];
  readonly problems: RunbookProblem[] = [];
  #line = 1;
  #insideLink = false;

  constructor(private readonly outline: Outline) {
    super();
  }

  /** ` data-line="…"`, and remembers the line for problems found within. */
  #lineAttribute(line: number | undefined): string {
    if (line === undefined) return '';
    this.#line = line;
    return ` data-line="${line}"`;
  }

  override code(token: Tokens.Code): string {
    const block = this.outline.blocks.get(token);
    const line = this.#lineAttribute(block?.line);
    const language = block?.language ? ` class="language-${escapeHtml(block.language)}"` : '';
    return `<pre data-block="${block?.id ?? ''}"${line}><code${language}>${escapeCode(token.text)}\n</code></pre>\n`;
  }

  override heading(token: Tokens.Heading): string {
    const { slug = '', line } = this.outline.headings.get(token) ?? {};
    const attributes = `data-slug="${escapeHtml(slug)}"${this.#lineAttribute(line)}`;
    return `<h${token.depth} ${attributes}>${this.parser.parseInline(token.tokens)}</h${token.depth}>\n`;
  }

  override paragraph(token: Tokens.Paragraph): string {
    const line = this.#lineAttribute(this.outline.lines.get(token));
    return `<p${line}>${this.parser.parseInline(token.tokens)}</p>\n`;
  }

  override listitem(item: Tokens.ListItem): string {
    const task = item.task ? ' class="task"' : '';
    const line = this.#lineAttribute(this.outline.lines.get(item));
    return `<li${task}${line}>${this.parser.parse(item.tokens)}</li>\n`;
  }

  override checkbox(token: Tokens.Checkbox): string {
    return `<input type="checkbox" data-check="${this.outline.checks.get(token)?.id ?? ''}" disabled> `;
  }

  override tablecell(token: Tokens.TableCell): string {
    const tag = token.header ? 'th' : 'td';
    const align = token.align ? ` class="align-${token.align}"` : '';
    return `<${tag}${align}>${this.parser.parseInline(token.tokens)}</${tag}>\n`;
  }

  /** Only a line break means in Markdown what it means in HTML; comments are for writers, the rest is shown. */
  override html({ text, block }: Tokens.HTML | Tokens.Tag): string {
    const trimmed = text.trim();
    if (/^<br\s?\/?>$/i.test(trimmed)) return '<br>';
    if (trimmed.startsWith('<!--') && trimmed.indexOf('-->') === trimmed.length - 3) return '';
    return block ? `<p>${escapeHtml(trimmed)}</p>\n` : escapeHtml(text);
  }

  override codespan({ text }: Tokens.Codespan): string {
    return `<code>${escapeCode(text)}</code>`;
  }

  override text(token: Tokens.Text | Tokens.Escape): string {
    return 'tokens' in token && token.tokens
      ? this.parser.parseInline(token.tokens)
      : escapeProse(token.text);
  }

  override link({ href, text, tokens, autolink }: Tokens.Link): string {
    return this.#anchor(href, () => (autolink ? escapeHtml(text) : this.parser.parseInline(tokens)));
  }

  /** Not loaded: a link that says what it would show. */
  override image({ href, text, tokens }: Tokens.Image): string {
    const words = (tokens ? plainText(tokens) : text).trim();
    return this.#anchor(href, () => `Image: ${escapeHtml(words || href)}`);
  }

  #anchor(href: string, label: () => string): string {
    // A picture inside a link is part of that link’s words.
    if (this.#insideLink) return label();
    const target = linkTarget(href);
    if (target === null) this.#refuse(href);
    this.#insideLink = true;
    const words = label();
    this.#insideLink = false;
    if (target === null) return words;
    const number = this.links.push(target) - 1;
    const local = target.startsWith('#') ? escapeHtml(target) : '#';
    return `<a data-link="${number}" href="${local}" title="${escapeHtml(target)}">${words}</a>`;
  }

  #refuse(href: string): void {
    const shown = href.length > 60 ? `${href.slice(0, 60)}…` : href;
    this.problems.push({
      line: this.#line,
      message: `The link to “${shown}” is shown as text: a runbook links to https, http and mailto addresses, relative paths and #headings.`,
    });
  }
}
