import { t } from '@vscode/l10n';
import { execFile } from 'node:child_process';
import { devNull } from 'node:os';
import { delimiter } from 'node:path';
import { MissingToolError, NotPossibleError } from '../errors.ts';
import { foldersOnPath, programOnPath } from '../programOnPath.ts';

/** ms; a repository on a slow disk may take a while, a person should not. */
const timeLimit = 15_000;
const mostOutput = 16 * 1024 * 1024;

/**
 * What a repository’s own configuration could have run or asked for while somebody only looks: monitors of files, hooks,
 * programs that show, sign, ask or fetch.
 */
const hardening: readonly string[] = [
  '--no-pager',
  '--no-optional-locks',
  '--no-replace-objects',
  ...[
    ['core.fsmonitor', 'false'],
    ['core.hooksPath', devNull],
    ['core.pager', 'cat'],
    ['core.attributesFile', devNull],
    ['core.untrackedCache', 'false'],
    ['diff.external', ''],
    ['log.showSignature', 'false'],
    ['gpg.program', 'false'],
    ['protocol.allow', 'never'],
    ['credential.helper', ''],
    ['safe.bareRepository', 'explicit'],
  ].flatMap(([name, value]) => ['-c', `${name}=${value}`]),
];

/** Reads repositories with the git of this machine; changes nothing in them, runs nothing of theirs, asks no network. */
export class Git {
  #program: string | null = null;

  constructor(private readonly env: Readonly<Record<string, string | undefined>>) {}

  /**
   * What git prints. Rejects with MissingToolError where there is no git, and with NotPossibleError where it fails, takes
   * too long or says too much.
   * @param folder where it looks: the repository or a folder in it
   */
  async read(folder: string, args: readonly string[], signal?: AbortSignal): Promise<Buffer> {
    // Never by its bare name: an empty folder on PATH, and Windows by itself, would look into the repository.
    const program = (this.#program ??= programOnPath('git', this.env, process.platform));
    if (program === null) throw noGit();
    return new Promise((resolve, reject) => {
      execFile(
        program,
        [...hardening, ...args],
        {
          cwd: folder,
          env: this.#environment(),
          encoding: 'buffer',
          timeout: timeLimit,
          killSignal: 'SIGKILL',
          maxBuffer: mostOutput,
          windowsHide: true,
          ...(signal && { signal }),
        },
        (error, stdout, stderr) => {
          if (!error) return resolve(stdout);
          if (signal?.aborted) return reject(signal.reason as Error);
          reject(failureOf(error, folder, args, stderr.toString('utf8')));
        },
      ).stdin?.end();
    });
  }

  async text(folder: string, args: readonly string[], signal?: AbortSignal): Promise<string> {
    return (await this.read(folder, args, signal)).toString('utf8');
  }

  /** One line; null where git says there is none, which it does by failing. */
  async line(folder: string, args: readonly string[]): Promise<string | null> {
    try {
      return (await this.text(folder, args)).replace(/\r?\n$/, '') || null;
    } catch (error) {
      if (error instanceof NotPossibleError) return null;
      throw error;
    }
  }

  /** Variables of git itself could lead to another repository or another program. */
  #environment(): NodeJS.ProcessEnv {
    const kept = Object.entries(this.env).filter(
      ([name]) => !/^(?:GIT_|SSH_ASKPASS$|LESS$|PAGER$|PATH$)/i.test(name),
    );
    return {
      ...Object.fromEntries(kept),
      // What git starts is looked for as git is.
      PATH: foldersOnPath(this.env, process.platform).join(delimiter),
      NoDefaultCurrentDirectoryInExePath: '1',
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_ATTR_NOSYSTEM: '1',
      GIT_NO_LAZY_FETCH: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '',
    };
  }
}

function noGit(cause?: Error): MissingToolError {
  return new MissingToolError(
    t('git cannot be started.'),
    t('Install git, or put it on the PATH that VS Code was started with.'),
    { cause },
  );
}

function failureOf(error: Error, folder: string, args: readonly string[], stderr: string): Error {
  const { code } = error as NodeJS.ErrnoException;
  if (code === 'ENOENT' || code === 'EACCES') return noGit(error);
  const said = stderr.trim().split('\n').at(-1) ?? '';
  const why = /^fatal: |^error: /.test(said)
    ? said.replace(/^\w+: /, '')
    : t('it took too long, or said too much');
  return new NotPossibleError(
    t('git {0} failed in {1}: {2}.', args[0] ?? '', folder, why),
    t('Run it there in a terminal to see what is wrong.'),
    { cause: error },
  );
}
