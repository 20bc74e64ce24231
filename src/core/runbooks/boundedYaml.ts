import { t } from '@vscode/l10n';
import { Composer, CST, Lexer, LineCounter, Parser, visit, type Document } from 'yaml';

const maxKB = 64;
/** Of a runbook’s front matter: those of a whole folder are read, and an honest one has a twentieth of it. */
export const frontMatterKB = 16;
/** `'['.repeat(2000)` read twice ended the whole process: a V8 fatal error that no catch sees. */
const maxNesting = 64;
/** For `toJS`, which throws a ReferenceError beyond it. */
export const maxAliases = 20;

export type YamlResult =
  | { readonly ok: true; readonly document: Document; readonly lineCounter: LineCounter }
  /** `line` is 1-based within the text, 0 where it is about the whole. */
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** YAML of hostile origin, read within limits. Lines end in `\n`. Never throws. */
export function readYaml(yaml: string, mostKB = maxKB): YamlResult {
  if (Buffer.byteLength(yaml) > mostKB * 1024)
    return { ok: false, line: 0, reason: t('it is larger than {0} KB.', mostKB) };
  const deepLine = lineNestedTooDeep(yaml);
  if (deepLine > 0)
    return { ok: false, line: deepLine, reason: t('it is nested more than {0} levels deep.', maxNesting) };
  const lineCounter = new LineCounter();
  try {
    return { ok: true, document: documentIn(yaml, lineCounter), lineCounter };
  } catch (error) {
    if (!(error instanceof FirstError)) return { ok: false, line: 1, reason: t('it cannot be read.') };
    const reason = `${error.message.split(/ at line \d|\n/)[0]!.replace(/[.:]$/, '')}.`;
    // The counter may not have come so far.
    return { ok: false, line: yaml.slice(0, error.offset).split('\n').length, reason };
  }
}

/**
 * Makes texts of unquoted numbers and odd booleans, as they are written: YAML reads 1.1 from `1.10` and 7 from `007`,
 * which are a version and a name to whoever wrote them. `true` and `false` say the same either way, and stay.
 */
export function takeAsWritten(document: Document): void {
  visit(document, {
    Scalar(_, node) {
      const { value, source } = node;
      const read = typeof value === 'number' || typeof value === 'boolean' || typeof value === 'bigint';
      if (read && source !== undefined && source !== String(value)) node.value = source;
    },
  });
}

/** What is wrong first. */
class FirstError extends Error {
  constructor(
    readonly offset: number,
    message: string,
  ) {
    super(message);
  }
}

type ErrorSource = number | readonly [number, number] | { readonly offset: number };

/**
 * As `parseDocument` reads it, up to the first error, which it throws: 64 KB can hold 40,000 of them, and each costs more
 * than what is right. The check for unique keys is left out, because it costs the square of their number.
 */
function documentIn(yaml: string, lineCounter: LineCounter): Document {
  const composer = new Composer({ uniqueKeys: false });
  // What is thrown at one node is caught at those around it, and told as an error of theirs.
  let first: FirstError | null = null;
  Object.assign(composer, {
    onError: (source: ErrorSource, _code: string, message: string, warning?: boolean) => {
      if (!warning) throw (first ??= new FirstError(offsetOf(source), message));
    },
  });
  // There is one always, and of several the first is meant.
  const [document] = composer.compose(soundTokens(yaml, lineCounter), true, yaml.length);
  const [error] = document!.errors;
  if (error) throw new FirstError(error.pos[0], error.message);
  return document!;
}

/** The parser’s tokens up to the first that is none. */
function* soundTokens(yaml: string, lineCounter: LineCounter): Generator<CST.Token> {
  for (const token of new Parser(lineCounter.addNewLine).parse(yaml)) {
    if (token.type === 'error') {
      const { source, message } = token;
      throw new FirstError(token.offset, source ? `${message}: ${JSON.stringify(source)}` : message);
    }
    yield token;
  }
}

function offsetOf(source: ErrorSource): number {
  if (typeof source === 'number') return source;
  return 'offset' in source ? source.offset : source[0];
}

/** The 1-based line on which the text may be nested deeper than the limit, or 0. */
function lineNestedTooDeep(yaml: string): number {
  const { line, deepestBlock } = boundOfNesting(yaml);
  if (line === 0 || deepestBlock >= maxNesting) return line;
  return lineOfOpenBrackets(yaml, maxNesting - deepestBlock);
}

/**
 * An upper bound in one pass: brackets count as opened for ever, because telling which of them stand in strings takes
 * a lexer. `deepestBlock` is the nesting by indentation alone.
 */
function boundOfNesting(yaml: string): { readonly line: number; readonly deepestBlock: number } {
  const indents: number[] = [];
  let brackets = 0;
  let number = 0;
  let line = 0;
  let deepestBlock = 0;
  for (const text of yaml.split('\n')) {
    number++;
    const lead = /^[ \t]*(?:[-?:][ \t]+)*/.exec(text)![0];
    if (lead.length === text.length) continue;
    const columns = [...lead.matchAll(/[-?:]/g)].map(match => match.index).concat(lead.length);
    while (indents.length > 0 && indents.at(-1)! >= columns[0]!) indents.pop();
    indents.push(...columns);
    brackets += text.length - text.replace(/[[{]/g, '').length;
    deepestBlock = Math.max(deepestBlock, indents.length);
    if (line === 0 && indents.length + brackets > maxNesting) line = number;
    if (deepestBlock > maxNesting) break;
  }
  return { line, deepestBlock };
}

/**
 * The 1-based line on which more than `most` brackets are open, or 0. The parser’s own lexer says which of them are
 * brackets: it goes from token to token, and so has no depth itself. Those that do not fit count as not closed.
 */
function lineOfOpenBrackets(yaml: string, most: number): number {
  const open: string[] = [];
  let line = 1;
  for (const token of new Lexer().lex(yaml)) {
    const type = CST.tokenType(token);
    if (type === 'flow-map-start' || type === 'flow-seq-start') open.push(type.replace('start', 'end'));
    else if (type === open.at(-1)) open.pop();
    if (open.length > most) return line;
    for (let at = token.indexOf('\n'); at >= 0; at = token.indexOf('\n', at + 1)) line++;
  }
  return 0;
}
