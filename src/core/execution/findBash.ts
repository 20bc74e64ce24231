import { accessSync, constants, statSync } from 'node:fs';
import { posix, win32 } from 'node:path';
import { MissingToolError } from '../errors.ts';

/** Windows ships a bash.exe of its own that starts Linux (WSL), where the paths of this machine do not exist. */
const notGitBash = /\\windows\\system32\\|\\windowsapps\\/i;

/**
 * The bash that runs blocks: an absolute path. On Windows Git Bash, elsewhere the first on PATH.
 * Throws MissingToolError where there is none.
 */
export function findBash(
  env: Readonly<Record<string, string | undefined>>,
  platform: NodeJS.Platform,
  isProgram: (path: string) => boolean = isExecutableFile,
): string {
  const found = (platform === 'win32' ? onWindows(env) : onPath(env['PATH'] ?? '')).find(isProgram);
  if (found !== undefined) return found;
  throw new MissingToolError(
    'No bash was found on this machine, and blocks of a runbook run in bash.',
    fix(platform),
  );
}

function onPath(path: string): string[] {
  const folders = path.split(':').filter(posix.isAbsolute);
  return [...folders, '/bin', '/usr/bin'].map(folder => posix.join(folder, 'bash'));
}

function onWindows(env: Readonly<Record<string, string | undefined>>): string[] {
  const value = (name: string) => Object.entries(env).find(([key]) => key.toLowerCase() === name)?.[1];
  const programs = [value('programfiles'), value('programw6432'), value('programfiles(x86)')];
  const local = value('localappdata');
  const roots = local === undefined ? programs : [...programs, win32.join(local, 'Programs')];
  const installed = roots
    .filter(root => root !== undefined)
    .map(root => win32.join(root, 'Git', 'bin', 'bash.exe'));
  const folders = (value('path') ?? '').split(';').filter(win32.isAbsolute);
  const named = folders.map(folder => win32.join(folder, 'bash.exe')).filter(path => !notGitBash.test(path));
  return [...installed, ...named];
}

function isExecutableFile(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function fix(platform: NodeJS.Platform): string {
  if (platform === 'win32') return 'Install Git for Windows, which brings Git Bash, and run the block again.';
  if (platform === 'darwin')
    return 'Put /bin into PATH, or run “brew install bash”, and run the block again.';
  return 'Install the package “bash” and run the block again.';
}
