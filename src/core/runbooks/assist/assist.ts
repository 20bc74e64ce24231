import { isRunnable } from '../consolePrompts.ts';
import { rangeOn, type Position, type Range } from '../lint/finding.ts';
import { blockAttributes, frontMatterKeys, incidentVariables, type Word } from '../lint/vocabulary.ts';

/** What could be written at a place. */
export interface Suggestion {
  readonly kind: 'key' | 'value' | 'variable' | 'attribute';
  readonly label: string;
  readonly newText: string;
  /** What it takes the place of; ends where the person writes. */
  readonly range: Range;
  /** English, a key of the translations; null where the label says it. */
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
}

type Place = 'frontMatter' | 'prose' | { readonly language: string; readonly opening: boolean };

/** A document line by line, as an editor has it. */
type Lines = readonly string[];

/** What may be written at the place, best first. A look at the lines above it; no parsing. */
export function suggestionsAt(lines: Lines, at: Position, context: AssistContext): readonly Suggestion[] {
  const place = placeOf(lines, at.line);
  const before = (lines[at.line] ?? '').slice(0, at.character);
  const range = (typed: string) => rangeOn(at.line, at.character - typed.length, at.character);
  if (place === 'prose') return [];
  if (place === 'frontMatter') return frontMatterSuggestions(lines, before, range, context);
  if (place.opening) return attributeSuggestions(before, range);
  const variable = isRunnable(place.language) ? /\$\{?([A-Za-z_]\w{0,60})?$/.exec(before) : null;
  if (!variable) return [];
  return incidentVariables.map(({ name, meaning }) => ({
    kind: 'variable',
    label: name,
    newText: name,
    range: range(variable[1] ?? ''),
    meaning,
  }));
}

function frontMatterSuggestions(
  lines: Lines,
  before: string,
  range: (typed: string) => Range,
  { now, author }: AssistContext,
): readonly Suggestion[] {
  const key = /^[A-Za-z_]{0,40}$/.exec(before);
  if (key) {
    const taken = new Set(
      lines.slice(0, frontMatterEnd(lines)).map(line => /^([A-Za-z_]{1,40}):/.exec(line)?.[1]),
    );
    return frontMatterKeys
      .filter(({ name }) => !taken.has(name))
      .map(({ name, meaning, example }) => ({
        kind: 'key',
        label: name,
        newText: example,
        range: range(key[0]),
        meaning,
      }));
  }
  const value = /^([A-Za-z_]{1,40}):[ \t]{0,9}(?:\[[^\]]{0,200}?[ ,]?)?([\w-]{0,40})$/.exec(before);
  if (!value) return [];
  const [, name, typed = ''] = value;
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

function attributeSuggestions(before: string, range: (typed: string) => Range): readonly Suggestion[] {
  const brace = before.indexOf('{');
  if (brace < 0) return [];
  const inside = before.slice(brace + 1);
  const json = /^\s*"/.test(inside);
  const value = /([A-Za-z]{1,40})"?\s{0,9}[=:]\s{0,9}"?([\w-]{0,40})$/.exec(inside);
  if (value) {
    const values = blockAttributes.find(({ name }) => name === value[1])?.values ?? [];
    return values.map(label => ({
      kind: 'value',
      label,
      newText: label,
      range: range(value[2]!),
      meaning: null,
    }));
  }
  const typed = /(?:^|[\s,"])([A-Za-z]{0,40})$/.exec(inside);
  if (!typed) return [];
  return blockAttributes.map(({ name, meaning, example }) => ({
    kind: 'attribute',
    label: name,
    newText: json ? name : example,
    range: range(typed[1]!),
    meaning,
  }));
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
  if (place === 'frontMatter') words = match.index === 0 && line[name.length] === ':' ? frontMatterKeys : [];
  else if (place.opening) words = line.slice(0, match.index).includes('{') ? blockAttributes : [];
  const word = words.find(known => known.name === name);
  return word ? { word, range } : null;
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
