import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { MissingToolError, NotPossibleError } from '../errors.ts';
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
 * bash cannot be given, and MissingToolError when nothing can be written there.
 */
export function prepareBlock(root: string, block: BlockToRun): BlockFiles {
  refuse(root, block);
  const directory = writeFiles(root, block);
  return {
    directory,
    // bash of Git for Windows wants forward slashes.
    line: `bash ${quoted(`${directory.replaceAll(sep, '/')}/${runFiles.wrapper}`)}`,
    environmentFile: join(directory, runFiles.environmentAfter),
    started: () => parseStarted(readIfThere(join(directory, runFiles.started))),
    result: () => readIfThere(join(directory, runFiles.result)),
    // A directory in use cannot be removed on Windows; what is left there is private.
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }).catch(() => {}),
  };
}

function writeFiles(root: string, block: BlockToRun): string {
  const pairs = Object.entries(block.environment).map(([name, value]) => `${name}=${value}\0`);
  let directory: string | null = null;
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    directory = mkdtempSync(join(root, 'run-'));
    const files = {
      [runFiles.block]: block.code,
      [runFiles.wrapper]: wrapperScript,
      [runFiles.prelude]: preludeScript,
      [runFiles.cwd]: `${block.cwd}\0`,
      [runFiles.environment]: pairs.join(''),
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(directory, name), text, { mode: 0o600, flag: 'wx' });
    }
    return directory;
  } catch (error) {
    if (directory !== null) rmSync(directory, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new MissingToolError(
      `The block could not be prepared, because its private files cannot be written: ${reason}.`,
      `Free space or mend the rights of ${root}, and run the block again.`,
      { cause: error },
    );
  }
}

function refuse(root: string, { code, cwd, environment }: BlockToRun): void {
  // A control character would act in the terminal before any shell sees it.
  if (/\p{Cc}/u.test(root)) {
    throw new NotPossibleError(
      `The path of the extension’s storage holds a control character: ${JSON.stringify(root)}.`,
      'Move VS Code’s data to a folder with a plain name.',
    );
  }
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

/** One word for any POSIX shell. */
function quoted(path: string): string {
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
