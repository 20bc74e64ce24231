import type { SyntaxNode } from './syntaxTree.ts';

/** Stands in a word for what is known only when the block runs. bash itself has no word with a NUL in it. */
export const UNKNOWN = '\0';
/** The same, made of something decoded on the way: nobody can have read it. */
export const HIDDEN = '\u0001';

/** The values that a variable gets anywhere in the block; the order of commands is not looked at. */
export type Variables = ReadonlyMap<string, readonly string[]>;

const most = 24;
/** As long as the longest block. */
const longestWord = 64 * 1024;

/** Every list of words that a command may have; more than a few are cut to one that is not known. */
export function wordsOf(
  nodes: readonly SyntaxNode[],
  variables: Variables,
  splits: boolean,
): readonly string[][] {
  let lists: string[][] = [[]];
  for (const outer of nodes) {
    const node = outer.type === 'command_name' ? (outer.namedChildren[0] ?? outer) : outer;
    const values = rawValuesOf(node, variables);
    const quoted = /^(?:string|raw_string|ansi_c_string|translated_string)$/.test(node.type);
    const fields = values.map(value => (quoted ? [spaced(value)] : splitWords(value, node, splits)));
    if (lists.length * fields.length > most) lists = lists.map(list => [...list, HIDDEN]);
    else lists = lists.flatMap(list => fields.map(more => [...list, ...more]));
  }
  return lists;
}

const expansions = /^(?:simple_expansion|expansion|command_substitution)$/;

