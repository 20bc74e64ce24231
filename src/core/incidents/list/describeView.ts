import type { IncidentStatus, Severity, Urgency } from '../incident.ts';
import { wholeView, type GroupBy, type IncidentView, type SortBy } from './incidentView.ts';

/** The words of the interface’s language. */
export interface ViewWords {
  readonly mine: string;
  readonly myTeams: string;
  readonly mineOrMyTeams: string;
  readonly urgency: Readonly<Record<Urgency, string>>;
  readonly severity: Readonly<Record<Severity | 'none', string>>;
  readonly status: Readonly<Record<IncidentStatus, string>>;
  readonly groupedBy: Readonly<Record<GroupBy, string>>;
  readonly sortedBy: Readonly<Record<SortBy, string>>;
  /** “a, b or c” */
  readonly anyOf: (names: readonly string[]) => string;
  readonly account: (id: string) => string;
  readonly text: (text: string) => string;
}

/** “Mine · High urgency · grouped by service”: whatever is not as it is without anybody’s doing; else empty. */
export function describeView({ filter, groupBy, sortBy }: IncidentView, words: ViewWords): string {
  const { mine, myTeams } = filter;
  const any = (names: readonly string[]) => (names.length > 0 ? [words.anyOf(names)] : []);
  return [
    ...(mine && myTeams ? [words.mineOrMyTeams] : mine ? [words.mine] : myTeams ? [words.myTeams] : []),
    ...any(filter.statuses.map(status => words.status[status])),
    ...any(filter.urgencies.map(urgency => words.urgency[urgency])),
    ...any(filter.severities.map(severity => words.severity[severity])),
    ...any(filter.services.map(({ name }) => name)),
    ...any(filter.accounts.map(words.account)),
    ...(filter.text ? [words.text(filter.text)] : []),
    ...(groupBy === wholeView.groupBy ? [] : [words.groupedBy[groupBy]]),
    ...(sortBy === wholeView.sortBy ? [] : [words.sortedBy[sortBy]]),
  ].join(' · ');
}
