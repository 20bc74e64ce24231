import { t } from '@vscode/l10n';
import { utc, type UtcTime } from '../clock.ts';
import type { GitData } from '../timeline/entry.ts';
import { withoutHidden } from '../timeline/hiddenCharacters.ts';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';

/** Something done in a repository, as a timeline tells it. */
export interface GitFact {
  readonly at: UtcTime;
  /** `Committed a1b2c3d “Raise the pool” in checkout` */
  readonly text: string;
  readonly data: GitData;
}

/** One line of the log that git keeps of what was checked out. */
export interface HeadMove {
  /** ms since the epoch; git knows whole seconds. */
  readonly at: number;
  readonly sha: string;
  /** `commit (amend): Raise the pool` */
  readonly message: string;
}

/** A later one is seen the next time. */
const mostMoves = 2_000;
/** Commits that follow each other within this, ms, are one command’s: a series that was picked or applied. */
const inOneGo = 2_000;
const fewest = 4;

/** Oldest first. */
export async function headMoves(git: Git, { root }: Repository, from: number): Promise<readonly HeadMove[]> {
  const printed = await git.line(root, [
    'log',
    '-g',
    '--format=%H%x00%gd%x00%gs',
    '--date=unix',
    '--no-show-signature',
    '--no-color',
    `--max-count=${mostMoves}`,
    '--end-of-options',
    'HEAD',
    '--',
  ]);
  return (printed?.split('\n') ?? [])
    .map((line): HeadMove => {
      const [sha = '', selector = '', message = ''] = line.split('\0');
      const seconds = /@\{(\d+)\}$/.exec(selector)?.[1];
      return { sha, at: Number(seconds ?? 0) * 1000, message: withoutHidden(message) };
    })
    .filter(({ at }) => at >= from)
    .reverse();
}

/**
 * What the moves tell: a commit, a checkout; a rebase, a pull or a series of commits as one, at its end. What is still
 * going on tells nothing yet.
 */
export function headFacts(repository: string, moves: readonly HeadMove[]): readonly GitFact[] {
  const facts: GitFact[] = [];
  let series: HeadMove[] = [];
  let commits: HeadMove[] = [];
  const flush = () => {
    facts.push(...commitFacts(repository, commits));
    commits = [];
  };
  for (const move of moves) {
    const step = /^(?:pull|rebase)\b[^:]*\((\w+)\)/.exec(move.message)?.[1];
    if (step) {
      flush();
      if (step === 'start') series = [];
      if (step === 'finish') facts.push(rebaseFact(repository, move, series));
      else if (step === 'abort') series = [];
      else series.push(move);
    } else if (commitSubject(move) !== null) {
      const last = commits.at(-1);
      if (last && move.at - last.at > inOneGo) flush();
      commits.push(move);
    } else {
      flush();
      const fact = moveFact(repository, move);
      if (fact) facts.push(fact);
    }
  }
  flush();
  return facts;
}

function commitFacts(repository: string, commits: readonly HeadMove[]): readonly GitFact[] {
  const last = commits.at(-1);
  if (!last || commits.length < fewest) return commits.map(move => commitFact(repository, move));
  const subject = commitSubject(last)!;
  const text = t(
    'Made {0} commits, the last one {1} “{2}” in {3}',
    commits.length,
    shortSha(last.sha),
    subject,
    repository,
  );
  return [fact(repository, last, 'commit', null, subject, text)];
}

/** Of what makes a commit: its first line. */
function commitSubject({ message }: HeadMove): string | null {
  return (
    /^(?:commit(?: \((?:amend|initial|merge|cherry-pick)\))?|cherry-pick|revert|am): (.*)$/.exec(
      message,
    )?.[1] ?? null
  );
}

function commitFact(repository: string, move: HeadMove): GitFact {
  const subject = commitSubject(move)!;
  const amended = move.message.startsWith('commit (amend)');
  const text = t(
    amended ? 'Amended to {0} “{1}” in {2}' : 'Committed {0} “{1}” in {2}',
    shortSha(move.sha),
    subject,
    repository,
  );
  return fact(repository, move, 'commit', null, subject, text);
}

function rebaseFact(repository: string, move: HeadMove, steps: readonly HeadMove[]): GitFact {
  const branch = /returning to (?:refs\/heads\/)?(\S+)/.exec(move.message)?.[1] ?? null;
  const picked = steps.filter(({ message }) =>
    /\((?:pick|reword|edit|squash|fixup|continue)\)/.test(message),
  ).length;
  const sha = shortSha(move.sha);
  const commits = picked === 1 ? t('1 commit') : t('{0} commits', picked);
  const text =
    branch === null
      ? t('Rebased to {0} ({1}) in {2}', sha, commits, repository)
      : t('Rebased {0} to {1} ({2}) in {3}', branch, sha, commits, repository);
  return fact(repository, move, 'checkout', branch, '', text);
}

/** Null for what git only notes, as a clone or a branch that got another name. */
function moveFact(repository: string, move: HeadMove): GitFact | null {
  const { message } = move;
  const at = shortSha(move.sha);
  const [, to] = /^checkout: moving from \S+ to (\S+)$/.exec(message) ?? [];
  if (to) {
    const ref = /^[0-9a-f]{40,64}$/.test(to) ? null : to;
    const text = t('Checked out {0} at {1} in {2}', ref ?? shortSha(to), at, repository);
    return fact(repository, move, 'checkout', ref, '', text);
  }
  if (/^pull\b/.test(message)) {
    const text = t('Pulled: now at {0} in {1}', at, repository);
    return fact(repository, move, 'checkout', null, '', text);
  }
  const [, merged] = /^merge ([^:]+): /.exec(message) ?? [];
  if (merged) {
    const text = t('Merged {0}: now at {1} in {2}', merged, at, repository);
    return fact(repository, move, 'checkout', merged, '', text);
  }
  if (/^reset: /.test(message)) {
    const text = t('Reset to {0} in {1}', at, repository);
    return fact(repository, move, 'checkout', null, '', text);
  }
  return null;
}

function fact(
  repository: string,
  { at, sha }: HeadMove,
  event: GitData['event'],
  ref: string | null,
  subject: string,
  text: string,
): GitFact {
  return { at: utc(at), text, data: { repository, event, sha, ref, subject } };
}

/** A tag that was just made. @param at where the tag does not say it itself, ms since the epoch */
export function tagFact(
  repository: string,
  {
    name,
    sha,
    subject,
    annotated,
    at: own,
  }: { name: string; sha: string; subject: string; annotated: boolean; at: UtcTime },
  at: number,
): GitFact {
  return {
    at: annotated ? own : utc(at),
    text: t('Tagged {0} as {1} in {2}', shortSha(sha), name, repository),
    data: { repository, event: 'tag', sha, ref: name, subject },
  };
}

function shortSha(sha: string): string {
  return sha.slice(0, 8);
}
