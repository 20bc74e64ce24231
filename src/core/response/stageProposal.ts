import type { Incident } from '../incidents/incident.ts';
import { ranWell, runDataOf } from '../timeline/entryData.ts';
import { type Stage, stages, type TimelineEntry } from '../timeline/entry.ts';
import { isMitigating } from './mitigating.ts';
import type { ResponseState } from './responseState.ts';

export interface StageProposal {
  readonly stage: Stage;
  readonly why: 'acknowledged' | 'mitigationWorked' | 'resolved';
  /** The heading of the block that worked; empty for the other reasons. */
  readonly step: string;
}

/**
 * The stage that an incident seems to have reached; null where nothing says so, or it is there already. Only ever a
 * later one, and each only once: whoever went back by hand has a reason.
 */
export function proposedStage(
  incident: Pick<Incident, 'status'>,
  { stage, reached }: Pick<ResponseState, 'stage' | 'reached'>,
  entries: Iterable<TimelineEntry>,
): StageProposal | null {
  const isNew = (proposed: Stage) =>
    stages.indexOf(proposed) > stages.indexOf(stage) && !reached.some(one => one.stage === proposed);
  if (incident.status === 'resolved')
    return isNew('resolution') ? { stage: 'resolution', why: 'resolved', step: '' } : null;
  if (isNew('mitigation')) {
    const step = mitigatingStep(entries);
    if (step !== null) return { stage: 'mitigation', why: 'mitigationWorked', step };
  }
  if (incident.status === 'acknowledged' && isNew('triage'))
    return { stage: 'triage', why: 'acknowledged', step: '' };
  return null;
}

function mitigatingStep(entries: Iterable<TimelineEntry>): string | null {
  for (const entry of entries) {
    if (entry.kind !== 'run') continue;
    const run = runDataOf(entry);
    if (run && ranWell(run) && isMitigating(run.step)) return run.step;
  }
  return null;
}
