import type { Alert, Incident, RunbookLink } from '../incidents/incident.ts';
import { fragmentOf, linkedCandidates, linkMatches } from './linkMatch.ts';
import { nameMatch, purposeMatch } from './purposeMatch.ts';
import type { RunbookPurpose } from './runbook.ts';

export interface RunbookCandidate {
  readonly id: string;
  /** Relative to the workspace folder, or to the shipped runbooks; either slash. */
  readonly path: string;
  readonly purpose: RunbookPurpose;
  readonly title: string;
  readonly origin: 'workspace' | 'shipped' | 'remote';
  /** What its repository is called, as far as its folder says; null where that is not known. */
  readonly repository: string | null;
}

export interface RunbookMatch {
  readonly candidate: RunbookCandidate;
  /** What speaks for it, the strongest first; `similar` is only ever a suggestion. */
  readonly kind: MatchKind;
  /** A sentence that says why: “It is written for the alert “DiskFull”.” */
  readonly reason: string;
  /** The place that the alert’s link points to, without `#`, as it was given; null where it points to none. */
  readonly fragment: string | null;
  /** Lower is better; equal where nothing says which of two fits better. */
  readonly order: number;
}

/** A runbook that the team’s file names for the incident. */
export interface NamedRunbook {
  /** A path inside the workspace or an address, with its `#fragment`. */
  readonly href: string;
  /** What it is named for: an alert of the incident, or its service. */
  readonly by: 'alert' | 'service';
  /** A sentence: “The service checkout in .oncall/config.yaml names it.” */
  readonly reason: string;
}

/** From the surest to the least sure. */
const matchKinds = [
  'link',
  'alertName',
  'labels',
  'title',
  'service',
  'fileName',
  'otherSeverity',
  'similar',
] as const;
export type MatchKind = (typeof matchKinds)[number];

/** What the front matter says is one answer, whichever of its fields gives it: a team’s own goes before a shipped one. */
const stages: Readonly<Record<MatchKind, number>> = {
  link: 0,
  ...{ alertName: 1, labels: 1, title: 1, service: 1 },
  fileName: 2,
  otherSeverity: 3,
  similar: 4,
};

/** Before it has a place among the others. */
export interface UnrankedMatch {
  readonly kind: MatchKind;
  readonly reason: string;
  readonly fragment: string | null;
  /** Of two of a kind the one with more goes first: 0 to 9. */
  readonly weight: number;
}

/**
 * Every runbook that something speaks for, once, best first: a link, then front matter, then the file’s name; of each
 * the workspace’s own before the shipped ones, then by what of it and by how much speaks for it.
 */
export function matchRunbooks(
  incident: Incident,
  alerts: readonly Alert[],
  candidates: readonly RunbookCandidate[],
  named: readonly NamedRunbook[] = [],
): readonly RunbookMatch[] {
  const linked = linkMatches(alerts, candidates);
  const byAlert = namedMatches(named, 'alert', candidates);
  const byService = namedMatches(named, 'service', candidates);
  const matches = candidates.flatMap(candidate => {
    const match =
      linked.get(candidate) ??
      byAlert.get(candidate) ??
      purposeMatch(incident, alerts, candidate) ??
      byService.get(candidate) ??
      nameMatch(incident, alerts, candidate);
    return match ? [rankedMatch(candidate, match)] : [];
  });
  return matches.sort((a, b) => a.order - b.order);
}

/** What is named for an alert counts like its link, after the alert’s own; for a service like the front matter’s word. */
function namedMatches(
  named: readonly NamedRunbook[],
  by: NamedRunbook['by'],
  candidates: readonly RunbookCandidate[],
): ReadonlyMap<RunbookCandidate, UnrankedMatch> {
  const matches = new Map<RunbookCandidate, UnrankedMatch>();
  for (const { href, reason } of named.filter(one => one.by === by)) {
    for (const { candidate, byNameOnly } of linkedCandidates(href, candidates)) {
      if (byNameOnly || matches.has(candidate)) continue;
      const kind = by === 'alert' ? 'link' : 'service';
      matches.set(candidate, { kind, weight: by === 'alert' ? 4 : 9, reason, fragment: fragmentOf(href) });
    }
  }
  return matches;
}

export function rankedMatch(
  candidate: RunbookCandidate,
  { kind, reason, fragment, weight }: UnrankedMatch,
): RunbookMatch {
  const own = candidate.origin === 'shipped' ? 1 : 0;
  const steps = [stages[kind], own, matchKinds.indexOf(kind), 9 - Math.min(9, weight)];
  const order = steps.reduce((sum, step) => sum * 10 + step);
  return { candidate, kind, reason, fragment, order };
}

/** The one that may be opened without a question; null where none is clearly better than the next one. */
export function clearlyBest([first, second]: readonly RunbookMatch[]): RunbookMatch | null {
  if (!first || first.kind === 'similar' || first.kind === 'otherSeverity') return null;
  return second && second.order === first.order ? null : first;
}

/** Runbook links of the alerts that no candidate stands for: a browser may open them. Each once. */
export function unmatchedLinks(
  alerts: readonly Alert[],
  candidates: readonly RunbookCandidate[],
): readonly RunbookLink[] {
  const links = alerts.map(alert => alert.runbook).filter(link => link !== null);
  const distinct = links.filter(
    (link, index) => links.findIndex(other => other.href === link.href) === index,
  );
  return distinct.filter(link => linkedCandidates(link.href, candidates).length === 0);
}
