import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { t } from '@vscode/l10n';
import { MissingToolError, NotPossibleError } from '../errors.ts';
import type { Interpreter } from './interpreter.ts';
import { launchOf, quoted } from './launches.ts';
import { isProcessId } from './processes.ts';
import { isReserved } from './reservedNames.ts';
import { parseSnapshot, type Snapshot, snapshotScript } from './snapshot.ts';
import { runFiles, wrapperScript } from './wrapperScript.ts';

export interface BlockToRun {
  readonly code: string;
  /** Absolute. */
  readonly cwd: string;
  /** Reaches the block byte for byte and is never read as shell text. */
  readonly environment: Readonly<Record<string, string>>;
  /** Names that the block does not find in its environment, even where the terminal’s shell has them. */
  readonly unset: readonly string[];
  readonly interpreter: Interpreter;
  /** Absolute path of the interpreter; see findInterpreter. */
  readonly program: string;
  /** False: its input is empty, so that it cannot wait for any. */
  readonly interactive: boolean;
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
  /**
   * Where the block started and what it was given, after its shell’s own start files. Null until it started, and for
   * interpreters that do not say: pwsh, python, node, psql.
   */
  environmentBefore(): Snapshot | null;
  /**
   * Where it ended and what it exported, however it ended. Null until then, for the same interpreters, and where the
   * block’s shell could not say: killed, replaced by `exec`, or ended by `exit` with an EXIT trap of its own.
   */
  environmentAfter(): Snapshot | null;
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
  return filesAt(writeFiles(root, block));
}

/** The files of a run that was prepared before, also by another window. */
export function filesAt(directory: string): BlockFiles {
  return {
    directory,
    line: `bash ${quoted(`${forBash(directory)}/${runFiles.wrapper}`)}`,
    environmentBefore: () => parseSnapshot(readIfThere(join(directory, runFiles.environmentBefore)) ?? ''),
    environmentAfter: () => parseSnapshot(readIfThere(join(directory, runFiles.environmentAfter)) ?? ''),
    started: () => parseStarted(readIfThere(join(directory, runFiles.started))),
    result: () => readIfThere(join(directory, runFiles.result)),
    // A directory in use cannot be removed on Windows; what is left there is private.
    remove: () => rm(directory, { recursive: true, force: true, maxRetries: 3 }).catch(() => {}),
  };
}

function writeFiles(root: string, block: BlockToRun): string {
  const ended = (words: readonly string[]) => words.map(word => `${word}\0`).join('');
  let directory: string | null = null;
  try {
    mkdirSync(root, { recursive: true, mode: 0o700 });
    directory = mkdtempSync(join(root, 'run-'));
    const launch = launchOf(block, forBash(directory));
    const files = {
      [launch.block]: block.code,
      [runFiles.wrapper]: wrapperScript(launch.byBashEnv, block.interactive),
      [runFiles.command]: ended([forBash(block.program), ...launch.arguments]),
      [runFiles.cwd]: ended([block.cwd]),
      [runFiles.environment]: ended(
        Object.entries(block.environment).map(([name, value]) => `${name}=${value}`),
      ),
      [runFiles.unset]: ended(block.unset),
      [runFiles.started]: '',
      ...(launch.prelude !== null && {
        [runFiles.prelude]: launch.prelude,
        [runFiles.snapshot]: snapshotScript,
        [runFiles.names]: '',
        [runFiles.given]: Object.keys(block.environment)
          .map(name => `${name}\n`)
          .join(''),
        // Made here, so that they are private whatever the block’s umask is.
        [runFiles.environmentBefore]: '',
        [runFiles.environmentAfter]: '',
      }),
    };
    for (const [name, text] of Object.entries(files)) {
      writeFileSync(join(directory, name), text, { mode: 0o600, flag: 'wx' });
    }
    return directory;
  } catch (error) {
    if (directory !== null) rmSync(directory, { recursive: true, force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new MissingToolError(
      t('The block could not be prepared, because its private files cannot be written: {0}.', reason),
      t('Free space or mend the rights of {0}, and run the block again.', root),
      { cause: error },
    );
  }
}

/** Linux gives one variable 128 KB (MAX_ARG_STRLEN), macOS all of them together 1 MB, with the person’s own. */
const mostBytes = { ofOne: 131_000, inAll: 800_000 };

function refuse(root: string, { code, cwd, environment, unset, interpreter, program }: BlockToRun): void {
  // A control character would act in the terminal before any shell sees it.
  if (/\p{Cc}/u.test(root)) {
    throw new NotPossibleError(
      t('The path of the extension’s storage holds a control character: {0}.', JSON.stringify(root)),
      t('Move VS Code’s data to a folder with a plain name.'),
    );
  }
  if (code.includes('\0')) {
    throw new NotPossibleError(
      t('This block holds a NUL character, which no shell can run.'),
      t('Remove the character from the runbook and run the block again.'),
    );
  }
  const values = Object.entries(environment);
  for (const name of [...unset, ...values.map(([name]) => name)]) {
    if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name) && !name.startsWith('ONCALL_RUN_')) continue;
    throw new NotPossibleError(
      t('{0} cannot be a variable of a block: environment variables have plain names.', JSON.stringify(name)),
      t('Run the block in your own terminal, with the value set there.'),
    );
  }
  for (const [name] of values) {
    if (!isReserved(name, interpreter)) continue;
    throw new NotPossibleError(
      t(
        '{0} keeps the name “{1}” for itself, so a block cannot be given a value under it.',
        interpreter,
        name,
      ),
      t('Give the variable another name.'),
    );
  }
  for (const [name, value] of [['cwd', cwd], ['program', program], ...values] as const) {
    // Halves of a surrogate pair have no bytes of their own.
    if (!/[\0\p{Surrogate}]/u.test(value)) continue;
    throw new NotPossibleError(
      t('The value of “{0}” cannot be given to a block: it holds a NUL or half a character.', name),
      t('Enter it again without the character.'),
    );
  }
  const sizes = values.map(([name, value]) => Buffer.byteLength(name) + Buffer.byteLength(value) + 2);
  const largest = Math.max(0, ...sizes);
  if (largest > mostBytes.ofOne || sizes.reduce((sum, size) => sum + size, 0) > mostBytes.inAll) {
    throw new NotPossibleError(
      t(
        'The variables of this block are too large: “{0}” alone has {1} bytes.',
        values[sizes.indexOf(largest)]![0],
        largest,
      ),
      t('Put the value into a file and give the block its path, or reset what the blocks hand on.'),
    );
  }
}

/** bash of Git for Windows wants forward slashes. */
function forBash(path: string): string {
  return path.replaceAll(sep, '/');
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

/**
 * The process group that Stop may signal; null where it is not surely the wrapper’s own. Without job control in
 * the terminal’s shell the wrapper shares the group of that shell, which a signal would end as well.
 */
export function ownGroup(started: StartedReport | null): number | null {
  return started !== null && started.pgid === started.pid && started.pid !== process.pid ? started.pid : null;
}
