import { isRunnable } from '../consolePrompts.ts';
import { interpreters } from '../../execution/interpreter.ts';
import { readFrontMatter } from '../frontMatter.ts';
import { rangeOn, type Position, type Range, type Translator } from '../lint/finding.ts';
import { standardSections } from '../lint/sectionRule.ts';
import {
  blockAttributes,
  frontMatterKeys,
  incidentVariables,
  variableFields,
  variableOrigins,
  type Word,
  yesOrNo,
} from '../lint/vocabulary.ts';

/** What could be written at a place. */
export interface Suggestion {
  readonly kind: 'key' | 'value' | 'variable' | 'attribute' | 'section';
  readonly label: string;
  readonly newText: string;
  /** What it takes the place of; ends where the person writes. */
  readonly range: Range;
  /** English, a key of the translations, or the runbook’s own words; null where the label says it. */
  readonly meaning: string | null;
}

export interface Hint {
  readonly word: Word;
  readonly range: Range;
}

export interface AssistContext {
  /** ms since the epoch. */
  readonly now: number;
  readonly author: string | null;
  readonly l10n: Translator;
}

type Place = 'frontMatter' | 'prose' | { readonly language: string; readonly opening: boolean };

/** A document line by line, as an editor has it. */
type Lines = readonly string[];

