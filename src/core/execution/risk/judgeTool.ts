import { placeOf } from '../target/placeOf.ts';
import { fits, notKnown, readLine, type CommandLine, type Option } from './commandLine.ts';
import { worse, type NamedTarget, type Reason, type RiskClass } from './risk.ts';
import { cloudVerbs } from './rules/cloud.ts';
import { riskOfSql } from './sql.ts';
import { HIDDEN, UNKNOWN } from './shellWords.ts';
import type { Row, ToolRule } from './toolRule.ts';

export interface Judgement {
  readonly risk: RiskClass;
  readonly reason: Reason;
  readonly named?: readonly NamedTarget[];
}

const sets = new WeakMap<ToolRule, { takes: ReadonlySet<string>; switches: ReadonlySet<string> }>();
const obscured = 'What it does is only known when it runs.';
const unseen: Judgement = { risk: 'destructive', reason: 'Runs a script that is not looked at here.' };

/** What a known tool does with these words (its name is not among them). `input`: what it reads, null if nothing. */
export function judgeTool(rule: ToolRule, words: readonly string[], input: string | null): Judgement {
  let known = sets.get(rule);
  if (!known) {
    const sql = rule.sql?.options ?? '';
    known = {
      takes: new Set(
        `${rule.values ?? ''} ${sql} ${rule.target ?? ''} ${rule.place ?? ''}`.split(' ').filter(Boolean),
      ),
      switches: new Set((rule.switches ?? '').split(' ')),
    };
    sets.set(rule, known);
  }
  const { takes, switches } = known;
  const line = readLine(words, takes, switches, false);
  let judgement = judgeLine(rule, line, words, input);
  if (line.unsure && (rule.rows?.length || rule.names[0] === 'gcloud')) {
    const other = judgeLine(rule, readLine(words, takes, switches, true), words, input);
    if (other.risk !== judgement.risk && worse(other.risk, judgement.risk) === other.risk) judgement = other;
  }
  return { ...judgement, named: namedTargets(rule, line.options) };
}

function judgeLine(
  rule: ToolRule,
  line: CommandLine,
  words: readonly string[],
  input: string | null,
): Judgement {
  if (isHarmless(rule, line, words))
    return { risk: 'read-only', reason: 'Only looks, or says what it would do.' };
  const verb =
    rule.rows?.length === 0 && !rule.sql ? byCloudVerb(rule, line.operands) : byRow(rule, line.operands);
  let { risk, reason } = verb;
  const raise = (next: Judgement) => {
    if (next.risk !== risk && worse(next.risk, risk) === next.risk) ({ risk, reason } = next);
  };
  for (const option of line.options) {
    const row = optionRow(rule.options ?? [], option, sets.get(rule)?.takes);
    if (row) raise(row);
  }
  if (rule.options?.length && words.some(word => word.includes(HIDDEN)))
    raise({ risk: 'destructive', reason: obscured });
  if (line.operands.some(word => rule.scripts?.test(word))) raise(unseen);
  if (rule.sql) for (const text of sqlOf(rule.sql, line, words, input)) raise(riskOfSql(text));
  for (const text of commandsRead(rule, line, words, input)) raise(judgeRead(rule, text));
  return { risk, reason };
}

function byRow(rule: ToolRule, operands: readonly string[]): Judgement {
  let maybe: RiskClass = 'read-only';
  for (const [words, risk, reason] of rule.rows ?? []) {
    const answer = rowFits(words, operands);
    if (answer === 'maybe') maybe = worse(maybe, risk);
    if (answer !== 'yes') continue;
    return worse(maybe, risk) === risk ? { risk, reason } : { risk: maybe, reason: obscured };
  }
  const [risk, reason] = rule.otherwise;
  return worse(maybe, risk) === risk ? { risk, reason } : { risk: maybe, reason: obscured };
}

function rowFits(words: string, operands: readonly string[]): 'yes' | 'no' | 'maybe' {
  if (words === '') return operands.length === 0 ? 'yes' : 'no';
  const patterns = words.split(' ');
  if (patterns.at(-1) === '$' && patterns.pop() && operands.length > patterns.length) return 'no';
  if (patterns.length > operands.length) return 'no';
  let answer: 'yes' | 'maybe' = 'yes';
  for (const [at, pattern] of patterns.entries()) {
    const one = fits(pattern, operands[at]!);
    if (one === 'no') return 'no';
    if (one === 'maybe') answer = 'maybe';
  }
  return answer;
}

/** The first word that is a verb of any class decides; one that is not known may be any of them. */
function byCloudVerb(rule: ToolRule, operands: readonly string[]): Judgement {
  const from = /^(?:alpha|beta|preview)$/.test(operands[0] ?? '') ? 1 : 0;
  let group: Judgement | null = null;
  for (const [at, operand] of operands.slice(from, from + 7).entries()) {
    if (notKnown(operand)) return { risk: 'destructive', reason: obscured };
    const verb = cloudVerb(rule, operand);
    if (!verb) continue;
    // `gcloud run`, `az search`, `gcloud logging logs`: groups, as long as a verb comes after them.
    const mayBeGroup = operand === 'logs' || (at === 0 && verb.risk !== 'destructive');
    if (!mayBeGroup) return verb;
    group ??= verb;
  }
  return group ?? { risk: rule.otherwise[0], reason: rule.otherwise[1] };
}

