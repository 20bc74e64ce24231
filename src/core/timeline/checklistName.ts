import { type Stage, stages } from './entry.ts';

/** Where a tick’s entry names a runbook, those of a stage’s checklist name the stage. No file is called so. */
const prefix = 'checklist:';

/** What the ticks of a stage’s checklist name in the place of a runbook. */
export function checklistName(stage: Stage): string {
  return `${prefix}${stage}`;
}

/** The stage whose checklist a tick belongs to; null where it belongs to a runbook. */
export function stageOfChecklist(runbook: string): Stage | null {
  return stages.find(stage => runbook === checklistName(stage)) ?? null;
}
