import type { Incident, IncidentStatus, Person, Reference, Severity } from '../incident.ts';
import { folded, textMatcher } from './foldedText.ts';
import { severities, statuses, type GroupBy, type IncidentView, type SortBy } from './incidentView.ts';

/** Who looks, by account; null and absent where the key belongs to nobody. */
export interface Viewer {
  readonly me: ReadonlyMap<string, Person | null>;
  readonly teams: ReadonlyMap<string, readonly Reference[]>;
}

/** What a group is about; the screen finds the words. */
export type GroupLabel =
  | { readonly by: 'status'; readonly status: IncidentStatus }
  | { readonly by: 'service'; readonly name: string | null }
  | { readonly by: 'severity'; readonly severity: Severity | null }
  | { readonly by: 'assignee'; readonly name: string | null; readonly me: boolean }
  | { readonly by: 'none' };

/** Where an incident belongs. */
export interface GroupHead {
  /** Stable, and unique among the groups of all views. */
  readonly id: string;
  readonly label: GroupLabel;
  /** Groups stand in the order of their ranks, then of their ids. */
  readonly rank: string;
}

/** A view made ready to be asked about many incidents. */
export interface Arrangement {
  readonly matches: (incident: Incident) => boolean;
  /** One, but as many as it has assignees where it is grouped by them; never none. */
  readonly headsOf: (incident: Incident) => readonly GroupHead[];
  /** Total and the same for ever: no two incidents are equal. */
  readonly compare: (a: Incident, b: Incident) => number;
}

export function arrangement(view: IncidentView, viewer: Viewer): Arrangement {
  return {
    matches: matcher(view, viewer),
    headsOf: headsBy(view.groupBy, viewer),
    compare: comparing(view.sortBy),
  };
}

export function compareHeads(a: GroupHead, b: GroupHead): number {
  return compareText(a.rank, b.rank) || compareText(a.id, b.id);
}

/** Whether it is mine to work on: assigned to me, or acknowledged by me. */
function isMine({ accountId, assignees, acknowledgers }: Incident, { me }: Viewer): boolean {
  const mine = me.get(accountId)?.id;
  const isMe = ({ id }: Person) => id === mine;
  return mine !== undefined && (assignees.some(isMe) || acknowledgers.some(isMe));
}

function matcher({ filter }: IncidentView, viewer: Viewer): (incident: Incident) => boolean {
  const { mine, myTeams } = filter;
  const accounts = new Set(filter.accounts);
  const services = new Set(filter.services.map(({ id }) => id));
  const chosen = { urgencies: filter.urgencies, severities: filter.severities, statuses: filter.statuses };
  const teams = new Map(
    [...viewer.teams].map(([account, list]) => [account, new Set(list.map(team => team.id))]),
  );
  const ofMyTeams = (incident: Incident) =>
    incident.teams.some(({ id }) => teams.get(incident.accountId)?.has(id) ?? false);
  const hasText = textMatcher(filter.text);
  const holds = <T>(list: readonly T[], value: T) => list.length === 0 || list.includes(value);
  return incident =>
    holds(chosen.statuses, incident.status) &&
    holds(chosen.urgencies, incident.urgency) &&
    holds(chosen.severities, incident.severity ?? 'none') &&
    (accounts.size === 0 || accounts.has(incident.accountId)) &&
    (services.size === 0 || (incident.service !== null && services.has(incident.service.id))) &&
    ((!mine && !myTeams) || (mine && isMine(incident, viewer)) || (myTeams && ofMyTeams(incident))) &&
    hasText(incident);
}

