import type { EntryKind } from './entry.ts';

/** What a person may write themselves, by the mark in front of it. */
export type MarkedKind = Extract<
  EntryKind,
  'note' | 'decision' | 'hypothesis' | 'observation' | 'activity' | 'impact' | 'action'
>;

/** Mark → kind: `!decision`, `?hypothesis`; a line without one is a note. */
export const kindMarks: Readonly<Record<string, Exclude<MarkedKind, 'note'>>> = {
  '!': 'decision',
  '?': 'hypothesis',
  '=': 'observation',
  '>': 'activity',
  '#': 'impact',
  '+': 'action',
};

export const markedKinds: readonly MarkedKind[] = ['note', ...Object.values(kindMarks)];

export function isMarkedKind(kind: string): kind is MarkedKind {
  return markedKinds.some(marked => marked === kind);
}

/** The mark of a kind; empty for a note. */
export function markOf(kind: MarkedKind): string {
  return Object.keys(kindMarks).find(mark => kindMarks[mark] === kind) ?? '';
}
