import type { ChangeEvent } from '../incidents/incidentDetails.ts';
import { webAddressOf } from '../incidents/providers/wire.ts';
import type { Git } from '../git/git.ts';
import { type Commit, commitsIn, type Span, type Tag, tagsIn } from '../git/history.ts';
import type { Repository } from '../git/repository.ts';
import type { Change } from './change.ts';
import { commitUrl, pullRequestOf } from './pullRequest.ts';

/** What was committed, merged and tagged in one repository in that time. Rejects like Git. */
export async function repositoryChanges(
  git: Git,
  repository: Repository,
  span: Span,
  signal?: AbortSignal,
): Promise<readonly Change[]> {
  const [commits, tags] = await Promise.all([
    commitsIn(git, repository, span, signal),
    tagsIn(git, repository, span),
  ]);
  return [
    ...commits.map(commit => commitChange(commit, repository)),
    ...tags.map(tag => tagChange(tag, repository)),
  ];
}

/** The provider’s change events of that time; it knows of some weeks. */
export function eventChanges(events: readonly ChangeEvent[], { from, to }: Span): readonly Change[] {
  return events
    .filter(({ at }) => Date.parse(at) >= from && Date.parse(at) <= to)
    .map(({ id, at, summary, source, links }) => ({
      kind: 'event',
      id: `event ${id}`,
      at,
      summary,
      where: source,
      root: null,
      sha: null,
      ref: null,
      url: links.map(({ href }) => webAddressOf(href)).find(address => address !== null) ?? null,
      paths: [],
      lines: null,
      text: `${summary} ${source ?? ''}`,
    }));
}

function commitChange(commit: Commit, { root, name, remote }: Repository): Change {
  const { sha, at, subject, body, paths, lines } = commit;
  const request = pullRequestOf(commit, remote);
  return {
    kind: request ? 'pull request' : 'commit',
    id: `${name} ${sha}`,
    at,
    summary: request?.title ?? subject,
    where: name,
    root,
    sha,
    ref: request?.ref ?? null,
    url: request?.url ?? commitUrl(sha, remote),
    paths,
    lines,
    text: `${subject}\n${body}`,
  };
}

function tagChange({ name: tag, sha, at, subject }: Tag, { root, name, remote }: Repository): Change {
  return {
    kind: 'tag',
    id: `${name} tag ${tag}`,
    at,
    summary: subject === '' ? tag : `${tag}: ${subject}`,
    where: name,
    root,
    sha,
    ref: tag,
    url: commitUrl(sha, remote),
    paths: [],
    lines: null,
    text: `${tag} ${subject}`,
  };
}
