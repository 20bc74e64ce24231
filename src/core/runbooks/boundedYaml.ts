import { LineCounter, parseDocument, type Document } from 'yaml';

const maxBytes = 64 * 1024;
/** `'['.repeat(2000)` read twice ended the whole process: a V8 fatal error that no catch sees. */
const maxNesting = 64;
/** For `toJS`, which throws a ReferenceError beyond it. */
export const maxAliases = 20;

export type YamlResult =
  | { readonly ok: true; readonly document: Document; readonly lineCounter: LineCounter }
  /** `line` is 1-based within the text, 0 where it is about the whole. */
  | { readonly ok: false; readonly line: number; readonly reason: string };

/** YAML of hostile origin, read within limits. Lines end in `\n`. Never throws. */
export function readYaml(yaml: string): YamlResult {
  if (Buffer.byteLength(yaml) > maxBytes) return { ok: false, line: 0, reason: 'it is larger than 64 KB.' };
  const deepLine = lineNestedTooDeep(yaml);
  if (deepLine > 0)
    return { ok: false, line: deepLine, reason: `it is nested more than ${maxNesting} levels deep.` };
  try {
    const lineCounter = new LineCounter();
    const document = parseDocument(yaml, {
      lineCounter,
      logLevel: 'silent',
      // The check for unique keys costs the square of their number, pretty errors that of theirs.
      uniqueKeys: false,
      prettyErrors: false,
    });
    const error = document.errors[0];
    if (!error) return { ok: true, document, lineCounter };
    const reason = `${error.message.split(/ at line \d|\n/)[0]!.replace(/[.:]$/, '')}.`;
    return { ok: false, line: lineCounter.linePos(error.pos[0]).line, reason };
  } catch {
    return { ok: false, line: 1, reason: 'it cannot be read.' };
  }
}

/**
 * The 1-based line on which the text may be nested deeper than the limit, or 0. An upper bound in one
 * pass: brackets count as opened for ever, because telling which of them stand in strings takes the parser.
 */
function lineNestedTooDeep(yaml: string): number {
  const indents: number[] = [];
  let brackets = 0;
  let number = 0;
  for (const line of yaml.split('\n')) {
    number++;
    const lead = /^[ \t]*(?:[-?:][ \t]+)*/.exec(line)![0];
    if (lead.length === line.length) continue;
    const columns = [...lead.matchAll(/[-?:]/g)].map(match => match.index).concat(lead.length);
    while (indents.length > 0 && indents.at(-1)! >= columns[0]!) indents.pop();
    indents.push(...columns);
    brackets += line.length - line.replace(/[[{]/g, '').length;
    if (indents.length + brackets > maxNesting) return number;
  }
  return 0;
}
