import Mustache from 'mustache';
import { closest } from '../runbooks/lint/closest.ts';
import { shown, type Translator } from '../runbooks/lint/finding.ts';
import { messageVariables } from './teamFile.ts';

/** `[type, value, start, end, …]`; sections hold further ones. */
type Token = readonly [type: string, value: string, start: number, end: number, inner?: unknown];

/** What is wrong with a message’s Mustache text; `broken` where it cannot be rendered as it is meant. */
export interface TemplateProblem {
  readonly message: string;
  readonly broken: boolean;
}

const known: ReadonlySet<string> = new Set([...messageVariables, '.']);

export function templateProblems(text: string, l10n: Translator): readonly TemplateProblem[] {
  let tokens: readonly Token[];
  try {
    tokens = new Mustache.Writer().parse(text) as readonly Token[];
  } catch (error) {
    const said = error instanceof Error ? error.message.replace(/ at \d+$/, '') : String(error);
    return [{ message: l10n.t('The template cannot be read: {0}.', shown(said)), broken: true }];
  }
  const problems = new Map<string, TemplateProblem>();
  const walk = (some: readonly Token[]) => {
    for (const [type, value, , , inner] of some) {
      if (type === '>')
        problems.set('>', { message: l10n.t('Partials ({{> …}}) are not supported.'), broken: true });
      else if (type !== 'text' && type !== '!' && type !== '=' && !known.has(value))
        problems.set(value, { message: unknown(value, l10n), broken: false });
      if (Array.isArray(inner)) walk(inner as readonly Token[]);
    }
  };
  walk(tokens);
  return [...problems.values()];
}

function unknown(name: string, l10n: Translator): string {
  const near = closest(name, messageVariables);
  return near === null
    ? l10n.t(
        'There is no variable “{0}”: it stays empty. There are {1}.',
        shown(name),
        messageVariables.join(', '),
      )
    : l10n.t('There is no variable “{0}”: it stays empty. Did you mean “{1}”?', shown(name), near);
}
