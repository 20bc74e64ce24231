// What a fresh clone needs before anything else: the right Node, and the packages of the lock file.
import { lstatSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { npm } from './processes.mjs';

/** Ends the process with one line when this Node is too old. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(`On-Call needs Node 20.19 or later; this is ${process.versions.node}.`);
  process.exit(1);
}

/**
 * Runs `npm ci` when packages are missing or older than the lock file. Never through a link: npm would empty the
 * folder that it points to, and that one belongs to another checkout.
 * @param {string} repository
 */
export async function requirePackages(repository) {
  // npm writes the hidden one last.
  if (
    changed(join(repository, 'node_modules/.package-lock.json')) >=
    changed(join(repository, 'package-lock.json'))
  )
    return;
  if (lstatSync(join(repository, 'node_modules'), { throwIfNoEntry: false })?.isSymbolicLink()) {
    console.log('node_modules is a link: its packages are used as they are, though the lock file is newer.');
    return;
  }
  console.log('Installing packages (npm ci)…');
  const { code } = await npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: repository,
    quiet: true,
  });
  if (code === 0) return;
  console.error(`npm ci failed with code ${code}; its output is above.`);
  process.exit(1);
}

/** @param {string} file */
function changed(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}
