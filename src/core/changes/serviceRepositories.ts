import { basename, isAbsolute, join, normalize, sep } from 'node:path';
import type { Repository } from '../git/repository.ts';
import { stemsOf } from '../runbooks/words.ts';
import { repositoryPage } from './pullRequest.ts';

/** Service → folders, remotes or names of repositories, as the setting has it. */
export type ServiceMapping = Readonly<Record<string, readonly string[]>>;

export interface ServiceRepositories {
  readonly repositories: readonly Repository[];
  /** Why these: the setting names them, they are called like the service, or nobody knows better. */
  readonly chosen: 'mapping' | 'name' | 'all';
}

/** Which repositories a service is made of. @param folders the workspace’s, that relative paths begin at */
export function serviceRepositories(
  service: string | null,
  known: readonly Repository[],
  mapping: ServiceMapping,
  folders: readonly string[],
): ServiceRepositories {
  const named = service === null ? undefined : places(service, mapping);
  if (named) {
    const repositories = known.filter(one => named.some(place => isAt(one, place, folders)));
    if (repositories.length > 0) return { repositories, chosen: 'mapping' };
  }
  const wanted = stemsOf(service ?? '');
  const alike = known.filter(one => {
    const name = stemsOf(nameOf(one));
    return wanted.size > 0 && (holds(name, wanted) || (name.size > 0 && holds(wanted, name)));
  });
  return alike.length > 0 ? { repositories: alike, chosen: 'name' } : { repositories: known, chosen: 'all' };
}

/** Whatever the case: people write the names of services by heart. */
function places(service: string, mapping: ServiceMapping): readonly string[] | undefined {
  const wanted = service.trim().toLowerCase();
  return Object.entries(mapping).find(([name]) => name.trim().toLowerCase() === wanted)?.[1];
}

function isAt(repository: Repository, place: string, folders: readonly string[]): boolean {
  const bare = place.trim().replace(/[/\\]+$/, '');
  if (bare === '') return false;
  const page = repositoryPage(bare);
  if (page) return repository.remote !== null && repositoryPage(repository.remote) === page;
  const paths = isAbsolute(bare) ? [bare] : folders.map(folder => join(folder, bare));
  return (
    nameOf(repository) === bare ||
    repository.name === bare ||
    // A folder in a repository stands for it, as in one that holds many services.
    paths.map(normalize).some(path => path === repository.root || path.startsWith(repository.root + sep))
  );
}

/** As it is called where it comes from: a clone’s folder may have any name. */
function nameOf({ remote, name }: Repository): string {
  const page = remote && repositoryPage(remote);
  return page ? basename(page) : name;
}

function holds(all: ReadonlySet<string>, some: ReadonlySet<string>): boolean {
  return [...some].every(word => all.has(word));
}
