import type { Incident } from '../../incidents/incident.ts';
import { actionItemDataOf, severityDataOf, tickDataOf } from '../../timeline/entryData.ts';
import type { SeverityData, TickData } from '../../timeline/entry.ts';
import { type ByKind, factsFrom, type FromEntry } from './fromEntry.ts';

/** `text` is what the timeline says of it: “Ticked “Rollback done” in bad-deploy.md”. */
export type CheckFact = FromEntry<TickData>;

export interface ActionFact {
  readonly id: string;
  readonly text: string;
  readonly owner: string | null;
  readonly runbook: string | null;
  readonly step: string;
}

/** What people said shall be done, in the order in which they said it; each once, as it was last worded. */
export function actionsOf(entries: ByKind): ActionFact[] {
  const items = new Map<string, ActionFact>();
  for (const { id, entry } of entries('action')) {
    const item = actionItemDataOf(entry);
    if (!item) continue;
    const { text, owner, runbook, step } = item;
    const key = JSON.stringify([text, runbook, step]);
    items.set(key, { id: items.get(key)?.id ?? id, text, owner, runbook, step });
  }
  return [...items.values()];
}

/** The latest word on each checklist item, in the order of the first. */
export function checksOf(entries: ByKind): CheckFact[] {
  const items = new Map<string, CheckFact>();
  for (const fact of factsFrom(entries('checklist'), tickDataOf)) {
    items.set(JSON.stringify([fact.data.runbook, fact.data.item]), fact);
  }
  return [...items.values()];
}

export function severityChangesOf(entries: ByKind): FromEntry<SeverityData>[] {
  return factsFrom(entries('severity'), severityDataOf);
}

/** P1–P4, or the provider’s own name of the priority where it maps to none; what was said here last goes first. */
export function severityOf(
  { severity, priority }: Pick<Incident, 'severity' | 'priority'>,
  changes: readonly FromEntry<SeverityData>[],
): string | null {
  return changes.at(-1)?.data.to ?? severity ?? priority?.name ?? null;
}

/** The most severe that it ever was; P1 sorts before P2. */
export function worstSeverity(
  last: string | null,
  changes: readonly FromEntry<SeverityData>[],
): string | null {
  const all = [last, ...changes.flatMap(({ data }) => [data.from, data.to])];
  return all.filter(severity => severity !== null && /^P[1-4]$/.test(severity)).sort()[0] ?? last;
}
