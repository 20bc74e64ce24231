import type { GoTo } from '../../protocol/runbook.ts';
import type { RunbookPanels } from '../runbooks/runbookPanels.ts';

/** In the runbook that is in front. */
export function goInRunbook(panels: RunbookPanels, to: GoTo): void {
  panels.go(to);
}
