import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { NotPossibleError } from '../errors.ts';
import { preludeScript, runFiles, wrapperScript } from './wrapperScript.ts';

export interface BlockToRun {
  readonly code: string;
  /** Absolute. */
  readonly cwd: string;
  /** Reaches the block byte for byte and is never read as shell text. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What the wrapper says before the block starts. */
export interface StartedReport {
  readonly pid: number;
  /** 0 where the wrapper could not find it out. */
  readonly pgid: number;
}

/** One run on disk: a private directory (0700) with the block, the wrapper, and what the wrapper reports. */
export interface BlockFiles {
  readonly directory: string;
  /** The one line for the terminal. It never holds the block’s text. */
  readonly line: string;
  /** Where the block’s directory and environment are recorded as it ends; see `runFiles.environmentAfter`. */
  readonly environmentFile: string;
  /** Null until the wrapper ran, and where the report is damaged. */
  started(): StartedReport | null;
  /** The text of the wrapper’s last report; null until it is there. */
  result(): string | null;
  /** Removes all of it; never rejects. */
  remove(): Promise<void>;
}

/**
 * Writes the files of one run below `root`, which is made where it is missing. Throws NotPossibleError for what
 * bash cannot be given, and the file system’s own error when writing fails.
 */
export function prepareBlock(root: string, block: BlockToRun): BlockFiles {
  refuseNul(block);
  mkdirSync(root, { recursive: true, mode: 0o700 });
  const directory = mkdtempSync(join(root, 'run-'));
  try {
    // bash of Git for Windows wants forward slashes.
    const line = `bash ${quoted(`${directory.replaceAll(sep, '/')}/${runFiles.wrapper}`)}`;
    const pairs = Object.entries(block.environment).map(([name, value]) => `${name}=${value}\0`);
    const write = (name: string, text: string) =>
      writeFileSync(join(directory, name), text, { mode: 0o600, flag: 'wx' });
    write(runFiles.block, block.code);
    write(runFiles.wrapper, wrapperScript);
    write(runFiles.prelude, preludeScript);
    write(runFiles.cwd, `${block.cwd}\0`);
    write(runFiles.environment, pairs.join(''));
    return {
      directory,
      line,
      environmentFile: join(directory, runFiles.environmentAfter),
      started: () => parseStarted(readIfThere(join(directory, runFiles.started))),
      result: () => readIfThere(join(directory, runFiles.result)),
      // A directory in use cannot be removed on Windows; then it stays for the next clean-up of the storage.
      remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }).catch(() => {}),
    };
  } catch (error) {
    rmSync(directory, { recursive: true, force: true });
    throw error;
  }
}

function refuseNul({ code, cwd, environment }: BlockToRun): void {
  if (code.includes('\0')) {
    throw new NotPossibleError(
      'This block holds a NUL character, which bash cannot run.',
      'Remove the character from the runbook and run the block again.',
    );
  }
  for (const [name, value] of [['cwd', cwd], ...Object.entries(environment)] as const) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !value.includes('\0')) continue;
    throw new NotPossibleError(
      `The value of ${JSON.stringify(name)} cannot be given to a block: environment variables hold no NUL and have plain names.`,
      'Run the block in your own terminal, with the value set there.',
    );
  }
}

/** One word for any POSIX shell. A control character would act in the terminal before any shell sees it. */
function quoted(path: string): string {
  if (/\p{Cc}/u.test(path)) {
    throw new NotPossibleError(
      `The path of the extension’s storage holds a control character: ${JSON.stringify(path)}.`,
      'Move VS Code’s data to a folder with a plain name.',
    );
  }
  return `'${path.replaceAll("'", `'\\''`)}'`;
}

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return null;
  }
}

function parseStarted(text: string | null): StartedReport | null {
  if (text === null) return null;
  try {
    const { pid, pgid } = JSON.parse(text) as Partial<StartedReport>;
    return isProcessId(pid) && Number.isSafeInteger(pgid) ? { pid, pgid: pgid! } : null;
  } catch {
    return null;
  }
}

/** 0 and 1 and negative numbers would signal a whole group, everything, or init. */
function isProcessId(value: unknown): value is number {
  return Number.isSafeInteger(value) && (value as number) > 1;
}

/**
 * The process group that Stop may signal; null where it is not surely the wrapper’s own. Without job control in
 * the terminal’s shell the wrapper shares the group of that shell, which a signal would end as well.
 */
export function ownGroup(started: StartedReport | null): number | null {
  return started !== null && started.pgid === started.pid && started.pid !== process.pid ? started.pid : null;
}
