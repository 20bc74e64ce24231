import { isMap } from 'yaml';
import { frontMatterKB, maxAliases, readYaml, takeAsWritten } from './boundedYaml.ts';
import { readFrontMatter } from './frontMatter.ts';

/** Who keeps a runbook right, and when somebody last did. */
export interface Stewardship {
  readonly owner: string | null;
  /** `YYYY-MM-DD`; null where there is none, or no such day. */
  readonly reviewed: string | null;
}

/** What the front matter says of it. Never throws. */
export function stewardshipOf(source: string): Stewardship {
  const nobody = { owner: null, reviewed: null };
  const text = source.startsWith('\uFEFF') ? source.slice(1) : source;
  const { lineOffset } = readFrontMatter(text);
  if (lineOffset === 0) return nobody;
  const read = readYaml(
    text
      .split(/\r\n?|\n/, lineOffset)
      .slice(1, -1)
      .join('\n'),
    frontMatterKB,
  );
  if (!read.ok || !isMap(read.document.contents)) return nobody;
  try {
    takeAsWritten(read.document);
    const fields = read.document.toJS({ mapAsMap: true, maxAliasCount: maxAliases }) as Map<unknown, unknown>;
    const owner = ['owner', 'team', 'teams'].map(name => plain(fields.get(name))).find(one => one !== null);
    const day = plain(fields.get('reviewed'));
    return { owner: owner ?? null, reviewed: day !== null && isDay(day) ? day : null };
  } catch {
    return nobody;
  }
}

function plain(value: unknown): string | null {
  const values: unknown[] = Array.isArray(value) ? value : [value];
  const texts = values.filter(one => typeof one === 'string' || typeof one === 'number').map(String);
  return texts.join(', ').trim().slice(0, 200) || null;
}

function isDay(text: string): boolean {
  const day = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : NaN;
  return !Number.isNaN(day) && new Date(day).toISOString().startsWith(text);
}