function headsBy(groupBy: GroupBy, { me }: Viewer): (incident: Incident) => readonly GroupHead[] {
  switch (groupBy) {
    case 'status': {
      const heads = statuses.map((status, rank) => head('status', [status], { by: 'status', status }, rank));
      return ({ status }) => [heads[statuses.indexOf(status)]!];
    }
    case 'severity': {
      const heads = severities.map((name, rank) =>
        head('severity', [name], { by: 'severity', severity: name === 'none' ? null : name }, rank),
      );
      return ({ severity }) => [heads[severities.indexOf(severity ?? 'none')]!];
    }
    case 'service': {
      const none = head('service', [], { by: 'service', name: null }, 1);
      const named = headsByName(({ accountId, id, name }) =>
        head('service', [accountId, id], { by: 'service', name }, 0, name),
      );
      return ({ accountId, service }) => [service ? named(accountId, service) : none];
    }
    case 'assignee': {
      const mine = head('assignee', ['me'], { by: 'assignee', name: null, me: true }, 0);
      const nobody = head('assignee', [], { by: 'assignee', name: null, me: false }, 2);
      const named = headsByName(({ accountId, id, name }) =>
        head('assignee', [accountId, id], { by: 'assignee', name, me: false }, 1, name),
      );
      return ({ accountId, assignees }) => {
        if (assignees.length === 0) return [nobody];
        const heads = assignees.map(person =>
          person.id === me.get(accountId)?.id ? mine : named(accountId, person),
        );
        return heads.length === 1 ? heads : [...new Map(heads.map(one => [one.id, one])).values()];
      };
    }
    case 'none': {
      const all = head('all', [], { by: 'none' }, 0);
      return () => [all];
    }
  }
}

/** Thousands of incidents share a few services and people. */
function headsByName(make: (of: Reference & { readonly accountId: string }) => GroupHead) {
  const made = new Map<string, GroupHead>();
  return (accountId: string, { id, name }: Reference): GroupHead => {
    // With the lengths, as ids may hold whatever would stand between them.
    const key = `${accountId.length},${id.length},${accountId}${id}${name}`;
    let known = made.get(key);
    if (!known) made.set(key, (known = make({ accountId, id, name })));
    return known;
  };
}

/** Ids may hold any character; as JSON no two lists of them look the same. */
function head(kind: string, ids: readonly string[], label: GroupLabel, rank: number, name = ''): GroupHead {
  return { id: `${kind}:${JSON.stringify(ids)}`, label, rank: `${rank}${folded(name)}` };
}

const severityRank: Record<Severity, number> = { P1: 1, P2: 2, P3: 3, P4: 4 };

/** What is resolved stands behind what is open, however it is sorted. */
function comparing(sortBy: SortBy): (a: Incident, b: Incident) => number {
  const first = firstBy(sortBy);
  return (a, b) =>
    Number(a.status === 'resolved') - Number(b.status === 'resolved') ||
    first(a, b) ||
    newestFirst(a, b) ||
    compareText(a.key, b.key);
}

function firstBy(sortBy: SortBy): (a: Incident, b: Incident) => number {
  switch (sortBy) {
    case 'newest':
      return newestFirst;
    case 'oldest':
      return (a, b) => -newestFirst(a, b);
    case 'severity':
      return (a, b) => badness(a) - badness(b);
    case 'service':
      return (a, b) => compareText(serviceRank(a), serviceRank(b));
    case 'updated':
      return (a, b) => compareText(b.updatedAt ?? b.createdAt, a.updatedAt ?? a.createdAt);
  }
}

/** Without a severity behind all that have one; of the same severity the urgent ones first. */
function badness({ severity, urgency }: Incident): number {
  return (severity ? severityRank[severity] : 5) * 2 + (urgency === 'high' ? 0 : 1);
}

const serviceRanks = new WeakMap<Reference, string>();

function serviceRank({ service }: Incident): string {
  if (!service) return '1';
  let rank = serviceRanks.get(service);
  if (rank === undefined) serviceRanks.set(service, (rank = `0${folded(service.name)}`));
  return rank;
}

/** Times are ISO 8601 in UTC with milliseconds, so that their texts sort as they do. */
function newestFirst(a: Incident, b: Incident): number {
  return compareText(b.createdAt, a.createdAt);
}

/** By code unit: the same on every machine, and many times as quick as a collator. */
function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
