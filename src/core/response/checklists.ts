import type { ChecklistOwner } from '../timeline/checklistName.ts';
import type { Tick } from './responseState.ts';

/** What is to be thought of in a stage, or in the war room. */
export interface Checklist {
  readonly stage: ChecklistOwner;
  readonly items: readonly ChecklistText[];
}

export interface ChecklistText {
  /** The same in every language; of an item of the team’s own it is made of its words. */
  readonly id: string;
  readonly text: string;
}

export interface ChecklistItem extends ChecklistText {
  /** Null while it is open. */
  readonly tick: Tick | null;
}

export function checklistItems(
  { stage, items }: Checklist,
  ticks: ReadonlyMap<ChecklistOwner, ReadonlyMap<string, Tick>>,
): readonly ChecklistItem[] {
  const ticked = ticks.get(stage);
  return items.map(item => ({ ...item, tick: ticked?.get(item.id) ?? null }));
}
