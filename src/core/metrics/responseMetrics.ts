import type { Durations } from '../postmortem/facts/moments.ts';
import type { CountedIncident } from './countedIncident.ts';

/** Of recorded durations only, ms; nothing is estimated. */
export interface Spread {
  /** How many there are; at least one. */
  readonly count: number;
  readonly mean: number;
  readonly median: number;
  readonly longest: number;
}

/** Null where not one is recorded. */
export interface ResponseMetrics {
  readonly incidents: number;
  readonly open: number;
  /** MTTD: from the impact to the detection. The next three count from the detection. */
  readonly detect: Spread | null;
  /** MTTA. */
  readonly acknowledge: Spread | null;
  readonly mitigate: Spread | null;
  /** MTTR. */
  readonly resolve: Spread | null;
  /** MTBF: from the end of an incident of a service to the beginning of its next. */
  readonly betweenFailures: Spread | null;
}

export interface MetricsOf {
  readonly name: string;
  readonly metrics: ResponseMetrics;
}

export function responseMetrics(incidents: readonly CountedIncident[]): ResponseMetrics {
  const spread = (of: keyof Durations) => spreadOf(incidents.flatMap(({ durations }) => durations[of] ?? []));
  const ofServices = grouped(
    incidents.filter(({ service }) => service !== null),
    ({ service }) => service!.id,
  );
  return {
    incidents: incidents.length,
    open: incidents.filter(({ ended }) => ended === null).length,
    detect: spread('detect'),
    acknowledge: spread('acknowledge'),
    mitigate: spread('mitigate'),
    resolve: spread('resolve'),
    betweenFailures: spreadOf([...ofServices.values()].flatMap(betweenFailures)),
  };
}

/** A row for each name, in the order of the names; those of which nobody said it come under `unsaid`, last. */
export function metricsBy(
  incidents: readonly CountedIncident[],
  nameOf: (incident: CountedIncident) => string | null,
  unsaid: string,
): readonly MetricsOf[] {
  const groups = grouped(incidents, nameOf);
  const names = [...groups.keys()].filter(name => name !== null).sort((a, b) => a.localeCompare(b));
  const row = (name: string | null): MetricsOf => ({
    name: name ?? unsaid,
    metrics: responseMetrics(groups.get(name)!),
  });
  return [...names.map(row), ...(groups.has(null) ? [row(null)] : [])];
}

/**
 * The times in which a service had no incident, ms. Those that run at the same time are one failure; after one whose
 * end is not known nothing can be said until the next has ended.
 */
function betweenFailures(incidents: readonly CountedIncident[]): number[] {
  const times: number[] = [];
  let end: number | null = null;
  for (const { began, ended } of incidents.toSorted((a, b) => a.began - b.began)) {
    if (end !== null && began > end) times.push(began - end);
    end = ended === null ? null : Math.max(end ?? ended, ended);
  }
  return times;
}

function grouped<K>(
  incidents: readonly CountedIncident[],
  keyOf: (incident: CountedIncident) => K,
): ReadonlyMap<K, readonly CountedIncident[]> {
  const groups = new Map<K, CountedIncident[]>();
  for (const incident of incidents) {
    const key = keyOf(incident);
    const group = groups.get(key);
    if (group) group.push(incident);
    else groups.set(key, [incident]);
  }
  return groups;
}

function spreadOf(durations: readonly number[]): Spread | null {
  const sorted = durations.toSorted((a, b) => a - b);
  const longest = sorted.at(-1);
  if (longest === undefined) return null;
  const middle = (sorted.length - 1) / 2;
  return {
    count: sorted.length,
    mean: sorted.reduce((sum, each) => sum + each) / sorted.length,
    median: (sorted[Math.floor(middle)]! + sorted[Math.ceil(middle)]!) / 2,
    longest,
  };
}
