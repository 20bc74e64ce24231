import type { ActionItemData } from './entry.ts';

const lead = 'Action item: ';

/** How the timeline says it. */
export function actionItemText(item: ActionItemData): string {
  return lead + item.text + place(item);
}

/** What is to be done, of a text that `actionItemText` made and that somebody may have corrected since. */
export function itemInText(text: string, item: ActionItemData): string {
  const bare = text.startsWith(lead) ? text.slice(lead.length) : text;
  const end = place(item);
  return end !== '' && bare.endsWith(end) ? bare.slice(0, -end.length) : bare;
}

function place({ runbook, step }: ActionItemData): string {
  return runbook === null ? '' : ` (${step === '' ? runbook : `${runbook}: ${step}`})`;
}
