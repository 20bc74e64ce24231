import { t } from '@vscode/l10n';
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, realpath } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import type { Incident } from '../incidents/incident.ts';
import { errorCode, reasonOf, syncFolder } from './journalFiles.ts';

/** Where everything about one incident stands. The files need not be there yet. */
export interface IncidentFolder {
  readonly path: string;
  /** The day it was created in UTC, `YYYY-MM-DD`; null where the provider gave no usable time. */
  readonly date: string | null;
  /** For reading; what this machine writes goes to its own file beside it: see journalOfMachine. */
  readonly journal: string;
  readonly postMortem: string;
}

/** The date in front also keeps an id such as `CON` from being a Windows device. */
const FOLDER_NAME = /^(?:(\d{4}-\d{2}-\d{2})|undated)-([A-Za-z0-9_-]{1,64})$/;

/**
 * The folder of the incident, `<root>/<date>-<id>`, made where it is missing. One that exists for the id is used
 * whatever its date. Rejects with NotPossibleError where it cannot be made or a symbolic link stands there.
 */
export async function incidentFolder(
  root: string,
  incident: Pick<Incident, 'id' | 'createdAt'>,
): Promise<IncidentFolder> {
  try {
    const existing = await findIncidentFolder(root, incident.id);
    if (existing) return existing;
    await mkdir(root, { recursive: true });
    const day = /^\d{4}-\d{2}-\d{2}(?=T)/.exec(incident.createdAt)?.[0] ?? 'undated';
    const realRoot = await realpath(root);
    const path = join(realRoot, `${day}-${safeId(incident.id)}`);
    await mkdir(path).catch(error => {
      if (errorCode(error) !== 'EEXIST') throw error;
    });
    await refuseOutside(realRoot, path);
    await syncFolder(realRoot);
    // The root’s own name, where its parent may be opened at all.
    await syncFolder(dirname(realRoot)).catch(() => undefined);
    return folderAt(path, day === 'undated' ? null : day);
  } catch (error) {
    if (error instanceof NotPossibleError) throw error;
    throw new NotPossibleError(
      t('The folder for incident {0} cannot be made in {1}: {2}.', incident.id, root, reasonOf(error)),
      t('Choose another folder for incidents in the settings, or mend the rights of this one.'),
      { cause: error },
    );
  }
}

/** Null where the incident has no folder yet. */
export async function findIncidentFolder(root: string, id: string): Promise<IncidentFolder | null> {
  const wanted = safeId(id);
  const names = (await namesIn(root)).filter(name => FOLDER_NAME.exec(name)?.[2] === wanted);
  const name = names[0];
  if (name === undefined) return null;
  const realRoot = await realpath(root);
  const path = join(realRoot, name);
  await refuseOutside(realRoot, path);
  return folderAt(path, FOLDER_NAME.exec(name)?.[1] ?? null);
}

/** Every incident that has a folder, newest day first; what is a link or has another name is passed over. */
export async function listIncidentFolders(root: string): Promise<readonly IncidentFolder[]> {
  const names = (await namesIn(root)).filter(name => FOLDER_NAME.test(name));
  if (names.length === 0) return [];
  const realRoot = await realpath(root);
  const folders: IncidentFolder[] = [];
  for (const name of names.sort().reverse()) {
    const path = join(realRoot, name);
    if ((await lstat(path)).isDirectory()) folders.push(folderAt(path, FOLDER_NAME.exec(name)?.[1] ?? null));
  }
  return folders;
}

/**
 * Refuses, with NotPossibleError, a root that leads out of `base` by a symbolic link, wherever on the way it
 * stands. What is not there yet leads nowhere.
 */
export async function refuseLinkedRoot(base: string, root: string): Promise<void> {
  const realBase = await realpath(base);
  let existing = root;
  for (;;) {
    try {
      existing = await realpath(existing);
      break;
    } catch (error) {
      if (errorCode(error) !== 'ENOENT') throw error;
      existing = dirname(existing);
    }
  }
  if (existing === realBase || existing.startsWith(realBase + sep)) return;
  throw new NotPossibleError(
    t('{0} leads out of the workspace by a symbolic link, which is never followed here.', root),
    t('Put a plain folder in its place, or name another one in “onCall.incidents.folder”.'),
  );
}

/**
 * The file that one machine writes. Each has its own, so that no two ever append to the same file over a synced
 * folder or a network share, where appends are not kept apart.
 * @param machine see machineName
 */
export function journalOfMachine(folder: IncidentFolder, machine: string): string {
  return join(folder.path, `timeline-${machine}.jsonl`);
}

/** The id itself where it is harmless in a path, else the beginning of its SHA-256. */
function safeId(id: string): string {
  return /^[A-Za-z0-9_-]{1,64}$/.test(id)
    ? id
    : `id-${createHash('sha256').update(id).digest('hex').slice(0, 16)}`;
}

function folderAt(path: string, date: string | null): IncidentFolder {
  return {
    path,
    date,
    journal: join(path, 'timeline.jsonl'),
    postMortem: join(path, 'post-mortem.md'),
  };
}

/** Sorted; none where there is no such folder. */
export async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (errorCode(error) === 'ENOENT') return [];
    throw error;
  }
}

async function refuseOutside(realRoot: string, path: string): Promise<void> {
  const plain = (await lstat(path)).isDirectory() && dirname(await realpath(path)) === realRoot;
  if (plain) return;
  throw new NotPossibleError(
    t('{0} is not a plain folder; links out of the incidents folder are never followed.', path),
    t('Remove or rename it, then try again.'),
  );
}
