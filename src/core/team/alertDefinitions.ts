import { t } from '@vscode/l10n';
import type { Alert } from '../incidents/incident.ts';
import type { AlertDefinition, TeamConfig } from './teamFile.ts';
import { sameName } from './teamLayer.ts';

/** What of an alert tells its definition. */
export type NamedAlert = Pick<Alert, 'title' | 'alertName'>;

/** A definition that fits an incident, and why. */
export interface FittingDefinition<A extends NamedAlert = Alert> {
  readonly definition: AlertDefinition;
  /** The alert that it fits. */
  readonly alert: A;
  /** “alert definition HighErrorRate in .oncall/config.yaml”, to go after “because of the”. */
  readonly reason: string;
}

/**
 * The definitions that the incident’s alerts are called like, upper and lower case being the same: the most severe first,
 * then in the order of the alerts. An alert that its tool gives no name is known by its title.
 */
export function fittingDefinitions<A extends NamedAlert>(
  alerts: readonly A[],
  { alerts: definitions }: Pick<TeamConfig, 'alerts'>,
): readonly FittingDefinition<A>[] {
  const byName = new Map(definitions.map(definition => [sameName(definition.name), definition]));
  const found = new Map<AlertDefinition, FittingDefinition<A>>();
  for (const alert of alerts) {
    const definition = byName.get(sameName(alert.alertName ?? alert.title));
    if (definition && !found.has(definition))
      found.set(definition, { definition, alert, reason: definitionReason(definition) });
  }
  const rank = ({ definition }: FittingDefinition<A>) => definition.severity ?? 'P9';
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}

function definitionReason({ name, origin }: AlertDefinition): string {
  return origin === null ? t('alert definition {0}', name) : t('alert definition {0} in {1}', name, origin);
}
