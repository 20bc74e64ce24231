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

const markedKinds: readonly MarkedKind[] = ['note', ...Object.values(kindMarks)];

export function isMarkedKind(kind: string): kind is MarkedKind {
  return markedKinds.some(marked => marked === kind);
}
