import type { Git } from '../../core/git/git.ts';
import type { SuspectPick } from '../changes/suspectPick.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { IncidentPick } from '../incidentPick.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from '../team/teamFiles.ts';

export interface SuspectParts {
  readonly git: Git;
  readonly sessions: Sessions;
  readonly boundary: ErrorBoundary;
  readonly current: CurrentIncident;
  readonly pick: IncidentPick;
  readonly suspectPick: SuspectPick;
  readonly teamFiles: () => Promise<TeamFiles>;
}

/** What changed in the hours before the incident, the likeliest cause first. */
export async function showSuspectChanges(parts: SuspectParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { inTitle: true });
  if (!incident) return;
  parts.current.set(incident);
  const { findSuspects } = await import('../changes/suspects.ts');
  await parts.suspectPick.show(incident, findSuspects(parts, incident));
}
