import type { RunbookPanels } from '../runbooks/runbookPanels.ts';

/** Reads the runbook in front again: one that was fetched comes anew, and a file as it is on the disk now. */
export function reloadRunbook(panels: Pick<RunbookPanels, 'reload'>): Promise<void> {
  return panels.reload();
}
