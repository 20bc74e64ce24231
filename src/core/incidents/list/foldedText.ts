import type { Incident } from '../incident.ts';

/**
 * For comparing what people type with what stands there: `Ünïcode`, `UNICODE` and `unicode` become the same. Upper
 * case, as it alone makes `ß` and `ss`, `ς` and `σ` one. Marks are taken off Latin, Greek and Cyrillic letters only:
 * in other scripts they are letters themselves.
 */
export function folded(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toUpperCase();
}

/** What a text filter looks in; folding is dear, and an incident that did not change is the same object. */
const searchable = new WeakMap<Incident, string>();

function searchableText(incident: Incident): string {
  const kept = searchable.get(incident);
  if (kept !== undefined) return kept;
  const { id, number, title, service, assignees, acknowledgers, teams } = incident;
  const named = [...(service ? [service] : []), ...assignees, ...acknowledgers, ...teams];
  const parts = [title, number === null ? '' : `#${number}`, id, ...named.map(({ name }) => name)];
  // A word holds no white space, so that none matches across two of the parts.
  const text = folded(parts.join('\n'));
  searchable.set(incident, text);
  return text;
}

/** Whether all words of the text stand somewhere in the incident; everything matches a text without any. */
export function textMatcher(text: string): (incident: Incident) => boolean {
  const words = folded(text)
    .split(/\s+/)
    .filter(word => word !== '');
  if (words.length === 0) return () => true;
  return incident => {
    const found = searchableText(incident);
    return words.every(word => found.includes(word));
  };
}
