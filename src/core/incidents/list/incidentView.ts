import { isObject } from '../../timeline/entryGuard.ts';
import type { IncidentStatus, Reference, Severity, Urgency } from '../incident.ts';

export const urgencies = ['high', 'low'] as const satisfies readonly Urgency[];
export const severities = ['P1', 'P2', 'P3', 'P4', 'none'] as const satisfies readonly (Severity | 'none')[];
export const statuses = [
  'triggered',
  'acknowledged',
  'resolved',
] as const satisfies readonly IncidentStatus[];
export const groupings = ['status', 'service', 'severity', 'assignee', 'none'] as const;
export const sortings = ['newest', 'oldest', 'severity', 'service', 'updated'] as const;

export type GroupBy = (typeof groupings)[number];
export type SortBy = (typeof sortings)[number];

/** Which incidents are listed. An empty list stands for “any”; everything that is set must hold. */
export interface IncidentFilter {
  /** Assigned to me or acknowledged by me. With `myTeams` as well, one of the two is enough. */
  readonly mine: boolean;
  readonly myTeams: boolean;
  /** With their names as they were when they were chosen: the words must hold when none of theirs is open. */
  readonly services: readonly Reference[];
  readonly urgencies: readonly Urgency[];
  /** `none` are those without a severity. */
  readonly severities: readonly (Severity | 'none')[];
  readonly statuses: readonly IncidentStatus[];
  /** Ids. */
  readonly accounts: readonly string[];
  /** Words that must all be there; empty for any. */
  readonly text: string;
}

/** How the list of incidents is looked at: plain data, kept as JSON. */
export interface IncidentView {
  readonly filter: IncidentFilter;
  readonly groupBy: GroupBy;
  readonly sortBy: SortBy;
}

export const noFilter: IncidentFilter = {
  mine: false,
  myTeams: false,
  services: [],
  urgencies: [],
  severities: [],
  statuses: [],
  accounts: [],
  text: '',
};
/** Every incident, by status, the newest first. */
export const wholeView: IncidentView = { filter: noFilter, groupBy: 'status', sortBy: 'newest' };

const mostText = 200;
const mostChosen = 100;

/**
 * A view out of what was kept, by this version or another: what is not known in it is dropped and counts as not
 * set. The same view always comes out as the same JSON.
 */
export function incidentViewFrom(value: unknown): IncidentView {
  const fields = isObject(value) ? value : {};
  const filter = isObject(fields['filter']) ? fields['filter'] : {};
  return {
    filter: {
      mine: filter['mine'] === true,
      myTeams: filter['myTeams'] === true,
      services: servicesFrom(filter['services']),
      urgencies: known(urgencies, filter['urgencies']),
      severities: known(severities, filter['severities']),
      statuses: known(statuses, filter['statuses']),
      accounts: textsFrom(filter['accounts']),
      text: typeof filter['text'] === 'string' ? [...filter['text'].trim()].slice(0, mostText).join('') : '',
    },
    groupBy: groupings.find(grouping => grouping === fields['groupBy']) ?? wholeView.groupBy,
    sortBy: sortings.find(sorting => sorting === fields['sortBy']) ?? wholeView.sortBy,
  };
}

/** Whether it hides anything. */
export function isFiltering(filter: IncidentFilter): boolean {
  return JSON.stringify(filter) !== JSON.stringify(noFilter);
}

/** Of views that came through the guard. */
export function isSameView(a: IncidentView, b: IncidentView): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}

function known<T extends string>(possible: readonly T[], value: unknown): readonly T[] {
  return Array.isArray(value) ? possible.filter(item => value.includes(item)) : [];
}

function textsFrom(value: unknown): readonly string[] {
  const texts = Array.isArray(value) ? value.filter(item => typeof item === 'string') : [];
  return [...new Set(texts)].sort().slice(0, mostChosen);
}

function servicesFrom(value: unknown): readonly Reference[] {
  const services = new Map<string, Reference>();
  for (const item of Array.isArray(value) ? value.slice(0, mostChosen) : []) {
    if (!isObject(item) || typeof item['id'] !== 'string') continue;
    const { id, name } = item;
    services.set(id, { id, name: typeof name === 'string' ? name : id });
  }
  return [...services.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
}