/** What may be written at the place, best first. A look at the lines above it; no parsing. */
export function suggestionsAt(lines: Lines, at: Position, context: AssistContext): readonly Suggestion[] {
  const place = placeOf(lines, at.line);
  const before = (lines[at.line] ?? '').slice(0, at.character);
  const range = (typed: string) => rangeOn(at.line, at.character - typed.length, at.character);
  if (place === 'prose') return sectionSuggestions(lines, before, range, context);
  if (place === 'frontMatter') return frontMatterSuggestions(lines, at, context);
  if (place.opening) return attributeSuggestions(lines, at.line, before, range);
  const variable = isRunnable(place.language) ? /\$\{?([A-Za-z_]\w{0,60})?$/.exec(before) : null;
  if (!variable) return [];
  const declared = readFrontMatter(lines.slice(0, frontMatterEnd(lines) + 1).join('\n')).variables;
  const own = declared.map(({ name, description }) => ({ name, meaning: description }));
  return [...own, ...incidentVariables].map(({ name, meaning }) => ({
    kind: 'variable',
    label: name,
    newText: name,
    range: range(variable[1] ?? ''),
    meaning,
  }));
}

function frontMatterSuggestions(
  lines: Lines,
  at: Position,
  { now, author }: AssistContext,
): readonly Suggestion[] {
  const before = lines[at.line]!.slice(0, at.character);
  const range = (typed: string) => rangeOn(at.line, at.character - typed.length, at.character);
  const within = fieldAround(lines, at.line);
  if (within === 'variables') return variableSuggestions(lines, at, before, range);
  const key = /^[A-Za-z_]{0,40}$/.exec(before);
  if (key) {
    const taken = new Set(
      lines.slice(0, frontMatterEnd(lines)).map(line => /^([A-Za-z_]{1,40}):/.exec(line)?.[1]),
    );
    return keys(
      frontMatterKeys.filter(({ name }) => !taken.has(name)),
      range(key[0]),
    );
  }
  const item = /^\s{0,20}-[ \t]{1,9}([\w-]{0,40})$/.exec(before);
  const value = /^([A-Za-z_]{1,40}):[ \t]{0,9}(?:\[[^\]]{0,200}?[ ,]?)?([\w-]{0,40})$/.exec(before);
  const name = item ? within : value?.[1];
  if (!item && !value) return [];
  const typed = item?.[1] ?? value?.[2] ?? '';
  const words = frontMatterKeys.find(word => word.name === name)?.values ?? [];
  const today = new Date(now).toISOString().slice(0, 10);
  const known = name === 'reviewed' ? [today] : name === 'owner' && author ? [author] : words;
  return known.map(label => ({
    kind: 'value',
    label,
    newText: name === 'owner' ? JSON.stringify(label) : label,
    range: range(typed),
    meaning: null,
  }));
}

/** The field at the top that the indented line belongs to; null for a line that is one itself. */
function fieldAround(lines: Lines, line: number): string | null {
  if (!/^[ \t-]/.test(lines[line] ?? '')) return null;
  for (let above = line - 1; above > 0; above--) {
    const name = /^([A-Za-z_]{1,40}):/.exec(lines[above]!)?.[1];
    if (name !== undefined) return name;
  }
  return null;
}

/** Within `variables`, as a list of maps, on lines of their own or in braces. */
function variableSuggestions(
  lines: Lines,
  at: Position,
  before: string,
  range: (typed: string) => Range,
): readonly Suggestion[] {
  const value = /(?:^|[\s{,])(from|secret):[ \t]{1,9}([\w./-]{0,100})$/.exec(before);
  if (value) {
    const [, name, typed = ''] = value;
    const words = name === 'from' ? variableOrigins : yesOrNo.map(label => ({ name: label, meaning: null }));
    return words.map(({ name: label, meaning }) => ({
      kind: 'value',
      label,
      newText: label,
      range: range(typed),
      meaning,
    }));
  }
  const key = /^[ \t]{1,20}(?:-[ \t]{1,9})?(?:\{(?:.{0,400},)?[ \t]{0,9})?([A-Za-z]{0,20})$/.exec(before);
  if (!key) return [];
  const taken = new Set<string>();
  const note = (line: string) => {
    for (const match of line.matchAll(/(?:^|[\s{,-])([a-z]{1,20}):/g)) taken.add(match[1]!);
  };
  // The item begins at its dash, and ends before the next one.
  let first = at.line;
  while (first > 1 && !/^[ \t]*-/.test(lines[first]!) && /^[ \t]/.test(lines[first - 1]!)) first--;
  for (let line = first; line < lines.length; line++) {
    if (line > first && !/^[ \t]+[^\s-]/.test(lines[line]!)) break;
    if (line !== at.line) note(lines[line]!);
  }
  note(before);
  return keys(
    variableFields.filter(({ name }) => !taken.has(name)),
    range(key[1]!),
  );
}

function keys(words: readonly Word[], range: Range): readonly Suggestion[] {
  return words.map(({ name, meaning, example }) => ({
    kind: 'key',
    label: name,
    newText: example,
    range,
    meaning,
  }));
}

/** Standard sections that no heading stands for yet, each with what it begins with. */
function sectionSuggestions(
  lines: Lines,
  before: string,
  range: (typed: string) => Range,
  { l10n }: AssistContext,
): readonly Suggestion[] {
  const typed = /^#{2,3}[ \t]{0,3}[\p{L} ]{0,40}$/u.exec(before);
  if (!typed) return [];
  const headings = lines
    .filter(line => /^#{2,6}[ \t]/.test(line) && line !== before)
    .map(line => line.slice(0, 200).replace(/^#+\s+/, ''));
  return standardSections(l10n)
    .filter(({ isHeading }) => !headings.some(isHeading))
    .map(({ name, begin }) => ({
      kind: 'section',
      label: name,
      newText: `## ${name}\n\n${begin}\n`,
      range: range(typed[0]),
      meaning: null,
    }));
}

function attributeSuggestions(
  lines: Lines,
  line: number,
  before: string,
  range: (typed: string) => Range,
): readonly Suggestion[] {
  const brace = before.indexOf('{');
  if (brace < 0) return [];
  const inside = before.slice(brace + 1);
  const json = /^\s*"/.test(inside);
  const value = /([A-Za-z]{1,40})"?\s{0,9}[=:]\s{0,9}"?([\w.-]{0,60})$/.exec(inside);
  if (value) {
    const word = blockAttributes.find(({ name }) => name === value[1]);
    const known =
      word?.name === 'rollback'
        ? blockNames(lines, line)
        : word?.name === 'interpreter'
          ? interpreters
          : (word?.values ?? []);
    return known.map(label => ({
      kind: 'value',
      label,
      newText: label,
      range: range(value[2]!),
      meaning: null,
    }));
  }
  const typed = /(?:^|[\s,"])([A-Za-z]{0,40})$/.exec(inside);
  if (!typed) return [];
  return blockAttributes
    .filter(({ name }) => !new RegExp(`(?:^|[\\s,"])${name}"?\\s{0,9}[=:]`).test(inside))
    .map(({ name, meaning, example }) => ({
      kind: 'attribute',
      label: name,
      newText: json ? name : example,
      range: range(typed[1]!),
      meaning,
    }));
}

/** Names of the other blocks, as their opening lines have them. */
function blockNames(lines: Lines, own: number): readonly string[] {
  const names = lines.flatMap((line, index) => {
    const info = index === own ? null : /^[\s>]*(?:`{3,}|~{3,})[^{]{0,60}\{(.{1,2000})\}\s*$/.exec(line);
    return /(?:^|[\s,{"])name"?\s{0,9}[=:]\s{0,9}["']?([\w.-]{1,100})/.exec(info?.[1] ?? '')?.[1] ?? [];
  });
  return [...new Set(names)];
}

/** The word of ours at the place, with its meaning; null where there is none. */
export function hintAt(lines: Lines, at: Position): Hint | null {
  const line = lines[at.line] ?? '';
  const place = placeOf(lines, at.line);
  if (place === 'prose' || line.length > 4_000) return null;
  const match = [...line.matchAll(/[A-Za-z_]\w*/g)].find(
    ({ index, 0: { length } }) => index <= at.character && at.character <= index + length,
  );
  if (!match) return null;
  const [name] = match;
  const range = rangeOn(at.line, match.index, match.index + name.length);
  let words: readonly Word[] = incidentVariables;
  if (place === 'frontMatter') {
    const isKey = line[match.index + name.length] === ':';
    const inVariables = fieldAround(lines, at.line) === 'variables';
    words = !isKey ? [] : match.index === 0 ? frontMatterKeys : inVariables ? variableFields : [];
    const origin = inVariables ? originAt(lines, at) : null;
    if (origin) return origin;
  } else if (place.opening) words = line.slice(0, match.index).includes('{') ? blockAttributes : [];
  const word = words.find(known => known.name === name);
  return word ? { word, range } : null;
}

/** `incident.title` is one word here. */
function originAt(lines: Lines, { line: number, character }: Position): Hint | null {
  const line = lines[number]!;
  const match = /(?:^|[\s{,-])from:[ \t]{1,9}["']?([\w./-]{1,120})/d.exec(line);
  const [from, to] = match?.indices?.[1] ?? [0, -1];
  if (character < from || character > to) return null;
  const written = match![1]!;
  const word = variableOrigins.find(
    ({ name }) => name === written || (name.endsWith('.') && written.startsWith(name)),
  );
  return word ? { word, range: rangeOn(number, from, to) } : null;
}

function placeOf(lines: Lines, target: number): Place {
  const front = frontMatterEnd(lines);
  if (target > 0 && target < front) return 'frontMatter';
  let open: { mark: string; language: string } | null = null;
  for (let line = front > 0 ? front + 1 : 0; line <= Math.min(target, lines.length - 1); line++) {
    const text = lines[line]!.replace(/^[\s>]+/, '').replace(/^(?:[-*+]|\d{1,9}[.)])[ \t]+/, '');
    const fence = /^(`{3,}|~{3,})[ \t]{0,9}([^\s`{]{0,60})/.exec(text);
    if (open) {
      if (fence?.[1]?.startsWith(open.mark) && text.trim() === fence[1]) {
        if (line === target) return 'prose';
        open = null;
      }
    } else if (fence) {
      open = { mark: fence[1]!, language: fence[2]!.toLowerCase() };
      if (line === target) return { language: open.language, opening: true };
    }
  }
  return open ? { language: open.language, opening: false } : 'prose';
}

/** The number of the line that closes the front matter; the end while it is not closed; 0 where there is none. */
function frontMatterEnd(lines: Lines): number {
  if (!/^---[ \t]*$/.test(lines[0] ?? '')) return 0;
  const end = lines.findIndex((line, index) => index > 0 && /^(?:---|\.\.\.)[ \t]*$/.test(line));
  return end < 0 ? lines.length : end;
}
