import { t } from '@vscode/l10n';
import type { Alert, Incident } from '../incidents/incident.ts';
import type { ServiceMapping } from '../changes/serviceRepositories.ts';
import type { NamedRunbook } from '../runbooks/matchRunbooks.ts';
import { fittingDefinitions } from './alertDefinitions.ts';
import { serviceNamed, type TeamConfig } from './teamFile.ts';
import { sameName } from './teamLayer.ts';

/** The runbooks that the team names for the incident: by its alerts first, then by its service. */
export function teamRunbooks(
  incident: Pick<Incident, 'service'>,
  alerts: readonly Alert[],
  team: Pick<TeamConfig, 'alerts' | 'services'>,
): readonly NamedRunbook[] {
  const byAlert = fittingDefinitions(alerts, team).flatMap(({ definition: { name, origin, runbook } }) => {
    if (runbook === null) return [];
    const reason =
      origin === null
        ? t('The alert definition {0} names it.', name)
        : t('The alert definition {0} in {1} names it.', name, origin);
    return [{ href: runbook, by: 'alert' as const, reason }];
  });
  const service = serviceNamed(team, incident.service?.name);
  const byService = (service?.runbooks ?? []).map(href => ({
    ...{ href, by: 'service' as const },
    reason: service!.origin
      ? t('The service {0} in {1} names it.', service!.name, service!.origin)
      : t('The service {0} in the team’s file names it.', service!.name),
  }));
  return [...byAlert, ...byService];
}

/** Which repositories a service is made of: as the setting says, else as the team’s file does. */
export function teamRepositories(
  { services }: Pick<TeamConfig, 'services'>,
  setting: ServiceMapping,
): ServiceMapping {
  const set = new Set(Object.keys(setting).map(sameName));
  const own = services.filter(
    ({ name, repositories }) => repositories.length > 0 && !set.has(sameName(name)),
  );
  return Object.fromEntries([
    ...Object.entries(setting),
    ...own.map(({ name, repositories }) => [name, repositories] as const),
  ]);
}
