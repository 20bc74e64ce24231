import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { isProcessId, isThere } from '../../core/execution/processes.ts';

/** Begins with the machine and the process whose drill it is; a container may share the folder of temporary files. */
const lead = `on-call-drill-exports-${hostname().replace(/[^A-Za-z0-9]/g, '')}-`;

/** A folder of its own. @param parent where temporary files go */
export async function makeExportsFolder(parent: string): Promise<string> {
  return mkdtemp(join(parent, `${lead}${process.pid}-`));
}

/** Those of drills whose process was killed before it could remove them. What cannot be removed is left to the system. */
export async function removeLeftFolders(parent: string): Promise<void> {
  const names = await readdir(parent).catch(() => []);
  const left = names.filter(name => {
    const pid = name.startsWith(lead) ? Number(/^(\d+)-/.exec(name.slice(lead.length))?.[1]) : null;
    return isProcessId(pid) && !isThere(pid);
  });
  await Promise.all(
    left.map(name => rm(join(parent, name), { recursive: true, force: true }).catch(() => {})),
  );
}
