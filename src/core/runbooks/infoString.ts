/** One attribute of a block, offsets within the text that was read. */
export interface Attribute {
  readonly name: string;
  readonly nameAt: readonly [from: number, to: number];
  readonly value: string;
  /** Without quotes. */
  readonly valueAt: readonly [from: number, to: number];
}

/** Longer than any that people write. */
const longest = 4_000;

/**
 * The attributes in what follows a block’s language, in Runme’s two forms: `{"name":"x"}` and `{ name=x }`.
 * Null where it is neither. Never throws.
 */
export function readAttributes(text: string): readonly Attribute[] | null {
  const trimmed = text.trim();
  if (trimmed === '') return [];
  if (text.length > longest || !trimmed.startsWith('{') || !trimmed.endsWith('}')) return null;
  return /^\{\s*(?:"|\}$)/.test(trimmed) ? jsonAttributes(text, trimmed) : htmlAttributes(text);
}

function jsonAttributes(text: string, trimmed: string): readonly Attribute[] | null {
  try {
    const value: unknown = JSON.parse(trimmed);
    if (typeof value !== 'object' || value === null) return null;
  } catch {
    return null;
  }
  // It is JSON, so that its pairs can be found by their looks.
  const pair = /"((?:[^"\\]|\\.)*)"\s*:\s*(?:"((?:[^"\\]|\\.)*)"|([^\s",{}[\]]+))/dg;
  return [...text.matchAll(pair)].map(match => {
    const [, name = '', quoted, bare] = match;
    const valueAt = match.indices![quoted === undefined ? 3 : 2]!;
    return { name, nameAt: match.indices![1]!, value: quoted ?? bare ?? '', valueAt };
  });
}

function htmlAttributes(text: string): readonly Attribute[] {
  const pair = /([A-Za-z_][\w.-]*)=(?:"([^"]*)"|'([^']*)'|([^\s"'{}]*))/dg;
  return [...text.matchAll(pair)].map(match => {
    const [, name = '', double, single, bare] = match;
    const group = double !== undefined ? 2 : single !== undefined ? 3 : 4;
    return {
      name,
      nameAt: match.indices![1]!,
      value: double ?? single ?? bare ?? '',
      valueAt: match.indices![group]!,
    };
  });
}
