/** GitHub’s own rules for both names; neither can lead out of its place in an address. */
const OWNER = /^[A-Za-z0-9](?:[A-Za-z0-9-]{0,38})$/;
const NAME = /^(?!\.{1,2}$)[A-Za-z0-9._-]{1,100}$/;

/** Where GitHub’s REST API is. Here, because what speaks to it is loaded with the first issue only. */
export const gitHubApi = 'https://api.github.com';

export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** `owner/name` as a person writes it in a setting; null for anything else. */
export function repositoryNamed(text: string): RepositoryName | null {
  const [owner = '', name = '', ...more] = text.trim().split('/');
  return OWNER.test(owner) && NAME.test(name) && more.length === 0 ? { owner, name } : null;
}

/** The repository behind a git remote of github.com; null for any other host. */
export function repositoryOfRemote(url: string): RepositoryName | null {
  const path =
    /^(?:https:\/\/(?:[^@/]+@)?github\.com\/|(?:ssh:\/\/)?git@github\.com[:/]|git:\/\/github\.com\/)([^?#]+)$/i.exec(
      url.trim(),
    )?.[1];
  return path === undefined ? null : repositoryNamed(path.replace(/\/$/, '').replace(/\.git$/, ''));
}
