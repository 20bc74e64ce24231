import type { PromqlType } from './promqlFunctions.ts';
import { PromqlError } from './promqlTokens.ts';

export const comparisons: ReadonlySet<string> = new Set(['==', '!=', '>', '<', '>=', '<=']);
export const sets: ReadonlySet<string> = new Set(['and', 'or', 'unless']);

/** Throws PromqlError where it gives something else. */
export function expectType(type: PromqlType, wanted: PromqlType, name: string): void {
  if (type !== wanted) throw new PromqlError(`“${name}” takes ${words[wanted]}, not ${words[type]}`);
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
  scalar: 'a number',
  vector: 'series',
  matrix: 'series over a time, such as errors[5m]',
  string: 'a text',
};

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
      throw new PromqlError(`“${operator}” goes between numbers and series, not ${words[type]}`);
  const bothNumbers = left === 'scalar' && right === 'scalar';
  const bothSeries = left === 'vector' && right === 'vector';
  if (sets.has(operator) && !bothSeries) throw new PromqlError(`“${operator}” goes between series only`);
  if (comparisons.has(operator) && bothNumbers && !isBool)
    throw new PromqlError('a comparison of two numbers needs “bool”');
  if (isMatched && !bothSeries) throw new PromqlError('labels are matched between series only');
  return bothNumbers ? 'scalar' : 'vector';
}
