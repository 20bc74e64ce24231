import type { RunbookPanels } from '../runbooks/runbookPanels.ts';

/** All blocks of the runbook that is in front, one after the other. */
export function runSequence(panels: RunbookPanels): Promise<void> {
  return panels.runAll();
}
