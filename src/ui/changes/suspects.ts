import * as vscode from 'vscode';
import { eventChanges, repositoryChanges } from '../../core/changes/findChanges.ts';
import { rankChanges, type Suspect } from '../../core/changes/rankChanges.ts';
import { serviceRepositories, type ServiceRepositories } from '../../core/changes/serviceRepositories.ts';
import { MissingToolError } from '../../core/errors.ts';
import type { Git } from '../../core/git/git.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { teamRepositories } from '../../core/team/teamRunbooks.ts';
import { config } from '../config.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import { workspaceFolders, workspaceRepositories } from './workspaceRepositories.ts';

export interface FoundSuspects extends ServiceRepositories {
  readonly suspects: readonly Suspect[];
  /** Whole sentences: what could not be looked at. */
  readonly missing: readonly string[];
}

interface SuspectsParts {
  readonly git: Git;
  readonly sessions: Sessions;
  readonly boundary: ErrorBoundary;
  readonly teamFiles: () => Promise<TeamFiles>;
}

const hourMs = 3_600_000;
/** Clocks differ. ms */
const slackMs = 5 * 60_000;

/** What changed in the hours before an incident, ranked. What cannot be read leaves the rest as it is, and is said. */
export async function findSuspects(
  { git, sessions, boundary, teamFiles }: SuspectsParts,
  incident: Incident,
): Promise<FoundSuspects> {
  const start = Date.parse(incident.createdAt);
  const span = { from: start - config.suspectHours() * hourMs, to: start + slackMs };
  const missing: string[] = [];
  const missed = (what: string, error: unknown) => {
    boundary.log(what, error);
    const sentence = boundary.sentence(error);
    if (!missing.includes(sentence)) missing.push(sentence);
    return [];
  };
  if (!vscode.workspace.isTrusted)
    missing.push(vscode.l10n.t('Repositories are not looked at in Restricted Mode.'));
  const mapping = teamRepositories((await teamFiles()).team, config.services());
  const known = await workspaceRepositories(git, mapping).catch((error: unknown) => {
    missed('Looking for repositories', error);
    if (!(error instanceof MissingToolError)) throw error;
    return [];
  });
  const service = incident.service?.name ?? null;
  const chosen = serviceRepositories(service, known, mapping, workspaceFolders());
  const session = sessions.get(incident.accountId);
  const events = session?.provider.capabilities.parts.has('changes')
    ? session.provider
        .changes(incident.id)
        .then(found => eventChanges(found, span))
        .catch((error: unknown) => missed('Reading change events', error))
    : [];
  const changes = await Promise.all([
    events,
    ...chosen.repositories.map(repository =>
      repositoryChanges(git, repository, span).catch((error: unknown) => missed(repository.root, error)),
    ),
  ]);
  const situation = { startedAt: incident.createdAt, service, title: incident.title };
  return { ...chosen, suspects: rankChanges(changes.flat(), situation), missing };
}
