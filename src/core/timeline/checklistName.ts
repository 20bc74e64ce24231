import { type Stage, stages } from './entry.ts';

/** Whose checklist it is: a stage’s, or the war room’s, which stands beside that of any stage. */
export type ChecklistOwner = Stage | 'warRoom';

/** The stages in their order, and the war room. */
export const checklistOwners: readonly ChecklistOwner[] = [...stages, 'warRoom'];

/** Where a tick’s entry names a runbook, those of a checklist name its owner. No file is called so. */
const prefix = 'checklist:';

/** What the ticks of a checklist name in the place of a runbook. */
export function checklistName(owner: ChecklistOwner): string {
  return `${prefix}${owner}`;
}

/** Whose checklist a tick belongs to; null where it belongs to a runbook. */
export function checklistOwnerOf(runbook: string): ChecklistOwner | null {
  return checklistOwners.find(owner => runbook === checklistName(owner)) ?? null;
}
