import { t } from '@vscode/l10n';
import type { Alert } from '../incident.ts';
import { oneLine } from '../providers/wire.ts';

type Detail = Alert['details'][number];

/** Details that belong together; `name` null for what stands by itself. */
export interface DetailSet {
  readonly name: string | null;
  readonly rows: readonly Detail[];
}

/** Beyond this many rows the rest of a value stays the text it was: nobody reads it as a table. */
const mostRows = 200;
const deepest = 6;

/**
 * The details as a person reads them: JSON inside a value becomes rows of its own, and rows that the provider’s
 * mapping named after one of several alerts (“DiskFull (2): instance”) stand together. Everything else stays as it is.
 */
export function detailSets(details: Alert['details']): readonly DetailSet[] {
  const plain: Detail[] = [];
  const sets: DetailSet[] = [];
  for (const { owner, rows } of byOwner(details)) {
    if (owner !== null && rows.length > 1) {
      sets.push({
        name: owner,
        rows: rows.map(({ name, value }) => ({ name: name.slice(owner.length + 2), value })),
      });
      continue;
    }
    for (const detail of rows) {
      const found = setsOf(detail);
      if (!found) plain.push(detail);
      else if (found.length === 1 && found[0]!.rows.length === 1) plain.push(found[0]!.rows[0]!);
      else sets.push(...found);
    }
  }
  return plain.length > 0 ? [{ name: null, rows: plain }, ...sets] : sets;
}

interface Owned {
  readonly owner: string | null;
  readonly rows: Detail[];
}

/** Neighbours whose names begin alike, up to the last “: ”. */
function byOwner(details: Alert['details']): readonly Owned[] {
  const runs: Owned[] = [];
  for (const detail of details) {
    const end = detail.name.lastIndexOf(': ');
    const owner = end > 0 ? detail.name.slice(0, end) : null;
    const last = runs.at(-1);
    if (last && last.owner === owner) last.rows.push(detail);
    else runs.push({ owner, rows: [detail] });
  }
  return runs;
}

function setsOf({ name, value }: Detail): readonly DetailSet[] | null {
  const sets = /^\s*[[{]/.test(value) ? jsonSets(name, value) : null;
  if (!sets || sets.length === 0) return null;
  const rows = sets.reduce((sum, set) => sum + set.rows.length, 0);
  return rows > mostRows || sets.some(set => set.rows.length === 0) ? null : sets;
}

function jsonSets(name: string, text: string): readonly DetailSet[] | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!Array.isArray(value)) {
    const rows = rowsOf(value);
    return rows && [{ name, rows }];
  }
  if (value.every(isPlain)) {
    return [{ name: null, rows: [{ name, value: value.map(textOf).join('\n') }] }];
  }
  const sets: DetailSet[] = [];
  for (const [index, element] of value.entries()) {
    const rows = rowsOf(element);
    if (!rows) return null;
    sets.push({ name: value.length === 1 ? name : `${name} ${index + 1}`, rows });
  }
  return sets;
}

/** Null where it is nested deeper than a table can show, or larger. */
function rowsOf(value: unknown): readonly Detail[] | null {
  const rows: Detail[] = [];
  const add = (path: readonly string[], inner: unknown): boolean => {
    if (rows.length > mostRows || path.length > deepest) return false;
    if (isPlain(inner)) {
      const text = textOf(inner);
      if (text !== '') rows.push({ name: path.join(' › ') || t('value'), value: text });
      return true;
    }
    if (Array.isArray(inner) && inner.every(isPlain)) return add(path, inner.map(textOf).join('\n'));
    return Object.entries(inner as object).every(([key, next]) => add([...path, oneLine(key)], next));
  };
  return add([], value) ? rows : null;
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null;
}

function textOf(value: unknown): string {
  return value === null || value === undefined ? '' : String(value);
}
