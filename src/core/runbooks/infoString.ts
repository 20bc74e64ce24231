/** A line that opens a fenced block. Offsets are within the line. */
export interface FenceLine {
  /** Its backticks or tildes. */
  readonly fence: string;
  readonly fenceAt: number;
  readonly language: string;
  /** What follows the language, as it is written: neither escapes nor entities of Markdown are decoded. */
  readonly info: string;
  readonly infoAt: number;
}

/**
 * The fence that the line opens, behind whatever quotes and lists it stands in; null where there is none. Runme reads
 * info strings as they are written, too; Markdown’s own escapes would take the backslashes of JSON away.
 */
export function fenceLineOf(line: string): FenceLine | null {
  // `bash {name=x}` and, as Runme writes it too, `bash{name=x}`.
  const match = /(`{3,}|~{3,})(\s*)([^\s{]*)/.exec(line);
  if (!match) return null;
  const [whole, fence = '', , language = ''] = match;
  const infoAt = match.index + whole.length;
  return { fence, fenceAt: match.index, language, info: line.slice(infoAt), infoAt };
}

/** One attribute of a block, offsets within the text that was read. */
export interface Attribute {
  readonly name: string;
  readonly nameAt: readonly [from: number, to: number];
  /** Without quotes, and of JSON without escapes. */
  readonly value: string;
  /** Of what is written between the quotes. */
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
  return isJson(trimmed) ? jsonAttributes(text, trimmed) : htmlAttributes(text);
}

function jsonAttributes(text: string, trimmed: string): readonly Attribute[] | null {
  try {
    const value: unknown = JSON.parse(trimmed);
    if (typeof value !== 'object' || value === null) return null;
  } catch {
    return null;
  }
  // It is JSON, so that its tokens can be found by their looks. Maps and lists within it are for other programs.
  const token = /"(?:[^"\\]|\\.)*"|[{}[\]:,]|[^\s"{}[\]:,]+/g;
  const found: Attribute[] = [];
  let depth = 0;
  let name: Pick<Attribute, 'name' | 'nameAt'> | null = null;
  let last: RegExpExecArray | null = null;
  for (const match of text.matchAll(token)) {
    const [sign] = match;
    if (sign === '{' || sign === '[') depth++;
    else if (sign === '}' || sign === ']') depth--;
    else if (depth === 1 && sign === ':') name = { name: decoded(last![0]), nameAt: within(last!) };
    else if (depth === 1 && name !== null && sign !== ',')
      found.push({ ...name, value: decoded(sign), valueAt: within(match) });
    if (sign !== ':') {
      last = match;
      name = null;
    }
  }
  return found;
}

/** What a token says: texts without quotes and escapes, all else as it is written. */
function decoded(token: string): string {
  return token.startsWith('"') ? (JSON.parse(token) as string) : token;
}

/** The place of a token, without its quotes. */
function within({ 0: token, index }: RegExpExecArray): readonly [from: number, to: number] {
  const quote = token.startsWith('"') ? 1 : 0;
  return [index + quote, index + token.length - quote];
}

/** The text as a value in the form of these attributes, to stand between their quotes. */
export function asValue(text: string, attributes: string): string {
  return isJson(attributes.trim()) ? JSON.stringify(text).slice(1, -1) : text;
}

/** Of attributes that can be read, and without white space around them. */
export function isJson(trimmed: string): boolean {
  return /^\{\s*(?:"|\}$)/.test(trimmed);
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
