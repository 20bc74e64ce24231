import { t } from '@vscode/l10n';
import { sentence } from '../sentence.ts';
import type { PromqlType } from './promqlFunctions.ts';
import { PromqlError } from './promqlTokens.ts';

export const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
export const sets: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

/** Throws PromqlError where it gives something else. */
export function expectType(type: PromqlType, wanted: PromqlType, name: string): void {
  if (type !== wanted)
    throw new PromqlError(t('“{0}” takes {1}, not {2}', name, typeWords(wanted), typeWords(type)));
}

/** Whether the regular expression means the same to JavaScript and to Go; it is compiled here, and never used. */
export function isCommonPattern(pattern: string): boolean {
  if (
    pattern.length > 200 ||
    !/^[\w .:/|()*+?^$[\]-]*$/.test(pattern) ||
    /\(\?|\[\^?\]|\[[^\]]*[[:]/.test(pattern)
  )
    return false;
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

const words: Readonly<Record<PromqlType, string>> = {
  scalar: sentence('a number'),
  vector: sentence('series'),
  matrix: sentence('series over a time, such as errors[5m]'),
  string: sentence('a text'),
};

function typeWords(type: PromqlType): string {
  const known = words[type];
  return t(known);
}

/** What an operator makes of what stands on its sides. Throws PromqlError where it cannot stand between them. */
export function joined(
  operator: string,
  left: PromqlType,
  right: PromqlType,
  isBool: boolean,
  isMatched: boolean,
): PromqlType {
  for (const type of [left, right])
    if (type !== 'scalar' && type !== 'vector')
      throw new PromqlError(t('“{0}” goes between numbers and series, not {1}', operator, typeWords(type)));
  const bothNumbers = left === 'scalar' && right === 'scalar';
  const bothSeries = left === 'vector' && right === 'vector';
  if (sets.has(operator) && !bothSeries) throw new PromqlError(t('“{0}” goes between series only', operator));
  if (comparisons.has(operator) && bothNumbers && !isBool)
    throw new PromqlError(t('a comparison of two numbers needs “bool”'));
  if (isMatched && !bothSeries) throw new PromqlError(t('labels are matched between series only'));
  return bothNumbers ? 'scalar' : 'vector';
}
