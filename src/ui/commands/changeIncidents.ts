import * as vscode from 'vscode';
import { OnCallError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { IncidentProvider } from '../../core/incidents/incidentProvider.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { IncidentPick } from '../incidentPick.ts';
import type { Sessions } from '../sessions.ts';

export interface ChangeParts {
  readonly store: IncidentStore;
  readonly sessions: Sessions;
  readonly pick: IncidentPick;
  readonly follower: LogFollower;
  readonly boundary: ErrorBoundary;
}

export async function acknowledge(parts: ChangeParts, args: readonly unknown[]): Promise<void> {
  const incidents = await parts.pick.many(args, ({ status }) => status === 'triggered');
  await changeEach(parts, incidents ?? [], (provider, { id }) => provider.acknowledge(id));
}

export async function resolve(parts: ChangeParts, args: readonly unknown[]): Promise<void> {
  const incidents = await parts.pick.many(args, ({ status }) => status !== 'resolved');
  if (!incidents || incidents.length === 0) return;
  // Nobody is paged for it any more, and reopening it is not a thing every provider can do: this one asks.
  const yes = vscode.l10n.t('Resolve');
  const question =
    incidents.length === 1
      ? vscode.l10n.t('Resolve “{0}”?', incidents[0]!.title)
      : vscode.l10n.t('Resolve {0} incidents?', incidents.length);
  const detail = vscode.l10n.t('Paging for it stops for everybody.');
  if ((await vscode.window.showWarningMessage(question, { modal: true, detail }, yes)) !== yes) return;
  await changeEach(parts, incidents, (provider, { id }) => provider.resolve(id));
}

/** One after the other, as the provider asks; one that is refused does not keep the rest from being done. */
async function changeEach(
  { store, sessions, follower, boundary }: ChangeParts,
  incidents: readonly Incident[],
  change: (provider: IncidentProvider, incident: Incident) => Promise<Incident>,
): Promise<void> {
  const refused: { incident: Incident; error: unknown }[] = [];
  await vscode.window.withProgress({ location: { viewId: 'onCall.incidents' } }, async () => {
    for (const incident of incidents) {
      try {
        const changed = await change(sessions.of(incident).provider, incident);
        follower.follow(changed);
        store.upsert(changed);
      } catch (error) {
        refused.push({ incident, error });
      }
    }
  });
  const [first] = refused;
  if (!first) return;
  if (refused.length === 1) throw first.error;
  for (const { incident, error } of refused.slice(1)) boundary.log(incident.title, error);
  throw new SomeRefusedError(
    refused.map(({ incident }) => incident.title),
    boundary.sentence(first.error),
  );
}

class SomeRefusedError extends OnCallError {
  constructor(
    titles: readonly string[],
    readonly nextStep: string,
  ) {
    super(
      vscode.l10n.t(
        '{0} incidents could not be changed: {1}.',
        titles.length,
        titles.map(title => `“${title}”`).join(', '),
      ),
    );
  }
}
