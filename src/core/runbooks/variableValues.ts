import { t } from '@vscode/l10n';
import { isReserved } from '../execution/reservedNames.ts';
import type { Interpreter } from '../execution/interpreter.ts';
import type { Alert, Incident } from '../incidents/incident.ts';
import { PatternChecks } from './patternChecks.ts';
import type { DeclaredVariable, VariableOrigin } from './variables.ts';
import { shortText } from '../shortText.ts';

export interface ResolvedVariable {
  readonly variable: DeclaredVariable;
  /** Null where there is none. */
  readonly value: string | null;
  readonly source: 'default' | 'incident' | 'person' | 'missing';
  /** A sentence; null where the value can be used, or is missing. */
  readonly problem: string | null;
}

/** What variables are taken from; null and empty for a runbook that is used without an incident. */
export interface VariableSources {
  readonly incident: Incident | null;
  readonly alerts: readonly Alert[];
}

/** Bytes of UTF-8. */
const longest = 32 * 1024;

/**
 * The variables in the order of their declaration. What a person entered comes first, then what the incident says, then
 * the default. `entered` may hold names that are not declared; they are nobody’s.
 */
export function resolveVariables(
  declared: readonly DeclaredVariable[],
  sources: VariableSources,
  entered: ReadonlyMap<string, string>,
  patterns = new PatternChecks(),
): readonly ResolvedVariable[] {
  return declared.map(variable => {
    const person = entered.get(variable.name);
    const incident = variable.from === null ? null : valueFrom(variable.from, sources);
    const value = person ?? incident ?? variable.default;
    if (value === null) return { variable, value, source: 'missing', problem: null };
    const source = person !== undefined ? 'person' : incident !== null ? 'incident' : 'default';
    return { variable, value, source, problem: problemWith(variable, value, patterns) };
  });
}

/** Null where the incident has no such thing: an empty text is none. */
function valueFrom(from: VariableOrigin, { incident, alerts }: VariableSources): string | null {
  if (from.startsWith('alert.labels.')) {
    const label = from.slice('alert.labels.'.length);
    const alert = alerts.find(({ labels }) => Object.hasOwn(labels, label));
    return alert?.labels[label] || null;
  }
  if (incident === null) return null;
  switch (from) {
    case 'incident.id':
      return incident.id;
    case 'incident.title':
      return incident.title || null;
    case 'incident.service':
      return incident.service?.name || null;
    case 'incident.severity':
      return incident.severity;
    case 'incident.url':
      return incident.url;
    default:
      return null;
  }
}

/** Why a block cannot be given this value; null where it can. */
export function problemWith(
  { name, pattern }: DeclaredVariable,
  value: string,
  patterns = new PatternChecks(),
): string | null {
  if (isReserved(name))
    return t('Shells keep the name “{0}” for themselves: give the variable another one.', name);
  const bytes = Buffer.byteLength(value);
  if (bytes > longest)
    return t('It has {0} bytes, and {1} are the most: put it into a file and give its path.', bytes, longest);
  if (/\p{Surrogate}/u.test(value))
    return t('It holds half a character (a surrogate without its other half).');
  const control = /(?![\t\n])[\p{Cc}\u2028\u2029]/u.exec(value)?.[0];
  if (control !== undefined)
    return t(
      'It holds the control character U+{0}.',
      control.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0'),
    );
  if (pattern === null) return null;
  const shown = shortText(pattern, 100);
  switch (patterns.check(pattern, value)) {
    case 'fits':
      return null;
    case 'differs':
      return t('It does not fit the pattern {0}', shown);
    case 'invalid':
      return t('Its pattern is no regular expression: {0}', shown);
    case 'slow':
      return t('Its pattern takes too long to compare: {0}', shown);
  }
}

/**
 * The variables that a block’s text mentions, so that a person is asked for them: in a shell `$NAME`, `${NAME…}`,
 * `printenv NAME` and the bare words of arithmetic, where a name without a value is 0; elsewhere the word by itself.
 */
export function mentioned<V extends { readonly name: string }>(
  variables: readonly V[],
  code: string,
  interpreter: Interpreter | null,
): readonly V[] {
  const texts = shells.has(interpreter) ? inShell(code) : [code];
  const found = new Set(texts.flatMap(text => text.match(word) ?? []));
  return variables.filter(({ name }) => found.has(name));
}

const shells: ReadonlySet<Interpreter | null> = new Set(['bash', 'sh', 'zsh', 'fish']);
const word = /(?<!\w)[A-Za-z_]\w*/g;
const expansion = /(?:\$(?:\{[#!]?)?|\bprintenv\s+)([A-Za-z_]\w*)/g;
/** What a shell reads as arithmetic or as a name besides `((…))`: one word too many is only one question too many. */
const namedOtherwise =
  /(?:(?<![\w-])let|(?<![\w-])(?:declare|typeset|local|export|readonly|integer)[ \t]+-\w{0,9}i\w{0,9})[ \t]([^\n;|]*)|(?:(?<![\w-])test|\[)[ \t]+(?:![ \t]+)?-v[ \t]+(\S+)|\[\[[ \t]([^]{0,500}?)\]\]|\$\[([^\]\n]*)|\w\[([^\]\n]*)|\$\{\w+:(?![-=?+])([^}\n]*)/g;

/** The parts of a script whose words may be variables. */
function inShell(code: string): string[] {
  return [
    ...Array.from(code.matchAll(expansion), ([, name]) => name!),
    ...Array.from(code.matchAll(namedOtherwise), match => match.slice(1).join(' ')),
    ...arithmetic(code),
  ];
}

/** What stands within `((…))` and `$((…))`; where it is never closed, all that follows. */
function arithmetic(code: string): string[] {
  const found: string[] = [];
  for (let from = code.indexOf('(('); from >= 0;) {
    let depth = 2;
    let to = from + 2;
    for (; to < code.length && depth > 0; to++) depth += code[to] === '(' ? 1 : code[to] === ')' ? -1 : 0;
    found.push(code.slice(from + 2, to));
    from = code.indexOf('((', to);
  }
  return found;
}
