import type { Alert, Incident, RunbookLink } from '../incidents/incident.ts';
import type { RunbookPurpose } from './runbook.ts';

export interface RunbookCandidate {
  readonly id: string;
  /** Relative to the workspace folder, or to the shipped runbooks; either slash. */
  readonly path: string;
  readonly purpose: RunbookPurpose;
  readonly title: string;
  readonly origin: 'workspace' | 'shipped';
}

export interface RunbookMatch {
  readonly candidate: RunbookCandidate;
  /** A sentence that says why: “It is written for the alert “DiskFull”.” */
  readonly reason: string;
  /** The heading that the alert’s link points to, without `#`; null where it points to none. */
  readonly fragment: string | null;
}

/** Lower is better. */
const ranks = { link: 0, alertName: 1, title: 2, service: 3, fileName: 4 };

interface RankedMatch extends RunbookMatch {
  readonly rank: number;
}

/** Every runbook that something speaks for, once, best first: the workspace’s own before the shipped ones. */
export function matchRunbooks(
  incident: Incident,
  alerts: readonly Alert[],
  candidates: readonly RunbookCandidate[],
): readonly RunbookMatch[] {
  const linked = linkedMatches(alerts, candidates);
  const matches = candidates
    .map(
      candidate =>
        linked.get(candidate) ??
        frontMatterMatch(incident, alerts, candidate) ??
        nameMatch(incident, alerts, candidate),
    )
    .filter(match => match !== null);
  const order = (match: RankedMatch) => match.rank * 2 + (match.candidate.origin === 'workspace' ? 0 : 1);
  return matches.sort((a, b) => order(a) - order(b)).map(({ rank: _rank, ...match }) => match);
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
  return distinct.filter(link => candidateOf(link.href, candidates) === null);
}

function linkedMatches(
  alerts: readonly Alert[],
  candidates: readonly RunbookCandidate[],
): ReadonlyMap<RunbookCandidate, RankedMatch> {
  const matches = new Map<RunbookCandidate, RankedMatch>();
  for (const { title, runbook } of alerts) {
    const candidate = runbook && candidateOf(runbook.href, candidates);
    if (!runbook || !candidate || matches.has(candidate)) continue;
    const fragment = decoded(/#(.+)$/.exec(runbook.href)?.[1] ?? '') || null;
    matches.set(candidate, {
      candidate,
      rank: ranks.link,
      reason: `The alert “${title}” links to it (${runbook.foundIn}).`,
      fragment,
    });
  }
  return matches;
}

/** Names that say nothing by themselves; a link to one needs its folder to agree too. */
const genericNames: ReadonlySet<string> = new Set(['readme', 'index', 'runbook']);

/** The candidate whose path shares the longest end with the link’s; null where not even the file’s name fits. */
function candidateOf(href: string, candidates: readonly RunbookCandidate[]): RunbookCandidate | null {
  const link = pathSegments(decoded(pathOf(href)));
  let best: RunbookCandidate | null = null;
  let bestScore = 0;
  for (const candidate of candidates) {
    const path = pathSegments(candidate.path);
    let common = 0;
    while (common < Math.min(link.length, path.length) && link.at(-1 - common) === path.at(-1 - common))
      common++;
    if (common === 0 || (common === 1 && genericNames.has(path.at(-1)!))) continue;
    const score = common * 2 + (candidate.origin === 'workspace' ? 1 : 0);
    if (score > bestScore) [best, bestScore] = [candidate, score];
  }
  return best;
}

function pathOf(href: string): string {
  const address = URL.canParse(href) && href.includes('://') ? new URL(href).pathname : href;
  return address.replace(/[?#].*$/s, '');
}

/** Lower case, without the extension that pages and files differ in. */
function pathSegments(path: string): readonly string[] {
  const segments = path
    .toLowerCase()
    .split(/[\\/]+/)
    .filter(segment => segment !== '' && segment !== '.');
  const last = segments.pop()?.replace(/\.(?:md|markdown|html?)$/, '');
  return last ? [...segments, last] : segments;
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function frontMatterMatch(
  incident: Incident,
  alerts: readonly Alert[],
  candidate: RunbookCandidate,
): RankedMatch | null {
  const { purpose } = candidate;
  const alertName = alertNames(alerts).find(name => purpose.alerts.includes(name));
  if (alertName !== undefined) {
    return {
      candidate,
      rank: ranks.alertName,
      fragment: null,
      reason: `It is written for the alert “${alertName}”.`,
    };
  }
  const pattern = purpose.titles.find(pattern => matchesPattern(incident.title, pattern));
  if (pattern !== undefined) {
    return {
      candidate,
      rank: ranks.title,
      fragment: null,
      reason: `It is written for incidents titled “${pattern}”.`,
    };
  }
  const { service } = incident;
  const ofService = purpose.services.map(name => name.toLowerCase());
  if (service && [service.name, service.id].some(name => ofService.includes(name.toLowerCase()))) {
    return {
      candidate,
      rank: ranks.service,
      fragment: null,
      reason: `It is written for the service “${service.name}”.`,
    };
  }
  return null;
}

function nameMatch(
  incident: Incident,
  alerts: readonly Alert[],
  candidate: RunbookCandidate,
): RankedMatch | null {
  const file = bareName(pathSegments(candidate.path).at(-1) ?? '');
  const names = [...alertNames(alerts), ...(incident.service ? [incident.service.name] : [])];
  const name = names.find(name => bareName(name) === file && file !== '');
  return name === undefined
    ? null
    : { candidate, rank: ranks.fileName, fragment: null, reason: `Its file is named like “${name}”.` };
}

function alertNames(alerts: readonly Alert[]): readonly string[] {
  return alerts.map(alert => alert.alertName ?? alert.title);
}

/** `HighErrorRate`, `high_error_rate` and `high-error-rate` are one name. */
function bareName(name: string): string {
  return name.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '');
}

/** `*` stands for anything. Leftmost pieces first, so the cost stays linear however many stars there are. */
function matchesPattern(title: string, pattern: string): boolean {
  const text = title.toLowerCase();
  const pieces = pattern.toLowerCase().split('*');
  const first = pieces.shift()!;
  const last = pieces.pop();
  if (last === undefined) return text === first;
  if (!text.startsWith(first) || !text.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = text.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= text.length - last.length;
}
