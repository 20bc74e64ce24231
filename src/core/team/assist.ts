import type { Suggestion } from '../runbooks/assist/assist.ts';
import { rangeOn, type Position, type Range } from '../runbooks/lint/finding.ts';
import { schemaAt, type Schema, type TeamPath } from './teamSchema.ts';

/** What is known of a field. */
export interface TeamHint {
  readonly name: string;
  /** English, a key of the translations. */
  readonly meaning: string;
  /** What may be written there, where that is a choice. */
  readonly values: readonly string[];
  readonly range: Range;
}

/** Longer lines are not looked at. */
const longest = 4_000;

/**
 * What may be written at the place: fields that are not there yet, or values, as the schema has them. A look at the lines
 * around it; no parsing, because what is being typed is seldom YAML.
 */
export function teamSuggestionsAt(lines: readonly string[], at: Position): readonly Suggestion[] {
  const before = (lines[at.line] ?? '').slice(0, at.character);
  if (before.length > longest || /(?:^|\s)#/.test(before)) return [];
  const place = placeOf(before);
  if (!place) return [];
  const path = [...pathAbove(lines, at.line, place.column, place.startsWithDash), ...place.steps];
  const schema = schemaAt(place.key === null ? path : [...path, place.key]);
  if (!schema) return [];
  const range = rangeOn(at.line, at.character - place.typed.length, at.character);
  const values = valuesOf(schema).map((label): Suggestion => ({
    ...{ kind: 'value', label, newText: label, range, meaning: null },
  }));
  if (place.key !== null) return values;
  const taken = new Set([...place.taken, ...(place.inFlow ? [] : siblings(lines, at.line, place.column))]);
  const fields = Object.entries(schema.properties ?? {}).filter(([name]) => !taken.has(name));
  return [
    ...fields.map(([name, { description }]): Suggestion => {
      const type = schemaAt([...path, name])?.type;
      const isBlock = !place.inFlow && (type === 'object' || type === 'array');
      const newText = isBlock ? `${name}:` : `${name}: `;
      return { ...{ kind: 'key', label: name, newText, range }, meaning: description ?? null };
    }),
    ...values,
  ];
}

/** The field whose name stands at the place; null where there is none. */
export function teamHintAt(lines: readonly string[], at: Position): TeamHint | null {
  const line = lines[at.line] ?? '';
  if (line.length > longest) return null;
  const found = [...line.matchAll(/(?<=^|[\s{,"'])([\w-]+)["']?[ \t]*:(?=\s|$|[{["'])/g)].find(
    ({ index, 1: name }) => index <= at.character && at.character <= index + name!.length,
  );
  if (!found || /(?:^|\s)#/.test(line.slice(0, found.index))) return null;
  const name = found[1]!;
  const place = placeOf(line.slice(0, found.index).replace(/["']$/, ''));
  if (!place || place.key !== null) return null;
  const path = [...pathAbove(lines, at.line, place.column, place.startsWithDash), ...place.steps, name];
  const schema = schemaAt(path);
  if (!schema?.description) return null;
  const range = rangeOn(at.line, found.index, found.index + name.length);
  return { name, meaning: schema.description, values: valuesOf(schema), range };
}

function valuesOf({ type, enum: allowed, examples }: Schema): readonly string[] {
  if (allowed) return allowed.map(String);
  if (type === 'boolean') return ['true', 'false'];
  return (examples ?? []).map(String);
}

/** Where on its line something is written. */
interface Place {
  /** Of the first field on the line, or of what stands for it. */
  readonly column: number;
  readonly startsWithDash: boolean;
  /** From what is above the line to what the place is in. */
  readonly steps: TeamPath;
  /** The field whose value is being written; null for a field’s name, or an item of a list. */
  readonly key: string | null;
  readonly typed: string;
  readonly inFlow: boolean;
  /** Fields in the same braces. */
  readonly taken: readonly string[];
}

/** Null within a text, and wherever nothing could be suggested. */
function placeOf(before: string): Place | null {
  const lead = /^[ \t]*(?:-[ \t]+)*/.exec(before)![0];
  const dashes = [...lead].filter(character => character === '-').length;
  const base = { column: lead.length, startsWithDash: dashes > 0 };
  const steps: (string | number)[] = Array.from({ length: dashes }, () => 0);
  const rest = before.slice(lead.length);
  const field = /^["']?([\w-]{1,60})["']?[ \t]*:[ \t]+/.exec(rest);
  const inside = field ? rest.slice(field[0].length) : rest;
  if (/^[{[]/.test(inside)) {
    if (field) steps.push(field[1]!);
    const flow = flowOf(inside);
    return flow && { ...base, ...flow, steps: [...steps, ...flow.steps], inFlow: true };
  }
  const typed = /^["']?([\w.-]{0,60})$/.exec(inside)?.[1];
  if (typed === undefined) return null;
  return { ...base, steps, key: field?.[1] ?? null, typed, inFlow: false, taken: [] };
}

/** What stands open in braces and brackets. */
function flowOf(text: string): Pick<Place, 'steps' | 'key' | 'typed' | 'taken'> | null {
  const open: { readonly isMap: boolean; key: string | null; readonly taken: string[] }[] = [];
  let at = 0;
  while (at < text.length) {
    const rest = text.slice(at);
    const token =
      /^(?:"(?:[^"\\]|\\.)*"|'[^']*')/.exec(rest)?.[0] ??
      /^(?:[\w-]{1,60}(?=[ \t]*:[ \t])|[ \t]*:[ \t]+|[{}[\],]|[ \t]+)/.exec(rest)?.[0];
    const inner = open.at(-1);
    if (token === undefined) {
      const typed = /^["']?([\w.-]{0,60})$/.exec(rest)?.[1];
      if (typed === undefined) {
        // A value of several words.
        const value = /^[^,{}[\]"']+/.exec(rest)?.[0];
        if (value === undefined || value.length === rest.length) return null;
        at += value.length;
        continue;
      }
      return inner ? { ...placeIn(open), typed } : null;
    }
    if (token === '{' || token === '[') open.push({ isMap: token === '{', key: null, taken: [] });
    else if (token === '}' || token === ']') open.pop();
    else if (token === ',' && inner) inner.key = null;
    else if (/^[\w"'-]/.test(token) && inner?.isMap && /^[ \t]*:/.test(text.slice(at + token.length))) {
      inner.key = token.replace(/^["']|["']$/g, '');
      inner.taken.push(inner.key);
    }
    at += token.length;
  }
  return open.length > 0 ? { ...placeIn(open), typed: '' } : null;
}

function placeIn(
  open: readonly {
    readonly isMap: boolean;
    readonly key: string | null;
    readonly taken: readonly string[];
  }[],
): Pick<Place, 'steps' | 'key' | 'taken'> {
  const last = open.at(-1)!;
  const steps = open.flatMap(({ isMap, key }, index): (string | number)[] => {
    if (!isMap) return [0];
    return index === open.length - 1 || key === null ? [] : [key];
  });
  return { steps, key: last.isMap ? last.key : null, taken: last.taken };
}

interface Mark {
  readonly column: number;
  /** Null for the dash of an item. */
  readonly name: string | null;
}

/** The dashes and the field that a line begins with, from left to right. */
function marksOf(line: string): readonly Mark[] {
  if (line.length > longest || /^[ \t]*(?:#|$)/.test(line)) return [];
  const lead = /^[ \t]*(?:-(?:[ \t]+|$))*/.exec(line)![0];
  const marks: Mark[] = [...lead.matchAll(/-/g)].map(({ index }) => ({ column: index, name: null }));
  const name = /^["']?([\w-]{1,60})["']?[ \t]*:(?:\s|$)/.exec(line.slice(lead.length))?.[1];
  return name === undefined ? marks : [...marks, { column: lead.length, name }];
}

/** What the line stands in, by its column: the nearest line above that stands further left, and so on. */
function pathAbove(
  lines: readonly string[],
  line: number,
  column: number,
  startsWithDash: boolean,
): TeamPath {
  const path: (string | number)[] = [];
  let limit = startsWithDash ? (lines[line] ?? '').indexOf('-') : column;
  // An item may stand as far left as the field whose list it is in.
  let isItem = startsWithDash;
  for (let above = line - 1; above >= 0 && (limit > 0 || isItem); above--) {
    for (const mark of [...marksOf(lines[above]!)].reverse()) {
      const isAround = mark.name === null ? mark.column < limit : mark.column < limit + (isItem ? 1 : 0);
      if (!isAround) continue;
      path.unshift(mark.name ?? 0);
      limit = mark.column;
      isItem = mark.name === null;
    }
  }
  return path;
}

/** The other fields of the map that the line is in. */
function siblings(lines: readonly string[], line: number, column: number): readonly string[] {
  const found: string[] = [];
  const look = (number: number, isAbove: boolean): boolean => {
    const marks = marksOf(lines[number] ?? '');
    const first = marks[0];
    if (!first) return true;
    const isOutside = first.column < column;
    if (!isOutside || isAbove)
      found.push(...marks.filter(mark => mark.column === column).flatMap(({ name }) => name ?? []));
    return !isOutside;
  };
  const starts = /^[ \t]*-/.test(lines[line] ?? '');
  for (let above = line - 1; !starts && above >= 0; above--) if (!look(above, true)) break;
  for (let below = line + 1; below < lines.length; below++) if (!look(below, false)) break;
  return found;
}
