import type { ActionItem } from './actionItems.ts';

export type Urgency = 'overdue' | 'due' | 'undated';

/** @param today `2026-11-25`, where the person is. */
export function urgencyOf({ due }: ActionItem, today: string): Urgency {
  if (due === null || due.day === null) return 'undated';
  return due.day < today ? 'overdue' : 'due';
}

/** Overdue ones first, then by the day they are due, then those that have none; equal ones stay as they came. */
export function byUrgency(today: string): (a: ActionItem, b: ActionItem) => number {
  const rank = { overdue: 0, due: 1, undated: 2 };
  return (a, b) =>
    rank[urgencyOf(a, today)] - rank[urgencyOf(b, today)] ||
    compare(a.due?.day ?? '', b.due?.day ?? '') ||
    compare(a.priority ?? '~', b.priority ?? '~');
}

/**
 * One incident may have documents in several forms: what stands in each of them alike is one item. What one document says
 * twice is two: its second is the twin of another document’s second.
 */
export function withoutTwins<
  T extends { readonly item: ActionItem; readonly path: string; readonly folder: string },
>(found: readonly T[]): readonly T[] {
  const times = new Map<string, number>();
  const seen = new Set<string>();
  return found.filter(({ item, path, folder }) => {
    const text = item.text.toLowerCase();
    const here = `${path}\n${text}`;
    const nth = (times.get(here) ?? 0) + 1;
    times.set(here, nth);
    const key = `${folder}\n${nth}\n${text}`;
    return !seen.has(key) && seen.add(key);
  });
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
