import type { TimelineView } from '../../timeline/timelineView.ts';

const SHORTEST = 5;

/**
 * What a document calls each entry, by the entry’s id: `E7K2QX`. It comes from the id and not from the place, so a
 * row that arrives later renames no other. Who is written later takes more characters where the short name is taken;
 * what was retracted keeps its name.
 */
export function entryLabels(view: TimelineView): ReadonlyMap<string, string> {
  const ids = inOrder([...view.entries, ...view.retracted].map(({ id }) => id));
  const labels = new Map<string, string>();
  const taken = new Set<string>();
  for (const id of ids) {
    let length = SHORTEST;
    let end = id.slice(-length);
    while (taken.has(end) && length < id.length) end = id.slice(-++length);
    taken.add(end);
    labels.set(id, `E${end}`);
  }
  return labels;
}

/** Where nothing was retracted or written later they are in order already, and looking costs less than sorting. */
function inOrder(ids: string[]): readonly string[] {
  return ids.every((id, place) => place === 0 || ids[place - 1]! < id) ? ids : ids.sort();
}
