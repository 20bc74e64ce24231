import { basename } from 'node:path';
import type { Git } from './git.ts';

/** A repository as it stands on this machine. */
export interface Repository {
  /** The top of its working tree: an absolute path. */
  readonly root: string;
  /** The folder’s name, by which people know it. */
  readonly name: string;
  /** Where its logs and references are. */
  readonly gitFolder: string;
  /** What all working trees of the repository share; else the same. */
  readonly commonFolder: string;
  /** Without user and password; null where it has none. */
  readonly remote: string | null;
  /** The branch that is checked out; null where none is. */
  readonly branch: string | null;
  /** `origin/main`; null where the remote names none. */
  readonly defaultBranch: string | null;
}

/** The repository that a folder is or stands in; null where it is in none. Rejects with MissingToolError. */
export async function repositoryAt(git: Git, folder: string): Promise<Repository | null> {
  const found = await git.line(folder, [
    ...['rev-parse', '--path-format=absolute', '--show-toplevel', '--absolute-git-dir', '--git-common-dir'],
  ]);
  const [root, gitFolder, commonFolder] = found?.split(/\r?\n/) ?? [];
  if (!root || !gitFolder || !commonFolder) return null;
  const [remote, branch, head] = await Promise.all([
    git.line(root, ['config', '--local', '--get', 'remote.origin.url']),
    git.line(root, ['symbolic-ref', '--quiet', '--short', 'HEAD']),
    git.line(root, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']),
  ]);
  const bare = remote && withoutCredentials(remote);
  return { root, name: basename(root), gitFolder, commonFolder, remote: bare, branch, defaultBranch: head };
}

function withoutCredentials(remote: string): string {
  return remote.replace(/^([a-z][a-z0-9+.-]*:\/\/)[^/@]*@/i, '$1');
}