function splitWords(value: string, node: SyntaxNode, splits: boolean): string[] {
  const bare = expansions.test(node.type) || node.namedChildren.some(child => expansions.test(child.type));
  if (bare && !splits) return [HIDDEN];
  const words = bare ? value.split(/[ \t\n]+/).filter(Boolean) : [value];
  return words
    .flatMap(word => (/["']/.test(node.text) && !node.text.includes('{') ? [word] : braces(word)))
    .map(spaced);
}

/** Spaces that stood in quotes: no word ends at them. */
function kept(value: string): string {
  return value.replaceAll(' ', '\u0002').replaceAll('\n', '\u0003').replaceAll('\t', '\u0004');
}

function spaced(value: string): string {
  if (!/[\u0002-\u0004]/.test(value)) return value;
  return value.replaceAll('\u0002', ' ').replaceAll('\u0003', '\n').replaceAll('\u0004', '\t');
}

/** `{rm,-rf,/}` is three words. */
function braces(word: string, depth = 0): string[] {
  const found = word.includes('{') && /\{([^{}]*,[^{}]*)\}/.exec(word);
  if (!found || depth > 6 || word.length > 2_000) return [word];
  const before = word.slice(0, found.index);
  const after = word.slice(found.index + found[0].length);
  return found[1]!.split(',').flatMap(part => braces(before + part + after, depth + 1));
}

/** The texts that one word may be, without its quotes. */
export function valuesOf(node: SyntaxNode, variables: Variables): readonly string[] {
  return rawValuesOf(node, variables).map(spaced);
}

function rawValuesOf(node: SyntaxNode, variables: Variables): readonly string[] {
  switch (node.type) {
    case 'raw_string':
      return [node.text.slice(1, -1)];
    case 'ansi_c_string':
      return [ansi(node.text.slice(2, -1))];
    case 'string':
    case 'translated_string':
    case 'concatenation':
    case 'command_name':
    case 'heredoc_body':
    case 'array':
      return joined(node, variables);
    case 'simple_expansion':
    case 'expansion':
      return expanded(node.text, variables);
    case 'command_substitution':
      return substituted(node, variables);
    case 'process_substitution':
      return [HIDDEN];
    case 'arithmetic_expansion':
      return [UNKNOWN];
    case 'string_content':
    case 'heredoc_content':
      return [node.text.replace(/\\\n/g, '').replace(/\\([$`"\\])/g, '$1')];
    default:
      return node.namedChildren.length > 0 && /[$`]/.test(node.text)
        ? joined(node, variables)
        : [unescaped(node.text)];
  }
}

/** The children’s values with what stands between them, which the grammar gives no node. */
function joined(node: SyntaxNode, variables: Variables): readonly string[] {
  const inQuotes = node.type === 'string' || node.type === 'translated_string';
  const between = (text: string) =>
    inQuotes || node.type === 'heredoc_body'
      ? text.replace(/\\\n/g, '').replace(/\\([$`"\\])/g, '$1')
      : unescaped(text);
  const source = node.text;
  const shift = node.type === 'translated_string' ? 2 : 1;
  const end = inQuotes ? source.length - 1 : source.length;
  let at = inQuotes ? shift : 0;
  let values = [''];
  const add = (more: readonly string[]) => {
    const length = (values[0]?.length ?? 0) + (more[0]?.length ?? 0);
    values =
      values.length * more.length > most || length > longestWord
        ? [HIDDEN]
        : values.flatMap(value => more.map(next => value + next));
  };
  for (const child of node.namedChildren) {
    const from = child.startIndex - node.startIndex;
    if (from > at) add([between(source.slice(at, from))]);
    const more = valuesOf(child, variables);
    add(
      node.type === 'concatenation' &&
        /^(?:string|raw_string|ansi_c_string|translated_string)$/.test(child.type)
        ? more.map(kept)
        : more,
    );
    at = child.endIndex - node.startIndex;
  }
  if (end > at) add([between(source.slice(at, end))]);
  return values;
}

function expanded(text: string, variables: Variables): readonly string[] {
  const [, name, operator, word = ''] =
    /^\$\{?([A-Za-z_]\w*|[@*#?!$0-9-])(?:(:?[-=+?]|[^}])([\s\S]*?))?\}?$/.exec(text) ?? [];
  if (name === undefined) return [UNKNOWN];
  if (name === 'IFS') return [' '];
  const known = variables.get(name) ?? [UNKNOWN];
  if (operator === undefined || /^:?\?$/.test(operator)) return known;
  const plain = word.replace(/["']/g, '');
  const other = /[$`]/.test(plain) ? UNKNOWN : plain;
  if (/^:?[-=]$/.test(operator))
    return variables.has(name) ? [...known, other] : [UNKNOWN, other].slice(other === UNKNOWN ? 1 : 0);
  if (/^:?\+$/.test(operator)) return [other];
  // A piece cut out of a value that the block made itself: nobody can have read it.
  return variables.has(name) ? [HIDDEN] : [UNKNOWN];
}

const decoders =
  /\b(?:base64|base32|basenc|xxd|rev|uudecode|openssl|od|tr|printf|perl|python3?|ruby|awk|sed|gzip|gunzip|zcat|xz|cut|fold|curl|wget|nc|dig|head|tail|echo\s+-[a-zA-Z]*e)\b/;

function substituted(node: SyntaxNode, variables: Variables): readonly string[] {
  const commands = node.namedChildren;
  const [only] = commands;
  if (commands.length === 1 && only?.type === 'command') {
    const said = outputOf(only, variables);
    if (said !== null) return said.map(text => text.replace(/\n+$/, ''));
  }
  return [decoders.test(node.text) ? HIDDEN : UNKNOWN];
}

/** What an `echo` or `printf` of literals says; null for any other command. */
export function outputOf(command: SyntaxNode, variables: Variables): readonly string[] | null {
  const [name, ...rest] = command.namedChildren;
  if (name?.type !== 'command_name') return null;
  const words = wordsOf(rest, variables, true);
  if (/^['"\\]*e['"\\]*c['"\\]*h['"\\]*o['"\\]*$/.test(name.text))
    return words.map(list => {
      const escapes = list.some(word => /^-[nE]*e/.test(word));
      const text = list.filter((word, at) => !(at < 2 && /^-[neE]+$/.test(word))).join(' ');
      return escapes ? ansi(text) : text;
    });
  if (name.text !== 'printf') return null;
  return words.map(([format = '', ...values]) => {
    if (/%(?![sbdqc%])/.test(format) || format === '-v') return HIDDEN;
    const round = () =>
      ansi(format).replace(/%([sbdqc%])/g, (_, kind: string) =>
        kind === '%' ? '%' : ansi(values.shift() ?? ''),
      );
    let text = round();
    for (let turn = 0; values.length > 0 && format.includes('%') && turn < 50; turn++) text += round();
    return text;
  });
}

function unescaped(text: string): string {
  // The grammar takes `$IFS` at the end of a word for text.
  return text
    .replace(/\\\n/g, '')
    .replace(/\$IFS\b/g, ' ')
    .replace(/\\([\s\S])/g, '$1');
}

const letters: Readonly<Record<string, string>> = {
  n: '\n',
  t: '\t',
  r: '\r',
  a: '\x07',
  b: '\b',
  f: '\f',
  v: '\v',
  e: '\x1b',
  E: '\x1b',
};

/** `$'\x72m'` is “rm”. */
function ansi(text: string): string {
  return text.replace(
    /\\(?:x([0-9a-fA-F]{1,2})|u([0-9a-fA-F]{1,4})|U([0-9a-fA-F]{1,8})|0?([0-7]{1,3})|([\s\S]))/g,
    (_, hex?: string, short?: string, long?: string, octal?: string, letter?: string) => {
      const digits = hex ?? short ?? long;
      if (digits !== undefined) return character(Number.parseInt(digits, 16));
      if (octal !== undefined) return character(Number.parseInt(octal, 8));
      return letters[letter!] ?? letter!;
    },
  );
}

function character(code: number): string {
  return code > 1 && code <= 0x10ffff ? String.fromCodePoint(code) : UNKNOWN;
}
