import { HIDDEN, UNKNOWN } from './shellWords.ts';

export interface Option {
  /** `-X`, `--request`; a cluster `-rf` is given whole and letter by letter. */
  readonly name: string;
  readonly value: string | null;
}

/** The words after a command’s name, told apart. */
export interface CommandLine {
  readonly options: readonly Option[];
  readonly operands: readonly string[];
  /** An option that is not known came before an operand, so the next word may have been its value. */
  readonly unsure: boolean;
}

export function notKnown(word: string): boolean {
  return word.includes(UNKNOWN) || word.includes(HIDDEN);
}

/**
 * Reads options and operands. `takes` says which options take the next word. With `greedy` an option that is
 * not known takes it, too.
 */
export function readLine(
  words: readonly string[],
  takes: ReadonlySet<string>,
  switches: ReadonlySet<string>,
  greedy: boolean,
): CommandLine {
  const options: Option[] = [];
  const operands: string[] = [];
  let unsure = false;
  for (let at = 0; at < words.length; at++) {
    const word = words[at]!;
    if (word === '--') {
      operands.push(...words.slice(at + 1));
      break;
    }
    if (!word.startsWith('-') || word === '-') {
      operands.push(word);
      continue;
    }
    const [name = '', ...rest] = word.split('=');
    if (rest.length > 0) options.push({ name, value: rest.join('=') });
    if (takes.has(word)) {
      options.push({ name: word, value: words[++at] ?? '' });
      continue;
    }
    if (word.startsWith('--')) {
      if (rest.length === 0) options.push({ name: word, value: null });
    } else {
      options.push({ name: word, value: null });
      if (readCluster(word, takes, options, words[at + 1])) {
        at += 1;
        continue;
      }
    }
    if (
      operands.length === 0 &&
      rest.length === 0 &&
      !switches.has(word) &&
      at + 1 < words.length &&
      !words[at + 1]!.startsWith('-')
    ) {
      unsure = true;
      if (greedy) options.push({ name: word, value: words[++at]! });
    }
  }
  return { options, operands, unsure };
}

/** `-fsSXDELETE`: letters until one takes a value. True where the value is the next word. */
function readCluster(
  word: string,
  takes: ReadonlySet<string>,
  options: Option[],
  next: string | undefined,
): boolean {
  if (word.length < 3) return false;
  for (let at = 1; at < word.length; at++) {
    const name = `-${word[at]}`;
    if (!takes.has(name)) {
      options.push({ name, value: null });
      continue;
    }
    const rest = word.slice(at + 1);
    options.push({ name, value: rest === '' ? (next ?? '') : rest.replace(/^=/, '') });
    return rest === '' && next !== undefined;
  }
  return false;
}

/** `*` stands for anything. `maybe`: the word has a part that is not known, so it may be anything as well. */
export function fits(pattern: string, word: string): 'yes' | 'no' | 'maybe' {
  if (pattern === '*') return 'yes';
  if (notKnown(word)) return 'maybe';
  if (!pattern.includes('*')) return pattern.toLowerCase() === word.toLowerCase() ? 'yes' : 'no';
  return globRegExp(pattern).test(word) ? 'yes' : 'no';
}

const globs = new Map<string, RegExp>();

/** A pattern with `*` as an expression that does not look at case. */
export function globRegExp(pattern: string): RegExp {
  let known = globs.get(pattern);
  if (!known) {
    known = new RegExp(
      `^${pattern
        .split('*')
        .map(part => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'))
        .join('[^]*?')}$`,
      'i',
    );
    if (globs.size > 5_000) globs.clear();
    globs.set(pattern, known);
  }
  return known;
}
