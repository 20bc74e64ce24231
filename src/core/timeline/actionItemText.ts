import type { ActionItemData } from './entry.ts';

/** How the timeline says it. */
export function actionItemText(item: ActionItemData): string {
  return `Action item: ${item.text}${place(item)}`;
}

function place({ runbook, step }: ActionItemData): string {
  return runbook === null ? '' : ` (${step === '' ? runbook : `${runbook}: ${step}`})`;
}
