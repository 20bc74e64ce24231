import { hash } from 'node:crypto';
import type { UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import type { RunData, TimelineEntry } from '../timeline/entry.ts';
import { approvalDataOf, ranWell, runDataOf, tickDataOf } from '../timeline/entryData.ts';
import { matchRunbooks, type RunbookCandidate } from './matchRunbooks.ts';
import type { Stewardship } from './stewardship.ts';

/** An incident with what its timeline tells; no entries where it has none. */
export interface RecordedIncident {
  readonly incident: Incident;
  readonly entries: readonly TimelineEntry[];
}

export interface CoverageInput<T extends RunbookCandidate> {
  readonly incidents: readonly RecordedIncident[];
  readonly runbooks: readonly { readonly file: T; readonly stewardship: Stewardship }[];
}

export interface UncoveredService<T> {
  readonly id: string;
  readonly name: string;
  /** Newest first; never empty. */
  readonly incidents: readonly Incident[];
  /** One shipped with the extension that fits the latest of them; null where none does. */
  readonly general: T | null;
}

export interface FailedBlock<T> {
  readonly file: T;
  readonly blockId: string;
  readonly step: string;
  /** Its latest run. */
  readonly run: RunData;
  readonly incident: Incident;
}

export interface RunbookUsage<T> {
  readonly file: T;
  readonly stewardship: Stewardship;
  /** Null where no timeline tells of it. */
  readonly lastUsed: { readonly at: UtcTime; readonly incident: Incident } | null;
  /** In how many incidents. */
  readonly incidents: number;
}

export interface Coverage<T> {
  /** The one with the most incidents first. */
  readonly uncovered: readonly UncoveredService<T>[];
  /** Blocks whose latest run failed or did not do what it should; the latest first. */
  readonly failed: readonly FailedBlock<T>[];
  /** The workspace’s runbooks, and the shipped ones that were used: never used first, then the longest ago. */
  readonly usage: readonly RunbookUsage<T>[];
}

interface Use {
  readonly runbook: string;
  readonly at: UtcTime;
  readonly incident: Incident;
}

/** Where runbooks are missing, failed, and are getting old, from what timelines tell. Nothing is estimated. */
export function coverageOf<T extends RunbookCandidate>({
  incidents,
  runbooks,
}: CoverageInput<T>): Coverage<T> {
  const uses = incidents.flatMap(usesIn);
  const own = runbooks.map(({ file }) => file).filter(({ origin }) => origin === 'workspace');
  const byPath = new Map(runbooks.map(({ file }) => [file.path, file]));
  return {
    uncovered: uncoveredServices(
      incidents,
      own,
      runbooks.map(({ file }) => file),
      uses,
    ),
    failed: failedBlocks(incidents, byPath),
    usage: usageOf(runbooks, uses),
  };
}

/** What a person did with a runbook: ran a block of it, approved one, ticked an item. */
function usesIn({ incident, entries }: RecordedIncident): Use[] {
  return entries.flatMap(entry => {
    const data = runDataOf(entry) ?? approvalDataOf(entry) ?? tickDataOf(entry);
    return data ? [{ runbook: data.runbook, at: entry.at, incident }] : [];
  });
}

/**
 * A service is covered where a runbook of the workspace is for one of its incidents, as matching says, or was used
 * in one: timelines keep no alerts, so a runbook that is for an alert shows by its use.
 */
function uncoveredServices<T extends RunbookCandidate>(
  incidents: readonly RecordedIncident[],
  own: readonly T[],
  all: readonly T[],
  uses: readonly Use[],
): UncoveredService<T>[] {
  const services = new Map<string, { id: string; name: string; incidents: Incident[] }>();
  const covered = new Set<string>();
  const ownPaths = new Set(own.map(({ path }) => path));
  const used = new Set(uses.filter(({ runbook }) => ownPaths.has(runbook)).map(use => use.incident.key));
  for (const { incident } of incidents) {
    const { service } = incident;
    if (!service) continue;
    const id = `${incident.accountId}\n${service.id}`;
    const known = services.get(id) ?? { ...service, incidents: [] };
    services.set(id, { ...known, incidents: [...known.incidents, incident] });
    if (!covered.has(id) && (used.has(incident.key) || matchRunbooks(incident, [], own).length > 0))
      covered.add(id);
  }
  return [...services]
    .filter(([id]) => !covered.has(id))
    .map(([, service]) => {
      const newestFirst = service.incidents.sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
      const [match] = matchRunbooks(newestFirst[0]!, [], all);
      const general = all.find(({ id }) => id === match?.candidate.id) ?? null;
      return { id: service.id, name: service.name, incidents: newestFirst, general };
    })
    .sort((a, b) => b.incidents.length - a.incidents.length || a.name.localeCompare(b.name));
}

function failedBlocks<T>(
  incidents: readonly RecordedIncident[],
  byPath: ReadonlyMap<string, T>,
): FailedBlock<T>[] {
  const latest = new Map<string, FailedBlock<T>>();
  for (const { incident, entries } of incidents) {
    for (const entry of entries) {
      const run = runDataOf(entry);
      const file = run && byPath.get(run.runbook);
      if (!run || !file) continue;
      // As the outline makes them, for entries of before there was one.
      const blockId = run.blockId ?? `b${hash('sha256', run.command).slice(0, 16)}`;
      const key = `${run.runbook}\n${blockId}`;
      const known = latest.get(key);
      if (known && known.run.startedAt > run.startedAt) continue;
      latest.set(key, { file, blockId, step: run.step, run, incident });
    }
  }
  return [...latest.values()]
    .filter(({ run }) => !ranWell(run) && (run.outcome === 'failed' || run.met === false))
    .sort((a, b) => (a.run.startedAt < b.run.startedAt ? 1 : -1));
}

function usageOf<T extends RunbookCandidate>(
  runbooks: CoverageInput<T>['runbooks'],
  uses: readonly Use[],
): RunbookUsage<T>[] {
  const byRunbook = new Map<string, Use[]>();
  for (const use of uses) {
    const own = byRunbook.get(use.runbook);
    if (own) own.push(use);
    else byRunbook.set(use.runbook, [use]);
  }
  return runbooks
    .map(({ file, stewardship }): RunbookUsage<T> => {
      const own = byRunbook.get(file.path) ?? [];
      let last: Use | null = null;
      for (const use of own) if (!last || use.at > last.at) last = use;
      return {
        file,
        stewardship,
        lastUsed: last && { at: last.at, incident: last.incident },
        incidents: new Set(own.map(({ incident }) => incident.key)).size,
      };
    })
    .filter(({ file, lastUsed }) => file.origin === 'workspace' || lastUsed !== null)
    .sort((a, b) => {
      const [first, second] = [a.lastUsed?.at ?? '', b.lastUsed?.at ?? ''];
      return first < second ? -1 : first > second ? 1 : a.file.title.localeCompare(b.file.title);
    });
}
