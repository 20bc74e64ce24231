import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { nodeTextFiles, type TextFiles } from './textFiles.ts';

/**
 * `union` takes the lines of both sides, which is right for lines that nobody changes; order and doubles are the
 * view’s work. `-text` keeps git from rewriting line ends.
 */
const RULE = 'timeline*.jsonl -text merge=union';
const COMMENT = '# Timelines are only ever appended to: a merge takes the lines of both sides.';

/** Whether the folder stands in the working tree of a git repository. */
export async function isInGit(folder: string): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    // A file in worktrees and submodules.
    if (await exists(join(path, '.git'))) return true;
    if (path === dirname(path)) return false;
  }
}

/**
 * Whether `.gitattributes` in the folder for incidents, or in a folder above it up to the repository’s, has the
 * timelines merged by union. Rejects with NotPossibleError where one cannot be read.
 */
export async function mergesByUnion(folder: string, files: TextFiles = nodeTextFiles): Promise<boolean> {
  for (let path = folder; ; path = dirname(path)) {
    const bytes = await files.read(join(path, '.gitattributes'));
    if (bytes && linesOf(bytes).some(isUnionOfTimelines)) return true;
    if (path === dirname(path) || (await exists(join(path, '.git')))) return false;
  }
}

/**
 * Has git merge timelines by union, by a line in the `.gitattributes` of the folder for incidents, where it moves
 * with them and touches no file of the team’s. What stands there stays. Rejects with NotPossibleError.
 * @returns the file
 */
export async function writeUnion(folder: string, files: TextFiles = nodeTextFiles): Promise<string> {
  const path = join(folder, '.gitattributes');
  for (;;) {
    const found = await files.read(path);
    const before = found ? Buffer.from(found) : Buffer.alloc(0);
    const text = before.toString('utf8');
    const separator = text === '' || text.endsWith('\n') ? '' : '\n';
    const after = Buffer.concat([before, Buffer.from(`${separator}${COMMENT}\n${RULE}\n`)]);
    if (await files.replace(path, after, found)) return path;
  }
}

function linesOf(bytes: Uint8Array): string[] {
  return Buffer.from(bytes).toString('utf8').split(/\r?\n/);
}

/** By its words: which of several lines wins is git’s business, and who names timelines here means this. */
function isUnionOfTimelines(line: string): boolean {
  const [pattern = '', ...attributes] = line.trim().split(/\s+/);
  return (
    !pattern.startsWith('#') &&
    /(?:^|\/)(?:\*\.jsonl|timeline(?:-?\*\.jsonl|-?\*))$/.test(pattern) &&
    attributes.includes('merge=union')
  );
}

function exists(path: string): Promise<boolean> {
  return lstat(path).then(
    () => true,
    () => false,
  );
}
