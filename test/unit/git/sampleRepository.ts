import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { Git } from '../../../src/core/git/git.ts';
import { repositoryAt } from '../../../src/core/git/repository.ts';

/** A real repository in a temporary folder; every commit has the time that the test gives it. */
export class SampleRepository {
  readonly #parent = realpathSync(mkdtempSync(join(tmpdir(), 'on-call-git-')));
  readonly root: string;
  /** As the extension would read it. */
  readonly git = new Git(process.env);

  constructor(
    name = 'checkout',
    /** ms since the epoch; where the next command stands. */
    public now = Date.UTC(2026, 10, 22, 8, 0, 0),
  ) {
    this.root = join(this.#parent, name);
    mkdirSync(this.root);
    this.run('init', '--quiet', '--initial-branch=main');
  }

  /** A git command of a person’s, at `now`. */
  run(...args: readonly string[]): string {
    const at = `${Math.floor(this.now / 1000)} +0000`;
    const env = {
      PATH: process.env['PATH'],
      HOME: this.#parent,
      GIT_CONFIG_NOSYSTEM: '1',
      ...{ GIT_AUTHOR_NAME: 'Ada', GIT_AUTHOR_EMAIL: 'ada@example.com', GIT_AUTHOR_DATE: at },
      ...{ GIT_COMMITTER_NAME: 'Ada', GIT_COMMITTER_EMAIL: 'ada@example.com', GIT_COMMITTER_DATE: at },
    };
    return execFileSync('git', args, { cwd: this.root, env, encoding: 'utf8', stdio: 'pipe' }).trim();
  }

  write(path: string, content: string | Uint8Array): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** A commit of these files, a minute later than the one before. @returns its sha */
  commit(
    message: string,
    files: Readonly<Record<string, string | Uint8Array>> = { 'a.txt': message },
  ): string {
    this.now += 60_000;
    for (const [path, content] of Object.entries(files)) this.write(path, content);
    this.run('add', '--all');
    this.run('commit', '--quiet', '--allow-empty', '-m', message);
    return this.run('rev-parse', 'HEAD');
  }

  /** Many tags without a message in one go, in the place of those that git packed before. */
  writeTags(tags: readonly (readonly [name: string, sha: string])[]): void {
    this.write('.git/packed-refs', tags.map(([name, sha]) => `${sha} refs/tags/${name}\n`).join(''));
  }

  async repository() {
    return (await repositoryAt(this.git, this.root))!;
  }

  remove(): void {
    rmSync(this.#parent, { recursive: true, force: true });
  }
}
