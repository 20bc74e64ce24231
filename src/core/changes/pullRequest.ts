import type { Commit } from '../git/history.ts';

export interface PullRequest {
  /** As people call it: `#12`, at GitLab `!12`. */
  readonly ref: string;
  readonly title: string;
  /** Null where the remote is no https address that is known. */
  readonly url: string | null;
}

/**
 * What a commit says of the pull request that it came with: a merge commit of GitHub’s, GitLab’s or Bitbucket’s, or a
 * squashed one with its number at the end; null for any other commit.
 */
export function pullRequestOf(
  { parents, subject, body }: Pick<Commit, 'parents' | 'subject' | 'body'>,
  remote: string | null,
): PullRequest | null {
  const firstLine = body.split('\n').find(line => line.trim() !== '') ?? '';
  const merge = parents.length > 1;
  const github = merge && /^Merge pull request #(\d{1,9}) from /.exec(subject);
  if (github) return made(`#${github[1]}`, firstLine || subject, remote);
  const bitbucket = merge && /^Merged in \S+ \(pull request #(\d{1,9})\)$/.exec(subject);
  if (bitbucket) return made(`#${bitbucket[1]}`, firstLine || subject, remote);
  const gitlab = merge && /^See merge request \S*!(\d{1,9})$/m.exec(body);
  if (gitlab) return made(`!${gitlab[1]}`, firstLine || subject, remote);
  const squashed = !merge && /^(.*\S) \(([#!])(\d{1,9})\)$/.exec(subject);
  return squashed ? made(`${squashed[2]}${squashed[3]}`, squashed[1]!, remote) : null;
}

function made(ref: string, title: string, remote: string | null): PullRequest {
  return { ref, title, url: pullRequestUrl(ref, remote) };
}

function pullRequestUrl(ref: string, remote: string | null): string | null {
  const page = remote && repositoryPage(remote);
  if (!page) return null;
  const number = ref.slice(1);
  if (ref.startsWith('!') || /^https:\/\/[^/]*gitlab/.test(page)) return `${page}/-/merge_requests/${number}`;
  if (/^https:\/\/bitbucket\./.test(page)) return `${page}/pull-requests/${number}`;
  return /^https:\/\/[^/]*github/.test(page) ? `${page}/pull/${number}` : null;
}

/** Where a browser shows a commit; null where the remote’s kind is not known. */
export function commitUrl(sha: string, remote: string | null): string | null {
  const page = remote && repositoryPage(remote);
  if (!page) return null;
  if (/^https:\/\/[^/]*gitlab/.test(page)) return `${page}/-/commit/${sha}`;
  if (/^https:\/\/bitbucket\./.test(page)) return `${page}/commits/${sha}`;
  return /^https:\/\/[^/]*github/.test(page) ? `${page}/commit/${sha}` : null;
}

/** `git@host:owner/name.git`, `ssh://…` and `https://…` all have a page at https; null for a folder and the like. */
export function repositoryPage(remote: string): string | null {
  const short = /^(?:[\w.-]+@)?([\w.-]+\.[\w-]+):(?!\/\/)([\w./~-]+)$/.exec(remote);
  const long = /^(?:https?|ssh|git):\/\/(?:[^@/]*@)?([\w.-]+)(?::\d+)?\/([\w./~-]+)$/.exec(remote);
  const [, host, path] = short ?? long ?? [];
  if (!host || !path) return null;
  return `https://${host}/${path.replace(/\/+$/, '').replace(/\.git$/, '')}`;
}
