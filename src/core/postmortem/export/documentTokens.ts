import { t } from '@vscode/l10n';
import { Marked, type Token } from 'marked';
import type { Clock } from '../../clock.ts';
import { NotPossibleError } from '../../errors.ts';
import { lexWithinBounds } from '../../runbooks/boundedLexer.ts';

export const markdown = new Marked({ gfm: true });

/** A post-mortem as Markdown’s own pieces. Rejects what cannot be read within bounds with NotPossibleError. */
export function documentTokens(source: string, clock: Clock): readonly Token[] {
  const text = source.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  const read = lexWithinBounds(markdown, text, clock);
  if (read.ok) return read.tokens;
  throw new NotPossibleError(
    t('The post-mortem cannot be read: {0} (line {1}).', t(read.reason), read.line),
    t('Mend that place, then try again.'),
  );
}

/** Mermaid draws only where its program runs; what it would draw stands in the table too. */
export function isDiagram(token: Token): boolean {
  return token.type === 'code' && /^mermaid\b/i.test((token as { lang?: string }).lang ?? '');
}
