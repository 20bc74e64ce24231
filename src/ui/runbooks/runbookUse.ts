import type { Incident } from '../../core/incidents/incident.ts';

/** One runbook as it is used for one incident (or for none): what the state of a block belongs to. */
export interface RunbookUse {
  readonly incident: Incident | null;
  /** The runbook’s path, as a person reads it. */
  readonly runbook: string;
  readonly cwd: string;
}

export function useKey({ incident, runbook }: Pick<RunbookUse, 'incident' | 'runbook'>): string {
  return [incident?.key ?? '', runbook].join('\n');
}

export function isSameUse(a: RunbookUse, b: RunbookUse): boolean {
  return useKey(a) === useKey(b);
}

/** So long the alerts of an incident are waited for, before a runbook is chosen or filled in without them. */
export const alertsPatienceMs = 4_000;
