import { Renderer, type Tokens } from 'marked';
import type { Clock } from '../../clock.ts';
import { escapeCode, escapeHtml, escapeProse } from '../../runbooks/escapeHtml.ts';
import { linkTarget } from '../../runbooks/linkTarget.ts';
import { documentTokens, isDiagram, markdown } from './documentTokens.ts';
import { printStyle } from './printStyle.ts';

export interface HtmlOptions {
  readonly clock: Clock;
  /** `en`, `fr`. */
  readonly language: string;
  /** The pictures beside the document by the name it gives them, as data URIs; others are named only. */
  readonly pictures: ReadonlyMap<string, string>;
}

const picture = /^data:image\/(?:png|jpeg|gif|webp|svg\+xml);base64,[A-Za-z0-9+/=]+$/;

/**
 * The document as one HTML file that needs nothing else, prints well and runs nothing: what is written in it is
 * escaped, pictures are data, and a policy in its head allows no script and no request. An SVG is shown as a picture,
 * where no browser runs what is in it. Throws NotPossibleError.
 */
export function postMortemHtml(source: string, { clock, language, pictures }: HtmlOptions): string {
  const tokens = documentTokens(source, clock).filter(token => !isDiagram(token));
  const body = markdown.parser([...tokens], {
    ...markdown.defaults,
    renderer: new DocumentRenderer(pictures),
  });
  const title = /^#\s+(.+)$/m.exec(source)?.[1]?.replace(/\\(?=[!-/:-@[-`{-~])/g, '') ?? 'Post-mortem';
  return `<!DOCTYPE html>
<html lang="${escapeHtml(language)}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(title.trim())}</title>
<style>
${printStyle}</style>
</head>
<body>
<main>
${body}</main>
</body>
</html>
`;
}

/** The names of the pictures that stand beside the document, in order. */
export function picturesIn(source: string): readonly string[] {
  const names = [...source.matchAll(/!\[[^[\]]*\]\(<?([^()<>\s]+)(?:[>\s][^)]{0,500})?\)/g)].map(
    ([, name]) => name!,
  );
  return [...new Set(names.filter(name => /^[\w][\w. -]*\.(?:svg|png|jpe?g|gif|webp)$/i.test(name)))];
}

class DocumentRenderer extends Renderer {
  constructor(private readonly pictures: ReadonlyMap<string, string>) {
    super();
  }

  override code({ text }: Tokens.Code): string {
    return `<pre><code>${escapeCode(text)}\n</code></pre>\n`;
  }

  override codespan({ text }: Tokens.Codespan): string {
    return `<code>${escapeCode(text)}</code>`;
  }

  /** What the extension writes itself (a break, code whose pipes a table would split) means what it says. */
  override html({ text, block }: Tokens.HTML | Tokens.Tag): string {
    const trimmed = text.trim();
    if (/^<br\s?\/?>$/i.test(trimmed)) return '<br>';
    if (/^<\/?code>$/i.test(trimmed)) return trimmed.toLowerCase();
    if (trimmed.startsWith('<!--') && trimmed.indexOf('-->') === trimmed.length - 3) return '';
    return block ? `<p>${escapeHtml(trimmed)}</p>\n` : escapeHtml(text);
  }

  override text(token: Tokens.Text | Tokens.Escape): string {
    return 'tokens' in token && token.tokens
      ? this.parser.parseInline(token.tokens)
      : escapeProse(token.text);
  }

  override checkbox({ checked }: Tokens.Checkbox): string {
    return checked ? '☑ ' : '☐ ';
  }

  override tablecell(token: Tokens.TableCell): string {
    const tag = token.header ? 'th' : 'td';
    return `<${tag}>${this.parser.parseInline(token.tokens)}</${tag}>`;
  }

  override link({ href, tokens }: Tokens.Link): string {
    const target = linkTarget(href);
    const words = this.parser.parseInline(tokens);
    // A relative path leads nowhere once the file is sent to somebody.
    if (target === null || !/^(?:https?:|mailto:)/i.test(target)) return words;
    return `<a href="${escapeHtml(target)}" rel="noreferrer">${words}</a>`;
  }

  override image({ href, text }: Tokens.Image): string {
    const data = this.pictures.get(href);
    return data !== undefined && picture.test(data)
      ? `<img src="${data}" alt="${escapeHtml(text)}">`
      : `<em>[${escapeHtml(text || href)}]</em>`;
  }
}