function cloudVerb(rule: ToolRule, operand: string): Judgement | null {
  const is = (risk: RiskClass) => cloudVerbs[risk].some(pattern => fits(pattern, operand) === 'yes');
  if (is('destructive'))
    return { risk: 'destructive', reason: ['“{0}” deletes, ends or interrupts something.', operand] };
  if (is('changing')) return { risk: 'changing', reason: rule.otherwise[1] };
  return is('read-only') ? { risk: 'read-only', reason: 'Only looks.' } : null;
}

/** The first row that fits; a value that is not known may be any, so the worst of them counts. */
function optionRow(
  options: readonly Row[],
  { name, value }: Option,
  takes?: ReadonlySet<string>,
): Judgement | null {
  let maybe: Judgement | null = null;
  for (const [pattern, risk, reason] of options) {
    const [wanted = '', ...rest] = pattern.split('=');
    const wantedValue = rest.length > 0 ? rest.join('=') : null;
    const sameName =
      fits(wanted, name) === 'yes' && (wanted.startsWith('--') || wanted.includes('*') || wanted === name);
    const beginning = takes?.has(name) !== true && isOrBegins(wanted, name);
    if (!sameName && !beginning) continue;
    if (wantedValue !== null) {
      const fit = value === null ? 'no' : fits(wantedValue, value);
      if (fit === 'no') continue;
      if (fit === 'maybe') {
        if (!maybe || worse(maybe.risk, risk) === risk) maybe = { risk, reason: obscured };
        continue;
      }
    }
    return maybe && worse(maybe.risk, risk) === maybe.risk ? maybe : { risk, reason };
  }
  return maybe;
}

/** GNU tools take any beginning of a long option. */
function isOrBegins(option: string, written: string): boolean {
  return option === written || (written.length > 3 && written.startsWith('--') && option.startsWith(written));
}

/** Every dry-run option says the same, and none of them can be the value of another one. */
function isHarmless(rule: ToolRule, line: CommandLine, words: readonly string[]): boolean {
  if (!rule.harmless) return false;
  const found = rule.harmless.filter(option => {
    const [name, value = null] = option.split('=');
    return line.options.some(one => one.name === name && (one.value ?? null) === value);
  });
  if (found.length === 0) return false;
  const against = rule.butNot?.split(' ') ?? [];
  if (rule.butNot && words.some(word => word.includes(HIDDEN))) return false;
  if (line.options.some(({ name }) => against.some(option => isOrBegins(option, name)))) return false;
  if (
    line.operands.some(word =>
      against.some(pattern => !pattern.startsWith('-') && fits(pattern, word) !== 'no'),
    )
  )
    return false;
  const names = new Set(found.map(option => option.split('=')[0]!));
  const contradicted = line.options.some(
    ({ name, value }) => names.has(name) && !found.includes(value === null ? name : `${name}=${value}`),
  );
  if (contradicted || words.some(word => /^--(?:no-dry-run|dry-run=(?:none|false))$/.test(word)))
    return false;
  const takes = sets.get(rule)?.takes;
  const switches = sets.get(rule)?.switches;
  return words.some((word, at) => {
    const before = words[at - 1];
    if (![...names].includes(word.split('=')[0]!) && !word.startsWith('-')) return false;
    if (!names.has(word.split('=')[0]!) && !(word.length > 2 && !word.startsWith('--'))) return false;
    return (
      before === undefined ||
      !before.startsWith('-') ||
      before.includes('=') ||
      takes?.has(before) === true ||
      switches?.has(before) === true
    );
  });
}

/** The commands that it takes from its input. */
function commandsRead(
  { reads }: ToolRule,
  { operands }: CommandLine,
  words: readonly string[],
  input: string | null,
): readonly string[] {
  if (!reads || input === null || words.some(word => reads.notWith.test(word))) return [];
  if (!reads.looks && operands.length > 0) return [];
  return input
    .split('\n')
    .map(line => line.trim())
    .filter(line => line !== '');
}

function judgeRead(rule: ToolRule, text: string): Judgement {
  const looks = rule.reads?.looks;
  if (looks?.test(text)) return { risk: 'read-only', reason: 'Only looks.' };
  if (looks || text.includes(HIDDEN)) return unseen;
  // redis-cli drops quotes, reads escapes in them, and takes a number before a command for how often it runs.
  const bare = text.replace(/["']/g, '').replaceAll('\\', UNKNOWN);
  return byRow(rule, bare.replace(/^\d+\s+/, '').split(/\s+/));
}

function sqlOf(
  sql: NonNullable<ToolRule['sql']>,
  line: CommandLine,
  words: readonly string[],
  input: string | null,
): string[] {
  const names = sql.options.split(' ');
  const texts = line.options.flatMap(({ name, value }) =>
    names.includes(name) && value !== null ? [value] : [],
  );
  const operands = sql.operand === undefined ? [] : line.operands.slice(sql.operand);
  texts.push(...operands);
  const { alone } = sql;
  const readsNothing = alone === 'operand' ? operands.length > 0 : words.some(word => alone?.test(word));
  if (input !== null && !readsNothing) texts.push(input);
  // A prompt that a person types into.
  return texts.length === 0 ? ['prompt'] : texts;
}

function namedTargets(rule: ToolRule, options: readonly Option[]): NamedTarget[] {
  const { touches: kind, target = '', place = '' } = rule;
  if (!kind) return [];
  const [targets, places] = [target.split(' '), place.split(' ')];
  return options.flatMap(({ name, value }) => {
    if (value === null || value === '') return [];
    if (targets.includes(name)) return [{ kind, name: notKnown(value) ? null : placeOf(value) }];
    return places.includes(name) && !notKnown(value) ? [{ kind, name: value }] : [];
  });
}
