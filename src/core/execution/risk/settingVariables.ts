import { placeOf } from '../target/placeOf.ts';
import { notKnown, readLine } from './commandLine.ts';
import type { NamedTarget } from './risk.ts';
import { targetVariables } from './wrappers.ts';

/** What a command of the shell’s leads to by the variables that it sets. */
export interface Settings {
  readonly named: readonly NamedTarget[];
  /** It may set any variable, or one of a target’s to what nobody knows: where the others act is not known. */
  readonly loads: boolean;
}

const none: Settings = { named: [], loads: false };
/** Options of `read` and of `mapfile` that take the next word. */
const readTakes = new Set('-a -d -i -n -N -p -t -u'.split(' '));
const mapfileTakes = new Set('-d -n -O -s -u -C -c'.split(' '));

/** The words are without quotes and without the command’s name. */
export function settingsOf(name: string, words: readonly string[]): Settings {
  switch (name) {
    case 'export':
    case 'readonly':
    case 'declare':
    case 'typeset':
    case 'local':
      return declared(name, words);
    case 'eval':
      return { named: [], loads: words.some(notKnown) };
    case 'read':
      return filled(namesRead(words, readTakes));
    case 'mapfile':
    case 'readarray':
      return filled(namesRead(words, mapfileTakes));
    case 'printf': {
      const [option = '', next = ''] = words;
      if (!option.startsWith('-v')) return none;
      return filled([option === '-v' ? next : option.slice(2)]);
    }
    default:
      return none;
  }
}

/** `export $(cat .env)`: what it says may be any assignment. `export "A=$(date)"` sets A, whatever it says. */
function declared(name: string, words: readonly string[]): Settings {
  const end = words.indexOf('--');
  const isOption = (word: string, at: number) => (end < 0 || at < end) && /^[-+][A-Za-z]+$/.test(word);
  // They name functions, or show what is set.
  const other = /^(?:export|readonly)$/.test(name) ? /^-[A-Za-z]*f/ : /^-[A-Za-z]*[fFp]/;
  if (words.some((word, at) => isOption(word, at) && other.test(word))) return none;
  const named: NamedTarget[] = [];
  let loads = false;
  for (const [at, word] of words.entries()) {
    if (at === end || isOption(word, at)) continue;
    const [, variable, value = ''] = /^([A-Za-z_]\w*)(?:\[[^\]]*\])?\+?=([^]*)$/.exec(word) ?? [];
    if (variable === undefined) {
      loads ||= notKnown(word);
      continue;
    }
    const kind = targetVariables[variable];
    if (kind) named.push({ kind, name: notKnown(value) ? null : placeOf(value), variable });
  }
  return { named, loads };
}

/** Variables that are filled with what is read. */
function filled(names: readonly string[]): Settings {
  return { named: [], loads: names.some(name => notKnown(name) || targetVariables[name] !== undefined) };
}

function namesRead(words: readonly string[], takes: ReadonlySet<string>): readonly string[] {
  const { options, operands } = readLine(words, takes, new Set(), false);
  const arrays = options.flatMap(({ name, value }) => (name === '-a' && value !== null ? [value] : []));
  // `a[…]` is a part of `a`; zsh takes the question behind a `?`.
  return [...arrays, ...operands].map(word => word.replace(/[[?][^]*$/, ''));
}
