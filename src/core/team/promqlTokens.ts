import { t } from '@vscode/l10n';

export interface PromqlToken {
  readonly kind: 'word' | 'number' | 'duration' | 'string' | 'sign' | 'end';
  readonly text: string;
  readonly at: number;
}

/** The text is no PromQL, or none that is known here; `message` is the rest of a sentence. */
export class PromqlError extends Error {}

const patterns: readonly (readonly [PromqlToken['kind'], RegExp])[] = [
  ['duration', /(?:[0-9]+(?:ms|[smhdwy]))+(?![\w.:])/y],
  ['number', /(?:0[xX][0-9a-fA-F]+|(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?)(?![\w.:])/y],
  ['word', /[a-zA-Z_:][\w:]*/y],
  // Backslashes are left to plain texts: what may follow one differs from tool to tool.
  ['string', /"[^"\\\n]*"|'[^'\\\n]*'/y],
  ['sign', /==|!=|>=|<=|=~|!~|[-+*/%^(){}[\],=<>:]/y],
];

/** Without comments: they would end with the line that a rule’s expression is written on. */
export function promqlTokens(text: string): readonly PromqlToken[] {
  const tokens: PromqlToken[] = [];
  let at = 0;
  while (at < text.length) {
    if (/\s/.test(text[at]!)) {
      at += 1;
      continue;
    }
    let found: PromqlToken | null = null;
    for (const [kind, pattern] of patterns) {
      pattern.lastIndex = at;
      const match = pattern.exec(text);
      if (!match) continue;
      found = { kind, text: match[0], at };
      break;
    }
    if (!found) throw new PromqlError(t('“{0}” is not understood', text.slice(at, at + 12)));
    tokens.push(found);
    at += found.text.length;
  }
  return [...tokens, { kind: 'end', text: '', at }];
}

const times =
  /^(?:[0-9]{1,2}y)?(?:[0-9]{1,3}w)?(?:[0-9]{1,4}d)?(?:[0-9]{1,5}h)?(?:[0-9]{1,6}m)?(?:[0-9]{1,6}s)?(?:[0-9]{1,6}ms)?$/;

/** A time with the units of PromQL, each once and the largest first, more than none and below the 292 years that Go knows. */
export function isPromqlDuration(text: string): boolean {
  return times.test(text) && /[1-9]/.test(text);
}
