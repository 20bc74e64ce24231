import { roleDataOf } from '../../timeline/entryData.ts';
import type { RoleData } from '../../timeline/entry.ts';
import { EXTENSION_AUTHOR, PROVIDER_AUTHOR } from '../../timeline/scribe.ts';
import type { ViewedEntry } from '../../timeline/timelineView.ts';
import { type ByKind, factsFrom, type FromEntry } from './fromEntry.ts';

export interface ResponderFact {
  readonly name: string;
  /** The roles that the person had at any time, in order. */
  readonly roles: readonly string[];
  /** How many entries, runs among them. */
  readonly entries: number;
  readonly runs: number;
  /** The id of the first entry; null for somebody who only had a role. */
  readonly first: string | null;
}

export type RoleFact = FromEntry<RoleData>;

export function rolesOf(entries: ByKind): RoleFact[] {
  return factsFrom(entries('role'), roleDataOf);
}

/** Who did or wrote something or had a role, in the order of their first deed; the provider and On-Call itself are nobody. */
export function respondersOf(timeline: readonly ViewedEntry[], roles: readonly RoleFact[]): ResponderFact[] {
  const people = new Map<string, { name: string; entries: number; runs: number; first: string | null }>();
  const authors = new Map<string, ReturnType<typeof read>>();
  const personOf = (author: string) => {
    let person = authors.get(author);
    if (person === undefined) authors.set(author, (person = read(author)));
    return person;
  };
  const read = (author: string) => {
    const name = author.trim();
    if (name === '' || name === PROVIDER_AUTHOR || name === EXTENSION_AUTHOR) return null;
    const key = name.toLowerCase();
    const known = people.get(key) ?? { name, entries: 0, runs: 0, first: null };
    people.set(key, known);
    return known;
  };

  for (const { id, entry, history } of timeline) {
    // The first version says whose deed it was, the later ones who corrected it: both took part.
    const person = personOf((history[0] ?? entry).author);
    if (person) {
      person.entries++;
      if (entry.kind === 'run') person.runs++;
      person.first ??= id;
    }
    if (history.length > 0) for (const { author } of [...history.slice(1), entry]) personOf(author);
  }

  const held = new Map<string, Set<string>>();
  for (const { data } of roles) {
    const person = data.to === null ? null : personOf(data.to);
    if (!person) continue;
    const key = person.name.toLowerCase();
    held.set(key, (held.get(key) ?? new Set()).add(data.role));
  }
  return [...people].map(([key, person]) => ({ ...person, roles: [...(held.get(key) ?? [])] }));
}
