import { once } from '../../core/once.ts';
import type { DisposableStore } from '../disposables.ts';
import type { TeamFiles, TeamFilesParts } from './teamFiles.ts';
import { whenTeamFileOpens } from './teamPlaces.ts';

/**
 * The team’s files, loaded with the first one who asks or when one is opened, and read once before anybody gets them. They
 * go to `owner`.
 */
export function lazyTeamFiles(owner: DisposableStore, parts: TeamFilesParts): () => Promise<TeamFiles> {
  const teamFiles = once(async () => {
    const module = await import('./teamFiles.ts');
    const files = owner.add(new module.TeamFiles(parts));
    await files.ready();
    return files;
  });
  const { boundary, storage } = parts;
  owner.add(whenTeamFileOpens(storage, () => boundary.watch('Opening the team’s file', teamFiles())));
  return teamFiles;
}
