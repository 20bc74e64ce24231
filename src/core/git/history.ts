import { randomBytes } from 'node:crypto';
import { utc, type UtcTime } from '../clock.ts';
import { withoutHidden } from '../timeline/hiddenCharacters.ts';
import type { Git } from './git.ts';
import type { Repository } from './repository.ts';

export interface Commit {
  readonly sha: string;
  readonly parents: readonly string[];
  /** When it came into the history: the committer’s time. */
  readonly at: UtcTime;
  readonly author: string;
  /** The first line of the message. */
  readonly subject: string;
  /** The lines after it. */
  readonly body: string;
  /** As against its first parent. A rename is two paths. */
  readonly paths: readonly string[];
  /** Lines added and removed, without binary files. */
  readonly lines: number;
}

export interface Tag {
  readonly name: string;
  /** The commit that it stands at. */
  readonly sha: string;
  /** When it was made; of a tag without a message, its commit’s time. */
  readonly at: UtcTime;
  /** Whether `at` is its own. */
  readonly annotated: boolean;
  readonly subject: string;
}

export interface Span {
  /** ms since the epoch. */
  readonly from: number;
  readonly to: number;
}

/** More than so many in a day is an import, not the work of people. */
const mostCommits = 500;
const mostTags = 500;
/** So many of a repository are read, whatever their time: the newest ones. */
const mostRead = 20_000;
const mostPaths = 300;

/** The commits of the checked-out and of the default branch, newest first. */
export async function commitsIn(
  git: Git,
  { root, defaultBranch }: Repository,
  { from, to }: Span,
  signal?: AbortSignal,
): Promise<readonly Commit[]> {
  // Nobody can write a message that ends its own record.
  const mark = randomBytes(16).toString('hex');
  const branches = ['HEAD', ...(defaultBranch ? [`refs/remotes/${defaultBranch}`] : [])];
  if (!(await git.line(root, ['rev-parse', '--verify', '--quiet', 'HEAD']))) return [];
  const printed = await git.text(
    root,
    [
      'log',
      `--format=${mark}%H%x00%P%x00%ct%x00%an%x00%s%x00%b%x00`,
      '-z',
      '--numstat',
      '--no-renames',
      '--diff-merges=first-parent',
      '--no-ext-diff',
      '--no-textconv',
      '--no-show-signature',
      '--no-color',
      '--ignore-submodules=all',
      `--max-count=${mostCommits}`,
      `--since=${Math.floor(from / 1000)}`,
      `--until=${Math.ceil(to / 1000)}`,
      '--end-of-options',
      ...branches,
      '--',
    ],
    signal,
  );
  return printed
    .split(mark)
    .slice(1)
    .map(commitOf)
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to);
}

function commitOf(record: string): Commit {
  const [sha = '', parents = '', time = '', author = '', subject = '', body = '', ...stats] =
    record.split('\0');
  const changed = stats.flatMap(stat => {
    const match = /^\n*(\d+|-)\t(\d+|-)\t([\s\S]+)$/.exec(stat);
    return match ? [{ lines: (Number(match[1]) || 0) + (Number(match[2]) || 0), path: match[3]! }] : [];
  });
  return {
    sha,
    parents: parents.split(' ').filter(parent => parent !== ''),
    at: utc(Number(time) * 1000),
    author: withoutHidden(author),
    subject: withoutHidden(subject),
    body: withoutHidden(body).trim(),
    paths: changed.slice(0, mostPaths).map(({ path }) => path),
    lines: changed.reduce((sum, { lines }) => sum + lines, 0),
  };
}

/** The tags of that time, newest first. */
export async function tagsIn(git: Git, repository: Repository, { from, to }: Span): Promise<readonly Tag[]> {
  const { tags } = await allTags(git, repository);
  return tags.filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to).slice(0, mostTags);
}

export interface AllTags {
  /** Newest first. */
  readonly tags: readonly Tag[];
  /** Where not, these are the newest ones, and an older one comes in for each that goes. */
  readonly whole: boolean;
}

export async function allTags(git: Git, { root }: Repository): Promise<AllTags> {
  const fields = [
    'refname:strip=2',
    'objectname',
    '*objectname',
    'objecttype',
    'creatordate:unix',
    'contents:subject',
  ];
  const printed = await git.text(root, [
    'for-each-ref',
    `--format=${fields.map(field => `%(${field})`).join('%00')}`,
    '--sort=-creatordate',
    `--count=${mostRead + 1}`,
    'refs/tags',
  ]);
  const lines = printed.split('\n').filter(line => line !== '');
  return { tags: lines.slice(0, mostRead).map(tagOf), whole: lines.length <= mostRead };
}

function tagOf(line: string): Tag {
  const [name = '', sha = '', target = '', type = '', time = '', subject = ''] = line.split('\0');
  return {
    name: withoutHidden(name),
    sha: target || sha,
    at: utc((Number(time) || 0) * 1000),
    annotated: type === 'tag',
    subject: withoutHidden(subject),
  };
}
