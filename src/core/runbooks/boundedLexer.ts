import { t } from '@vscode/l10n';
import { Tokenizer, type Marked, type Tokens, type TokensList } from 'marked';
import type { Clock } from '../clock.ts';
import { numberText } from '../numberText.ts';

/** Deeper than any text meant for people; marked recurses once a level and some inputs cost the square of it. */
const maxNesting = 32;
/** marked’s autolink rule costs the square of a line (`http://a` and 100,000 `)`: seconds). */
const maxLineLength = 20_000;
/** marked’s list rule costs the square of the lines of one item, in one call that nothing can look into. */
const maxLines = 50_000;
/** So much more than an honest text of that size takes that a machine with no time to spare still renders it. */
const budgetMs = (length: number) => 1_000 + length / 1024;

export type LexResult =
  | { readonly ok: true; readonly tokens: TokensList }
  /** `reason` ends a sentence. */
  | { readonly ok: false; readonly reason: string; readonly line: number };

class LimitReached extends Error {}

/**
 * marked’s own tokenizer with a floor under it. Lexing is synchronous and cannot be aborted from
 * outside, so the two methods that open every turn of its loops look at the clock, and those that
 * recurse count how deep they are.
 *
 * Between two looks no more than half of the time counts: a machine that stood still meanwhile, once, makes no honest
 * text a slow one.
 */
class BoundedTokenizer extends Tokenizer {
  #depth = 0;
  #spentMs = 0;
  #lookedAt: number;

  constructor(
    private readonly clock: Clock,
    private readonly mostMs: number,
  ) {
    super();
    this.#lookedAt = clock.now();
  }

  #checkTime(): void {
    const now = this.clock.now();
    this.#spentMs += Math.min(now - this.#lookedAt, this.mostMs / 2);
    this.#lookedAt = now;
    if (this.#spentMs > this.mostMs) throw new LimitReached(t('it takes too long to read.'));
  }

  /** Left by counting down. Not after a throw: that ends the lexing, and each has a tokenizer of its own. */
  #enter(): void {
    if (++this.#depth > maxNesting)
      throw new LimitReached(t('it is nested more than {0} levels deep.', maxNesting));
  }

  override space(src: string): Tokens.Space | undefined {
    this.#checkTime();
    return super.space(src);
  }

  override escape(src: string): Tokens.Escape | undefined {
    this.#checkTime();
    return super.escape(src);
  }

  override blockquote(src: string): Tokens.Blockquote | undefined {
    this.#enter();
    const token = super.blockquote(src);
    this.#depth--;
    return token;
  }

  override list(src: string): Tokens.List | undefined {
    this.#enter();
    const token = super.list(src);
    this.#depth--;
    return token;
  }

  override emStrong(
    src: string,
    maskedSrc: string,
    prevChar?: string,
  ): Tokens.Em | Tokens.Strong | undefined {
    this.#enter();
    const token = super.emStrong(src, maskedSrc, prevChar);
    this.#depth--;
    return token;
  }

  override del(src: string, maskedSrc: string, prevChar?: string): Tokens.Del | undefined {
    this.#enter();
    const token = super.del(src, maskedSrc, prevChar);
    this.#depth--;
    return token;
  }

  override link(src: string): Tokens.Link | Tokens.Image | undefined {
    this.#enter();
    const token = super.link(src);
    this.#depth--;
    return token;
  }

  override reflink(
    src: string,
    links: TokensList['links'],
  ): Tokens.Link | Tokens.Image | Tokens.Text | undefined {
    this.#enter();
    const token = super.reflink(src, links);
    this.#depth--;
    return token;
  }
}

/** marked’s tokens of the text, or why it was given up. Lines are 1-based within `text`. Never throws. */
export function lexWithinBounds(
  markdown: Marked,
  text: string,
  clock: Clock,
  mostMs = budgetMs(text.length),
): LexResult {
  const longLine = lineLongerThan(maxLineLength, text);
  if (longLine > 0) {
    return {
      ok: false,
      reason: t('a line is longer than {0} characters.', numberText(maxLineLength)),
      line: longLine,
    };
  }
  if (hasMoreLines(maxLines, text)) {
    return { ok: false, reason: t('it has more than {0} lines.', numberText(maxLines)), line: maxLines };
  }
  const tokenizer = new BoundedTokenizer(clock, mostMs);
  try {
    return { ok: true, tokens: markdown.lexer(text, { ...markdown.defaults, tokenizer }) };
  } catch (error) {
    const reason =
      error instanceof LimitReached ? error.message : t('the Markdown parser could not read it.');
    return { ok: false, reason, line: 1 };
  }
}

function lineLongerThan(limit: number, text: string): number {
  let line = 1;
  for (let start = 0; start < text.length; line++) {
    const newline = text.indexOf('\n', start);
    const end = newline < 0 ? text.length : newline;
    if (end - start > limit) return line;
    start = end + 1;
  }
  return 0;
}

function hasMoreLines(limit: number, text: string): boolean {
  let count = 0;
  for (let at = text.indexOf('\n'); at >= 0 && count <= limit; at = text.indexOf('\n', at + 1)) count++;
  return count > limit;
}
