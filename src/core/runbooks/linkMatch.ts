import { t } from '@vscode/l10n';
import type { Alert } from '../incidents/incident.ts';
import type { RunbookCandidate, UnrankedMatch } from './matchRunbooks.ts';
import { urlOf } from '../webAddress.ts';
import { decodedAddress } from '../decodedAddress.ts';

/** A candidate that a link leads to, and how sure that is. */
export interface LinkedCandidate {
  readonly candidate: RunbookCandidate;
  /** Only the last part of the address fits: a page of that name, which need not be this file. */
  readonly byNameOnly: boolean;
}

/** What the links of the alerts lead to: the alert’s own runbook link before any other link that it has. */
export function linkMatches(
  alerts: readonly Alert[],
  candidates: readonly RunbookCandidate[],
): ReadonlyMap<RunbookCandidate, UnrankedMatch> {
  const matches = new Map<RunbookCandidate, UnrankedMatch>();
  const add = (candidate: RunbookCandidate, match: UnrankedMatch) => {
    if (!matches.has(candidate)) matches.set(candidate, match);
  };
  for (const { title, runbook } of alerts) {
    if (!runbook) continue;
    const { href, foundIn } = runbook;
    const fragment = fragmentOf(href);
    for (const { candidate, byNameOnly } of linkedCandidates(href, candidates)) {
      const reason = byNameOnly
        ? t('The alert “{0}” links to a page of its name ({1}).', title, foundIn)
        : t('The alert “{0}” links to it ({1}).', title, foundIn);
      add(candidate, { kind: 'link', weight: byNameOnly ? 8 : 9, reason, fragment });
    }
  }
  for (const { title, links } of alerts) {
    for (const { text, href } of links) {
      // Most links beside an alert lead to graphs and logs: only a Markdown file’s own path counts.
      if (!/\.(?:md|markdown)$/i.test(pathOf(href))) continue;
      for (const { candidate, byNameOnly } of linkedCandidates(href, candidates)) {
        if (byNameOnly) continue;
        const reason = t('The alert “{0}” has a link to it (“{1}”).', title, text);
        add(candidate, { kind: 'link', weight: 5, reason, fragment: fragmentOf(href) });
      }
    }
  }
  return matches;
}

/**
 * The candidates whose path shares the longest end with the link’s; several where nothing tells them apart. Where in
 * the address a branch ends and the path begins is not known, and need not be: only ends are held against each other.
 * What is shipped is nobody’s page on the web, so it is found by a path alone.
 */
export function linkedCandidates(
  href: string,
  candidates: readonly RunbookCandidate[],
): readonly LinkedCandidate[] {
  const link = pathSegments(decodedAddress(pathOf(href)));
  const onTheWeb = /^[a-z][a-z0-9+.-]*:\/\//i.test(href);
  const scored = candidates
    .filter(({ origin }) => origin !== 'shipped' || !onTheWeb)
    .map(candidate => ({ candidate, common: longestCommonEnd(link, candidate.path) }))
    .filter(({ common }) => common > 0);
  const most = Math.max(...scored.map(({ common }) => common));
  const best = scored.filter(({ common }) => common === most).map(({ candidate }) => candidate);
  const own = preferring(best, ({ origin }) => origin === 'workspace');
  const named = preferring(own, ({ repository }) => repository !== null && link.includes(plain(repository)));
  const byNameOnly = onTheWeb && most === 1 && !/\.(?:md|markdown)$/i.test(pathOf(href));
  return named.map(candidate => ({ candidate, byNameOnly }));
}

function preferring<T>(all: readonly T[], preferred: (one: T) => boolean): readonly T[] {
  const some = all.filter(preferred);
  return some.length > 0 ? some : all;
}

/** Names that say nothing by themselves; a link to one needs its folder to agree too. */
const genericNames: ReadonlySet<string> = new Set([
  ...['readme', 'index', 'home', 'overview', 'runbook', 'runbooks', 'playbook', 'playbooks'],
  ...['doc', 'docs', 'documentation', 'wiki', 'pages'],
]);
const folderPages: ReadonlySet<string> = new Set(['readme', 'index', '-index']);

/** How many segments the two share at their ends; 0 where what they share says nothing. */
function longestCommonEnd(link: readonly string[], path: string): number {
  const file = pathSegments(path);
  // A page that stands for its folder: `db/README.md` is what a link to `db/` shows.
  const folder = folderPages.has(file.at(-1) ?? '') ? file.slice(0, -1) : null;
  return Math.max(commonEnd(link, file), folder ? commonEnd(link, folder) : 0);
}

function commonEnd(link: readonly string[], path: readonly string[]): number {
  let common = 0;
  while (common < Math.min(link.length, path.length) && link.at(-1 - common) === path.at(-1 - common))
    common++;
  return path.slice(path.length - common).every(segment => genericNames.has(segment)) ? 0 : common;
}

/** The path of a link, without what a site adds to it; Azure DevOps has it in the query. */
export function pathOf(href: string): string {
  const url = href.includes('://') ? urlOf(href) : null;
  if (!url) return href.replace(/[?#].*$/s, '');
  const { pathname, searchParams } = url;
  const inQuery = pathname.includes('/_git/') ? searchParams.get('path') : null;
  return inQuery ?? pathname;
}

/** What the link names inside the page, without `#`; null where it names nothing. */
export function fragmentOf(href: string): string | null {
  return decodedAddress(/#(.+)$/s.exec(href)?.[1] ?? '') || null;
}

/** Lower case, without the extension that pages and files differ in, and blanks as wikis write them. */
export function pathSegments(path: string): readonly string[] {
  const segments = path
    .split(/[\\/]+/)
    .filter(segment => segment !== '' && segment !== '.')
    .map(plain);
  const last = segments.pop()?.replace(/\.(?:md|markdown|html?)$/, '');
  return last ? [...segments, last] : segments;
}

function plain(segment: string): string {
  return segment.toLowerCase().replace(/[\s_+-]+/g, '-');
}
