import { t } from '@vscode/l10n';
import { Renderer, type Marked, type Token, type Tokens } from 'marked';
import { escapeCode, escapeHtml, escapeProse } from './escapeHtml.ts';
import { linkTarget } from './linkTarget.ts';
import { plainText, type Outline } from './outline.ts';
import { partSeparator, type RunbookProblem } from './runbook.ts';

/**
 * Characters of source after which the next top-level heading begins a new part. The first part is what a person waits
 * for: one screen.
 */
const partSize = { first: 3_000, next: 8_000 };

export interface RenderedRunbook {
  readonly html: string;
  /** On which line each part begins. */
  readonly partLines: readonly number[];
  readonly links: readonly string[];
  readonly problems: readonly RunbookProblem[];
}

/** Renders the tokens that the outline was made from. */
export function renderRunbook(markdown: Marked, tokens: readonly Token[], outline: Outline): RenderedRunbook {
  const renderer = new RunbookRenderer(outline);
  const options = { ...markdown.defaults, renderer };
  const parts = partsOf(tokens);
  // Not joined: that would copy piece after piece now, and whoever hands it on copies it anyway.
  const html = parts
    .map(part => markdown.parser(part, options))
    .reduce((before, part) => before + partSeparator + part);
  const partLines = parts.map((part, at) => (at === 0 ? 1 : outline.headings.get(part[0]!)!.line));
  return { html, partLines, links: renderer.links, problems: renderer.problems };
}

function partsOf(tokens: readonly Token[]): Token[][] {
  const parts: Token[][] = [[]];
  let length = 0;
  for (const token of tokens) {
    if (token.type === 'heading' && length > (parts.length === 1 ? partSize.first : partSize.next)) {
      parts.push([]);
      length = 0;
    }
    parts.at(-1)!.push(token);
    length += token.raw.length;
  }
  return parts;
}

/** More of a source nobody reads here; UTF-16 units. */
const longestSource = 200_000;

/** The source as it is, for a text that cannot be rendered; of a very long one its beginning, which says so. */
export function renderAsSource(text: string): string {
  const cut = text.length > longestSource;
  const shown = cut ? text.slice(0, longestSource).replace(/[\uD800-\uDBFF]$/, '') : text;
  const rest = cut ? `<p>${t('The rest of it is only in the file.')}</p>\n` : '';
  return `<pre class="source"><code>${escapeCode(shown)}</code></pre>\n${rest}`;
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
    return this.#anchor(href, () => t('Image: {0}', escapeHtml(words || href)));
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
      message: t(
        'The link to “{0}” is shown as text: a runbook links to https, http and mailto addresses, relative paths and #headings.',
        shown,
      ),
    });
  }
}
