import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { appendFile, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { utc } from '../../../src/core/clock.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { isInGit, mergesByUnion, writeUnion } from '../../../src/core/timeline/gitAttributes.ts';
import { timelineView, type TimelineView } from '../../../src/core/timeline/timelineView.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { sampleEntry, sampleId, START } from './sampleEntries.ts';
import { temporaryFolder } from './temporaryFolder.ts';

const run = promisify(execFile);
const FILE = 'incidents/2026-11-22-Q1/timeline-aaaaaaaa.jsonl';

/** A repository with a journal, driven by the real git; nobody’s own configuration reaches it. */
class Repository {
  constructor(readonly path: string) {}

  static async begin(path: string, union = true): Promise<Repository> {
    await mkdir(join(path, dirname(FILE)), { recursive: true });
    const repository = new Repository(path);
    await repository.git('init', '--quiet', '--initial-branch=main');
    if (union) await writeUnion(join(path, 'incidents'));
    await writeFile(join(path, 'README'), '');
    await repository.commit('begin');
    return repository;
  }

  git(...args: readonly string[]): Promise<string> {
    return this.#run('git', args);
  }

  /** Several commands in one process: starting one from here costs more than what git does. */
  shell(...commands: readonly string[]): Promise<string> {
    return this.#run('sh', ['-c', commands.join(' && ')]);
  }

  async #run(program: string, args: readonly string[]): Promise<string> {
    const person = { NAME: 'Ada', EMAIL: 'ada@example.com' };
    const env = Object.entries(person).flatMap(([name, value]) => [
      [`GIT_AUTHOR_${name}`, value],
      [`GIT_COMMITTER_${name}`, value],
    ]);
    const { stdout } = await run(program, args, {
      cwd: this.path,
      env: {
        ...process.env,
        ...(Object.fromEntries(env) as Record<string, string>),
        GIT_CONFIG_GLOBAL: join(this.path, 'no-config'),
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_EDITOR: 'true',
      },
    });
    return stdout;
  }

  async commit(message: string): Promise<void> {
    await this.shell('git add --all', `git commit --quiet --allow-empty --message '${message}'`);
  }

  async write(entries: readonly TimelineEntry[], file = FILE): Promise<void> {
    const journal = new FileJournal(join(this.path, file));
    for (const entry of entries) await journal.append(entry);
    await journal.close();
  }

  async append(entries: readonly TimelineEntry[], file = FILE): Promise<void> {
    await this.write(entries, file);
    await this.commit('append');
  }

  async view(): Promise<TimelineView> {
    return timelineView(await new FileJournal(join(this.path, FILE)).read());
  }

  async texts(): Promise<string[]> {
    return (await this.view()).entries.map(({ entry }) => entry.text);
  }
}

const texts = (...numbers: readonly number[]) => numbers.map(number => `entry ${number}`);

describe('A journal in git', function () {
  this.timeout(60_000);
  const folder = temporaryFolder();

  /** `main` has entries 1, 2 and 5; the branch `other` has 1, 3 and 4. */
  async function diverged(union = true): Promise<Repository> {
    const repository = await Repository.begin(folder(), union);
    await repository.append([sampleEntry(1)]);
    await repository.git('checkout', '--quiet', '-b', 'other');
    await repository.append([sampleEntry(3)]);
    await repository.append([sampleEntry(4)]);
    await repository.git('checkout', '--quiet', 'main');
    await repository.append([sampleEntry(2), sampleEntry(5)]);
    return repository;
  }

  it('merges two branches without a conflict, in the order of time', async () => {
    const repository = await diverged();
    await repository.git('merge', '--quiet', '--no-edit', 'other');
    const view = await repository.view();
    assert.deepEqual(
      view.entries.map(({ entry }) => entry),
      [1, 2, 3, 4, 5].map(number => sampleEntry(number)),
    );
    assert.deepEqual(view.unreadable, []);
  });

  it('is rebased without a conflict', async () => {
    const repository = await diverged();
    await repository.git('checkout', '--quiet', 'other');
    await repository.git('rebase', '--quiet', 'main');
    assert.deepEqual(await repository.texts(), texts(1, 2, 3, 4, 5));
  });

  it('has an entry once that was cherry-picked and merged later', async () => {
    const repository = await diverged();
    await repository.git('cherry-pick', 'other');
    // A union takes the lines along that stand right above what is picked.
    assert.deepEqual(await repository.texts(), texts(1, 2, 3, 4, 5));
    await repository.git('merge', '--quiet', '--no-edit', 'other');
    assert.deepEqual(await repository.texts(), texts(1, 2, 3, 4, 5));
  });

  it('has entries once of a branch that was squashed in and merged later', async () => {
    const repository = await diverged();
    await repository.git('merge', '--quiet', '--squash', 'other');
    await repository.commit('squashed');
    await repository.git('merge', '--quiet', '--no-edit', 'other');
    assert.deepEqual(await repository.texts(), texts(1, 2, 3, 4, 5));
  });

  it('merges two clones that pull from each other', async () => {
    const one = await Repository.begin(join(folder(), 'one'));
    await one.append([sampleEntry(1)]);
    await one.git('clone', '--quiet', one.path, join(folder(), 'two'));
    const two = new Repository(join(folder(), 'two'));
    await one.append([sampleEntry(2)]);
    await two.append([sampleEntry(3)]);
    await two.append([sampleEntry(4)], FILE.replace('aaaaaaaa', 'bbbbbbbb'));
    await two.git('pull', '--quiet', '--no-rebase', '--no-edit');
    await one.git('pull', '--quiet', '--no-rebase', '--no-edit', two.path, 'main');
    assert.deepEqual(await one.texts(), texts(1, 2, 3, 4));
    assert.deepEqual(await two.texts(), texts(1, 2, 3, 4));
  });

  it('keeps the last entry of either side whose newline a crash has taken', async () => {
    const repository = await diverged();
    for (const branch of ['other', 'main']) {
      await repository.git('checkout', '--quiet', branch);
      const path = join(repository.path, FILE);
      await truncate(path, (await readFile(path)).length - 1);
      await repository.commit('torn');
    }
    await repository.git('merge', '--quiet', '--no-edit', 'other');
    await repository.append([sampleEntry(6)]);
    assert.deepEqual(await repository.texts(), texts(1, 2, 3, 4, 5, 6));
  });

  it('keeps a torn tail of either side apart from what comes from the other', async () => {
    const repository = await diverged();
    for (const branch of ['other', 'main']) {
      await repository.git('checkout', '--quiet', branch);
      await appendFile(join(repository.path, FILE), `{"torn":"${branch}`);
      await repository.commit('torn');
    }
    await repository.git('merge', '--quiet', '--no-edit', 'other');
    const view = await repository.view();
    assert.deepEqual(
      view.entries.map(({ entry }) => entry.text),
      texts(1, 2, 3, 4, 5),
    );
    assert.deepEqual(view.unreadable.map(({ text }) => text).sort(), ['{"torn":"main', '{"torn":"other']);
  });

  it('without the attribute reads around the marks of a conflict, and says what they are', async () => {
    const repository = await diverged(false);
    await repository.git('config', 'merge.conflictStyle', 'diff3');
    await assert.rejects(repository.git('merge', '--quiet', '--no-edit', 'other'));
    const text = await readFile(join(repository.path, FILE), 'utf8');
    assert.match(text, /^<<<<<<< /m);
    const view = await repository.view();
    assert.deepEqual(
      view.entries.map(({ entry }) => entry.text),
      texts(1, 2, 3, 4, 5),
    );
    assert.equal(view.unreadable.length, 4);
    for (const { reason } of view.unreadable) assert.match(reason, /mark of a git conflict/);
  });

  it('reads line ends that git has turned into CRLF, and what is appended to them', async () => {
    const repository = await Repository.begin(folder(), false);
    await repository.append([sampleEntry(1), sampleEntry(2)]);
    await repository.git('config', 'core.eol', 'crlf');
    await writeFile(join(repository.path, '.gitattributes'), '*.jsonl text\n');
    await rm(join(repository.path, FILE));
    await repository.git('checkout', '--quiet', '--', FILE);
    assert.match(await readFile(join(repository.path, FILE), 'utf8'), /\r\n/);
    await repository.append([sampleEntry(3)]);
    const view = await repository.view();
    assert.deepEqual(
      view.entries.map(({ entry }) => entry.text),
      texts(1, 2, 3),
    );
    assert.deepEqual(view.unreadable, []);
  });

  it('comes out the same of random histories of two branches, whichever is merged into the other', async function () {
    this.timeout(0);
    const left = seeds(draws(50, 500));
    const some = async () => {
      for (let seed = left.shift(); seed !== undefined; seed = left.shift()) {
        const path = await mkdtemp(join(tmpdir(), 'on-call-git-'));
        try {
          await randomHistory(path, seed);
        } finally {
          await rm(path, { recursive: true, force: true });
        }
      }
    };
    await Promise.all([some(), some(), some()]);
  });

  /** Two branches append, amend, retract, pick from each other and merge; in the end each is merged into the other. */
  async function randomHistory(path: string, seed: number): Promise<void> {
    const random = seeded(seed);
    const repository = await Repository.begin(path);
    const written = new Set<string>();
    let number = 0;
    const entries = () =>
      Array.from({ length: 1 + Math.floor(random() * 3) }, () => {
        const amends = number > 0 && random() < 0.3 ? sampleId(Math.floor(random() * number)) : undefined;
        const entry = sampleEntry(number++, {
          at: utc(START + Math.floor(random() * 5) * 1_000),
          ...(amends && { amends }),
          ...(amends && random() < 0.3 && { retracts: true as const }),
        });
        written.add(entry.id);
        return entry;
      });
    const merge = (branch: string) => `git merge --quiet --no-edit ${branch} >&2`;
    const pick = 'git cherry-pick --allow-empty --keep-redundant-commits';
    await repository.append(entries());
    await repository.git('branch', 'other');
    for (let step = 0; step < 6; step++) {
      const [here, there] = random() < 0.5 ? ['main', 'other'] : ['other', 'main'];
      const chance = random();
      const checkout = `git checkout --quiet ${here}`;
      if (chance < 0.7) {
        await repository.shell(checkout);
        await repository.append(entries());
      } else if (chance < 0.85) {
        await repository.shell(checkout, merge(there));
      } else {
        // Of a merge, one parent has to be named; of anything else, none may be.
        await repository.shell(checkout, `{ ${pick} -m1 ${there} || ${pick} ${there}; } >&2`);
      }
    }
    await repository.shell('git checkout --quiet -b forth main', merge('other'));
    const forth = await repository.view();
    await repository.shell('git checkout --quiet -b back other', merge('main'));
    assert.deepEqual(await repository.view(), forth, `seed ${seed}`);
    assert.deepEqual(forth.unreadable, [], `seed ${seed}`);
    const seen = [...forth.entries, ...forth.retracted].flatMap(({ entry, history }) => [entry, ...history]);
    assert.deepEqual(seen.map(({ id }) => id).sort(), [...written].sort(), `seed ${seed}`);
  }
});

describe('The rule for git', () => {
  const folder = temporaryFolder();
  const attributes = (...path: readonly string[]) => join(folder(), ...path, '.gitattributes');

  beforeEach(async () => {
    await mkdir(join(folder(), '.git'));
    await mkdir(join(folder(), 'incidents'));
  });

  it('is written once, after what stands there', async () => {
    const incidents = join(folder(), 'incidents');
    assert.equal(await mergesByUnion(incidents), false);
    await writeFile(attributes('incidents'), '*.png binary');
    assert.equal(await writeUnion(incidents), attributes('incidents'));
    assert.equal(await mergesByUnion(incidents), true);
    const lines = (await readFile(attributes('incidents'), 'utf8')).split('\n');
    assert.deepEqual(
      [lines[0], lines[2], lines[3]],
      ['*.png binary', 'timeline*.jsonl -text merge=union', ''],
    );
  });

  const rules: readonly [string, boolean][] = [
    ['timeline-*.jsonl merge=union', true], ['*.jsonl text merge=union', true], ['**/timeline*.jsonl merge=union', true],
    ['incidents/**/timeline*\tmerge=union\r', true], ['# timeline*.jsonl merge=union', false],
    ['timeline*.jsonl merge=ours', false], ['* text=auto', false], ['package.json merge=union', false],
    ['timeline.jsonl merge=union', false], // Each machine's file has its name in it.
  ]; // prettier-ignore
  for (const [rule, holds] of rules) {
    it(`${holds ? 'is' : 'is not'} there where the repository says ${JSON.stringify(rule)}`, async () => {
      await writeFile(attributes(), `${rule}\n`);
      assert.equal(await mergesByUnion(join(folder(), 'incidents')), holds);
    });
  }

  it('is not looked for beyond the repository', async () => {
    const inner = join(folder(), 'inner');
    await mkdir(join(inner, '.git'), { recursive: true });
    await writeFile(attributes(), 'timeline.jsonl merge=union\n');
    assert.equal(await mergesByUnion(join(inner, 'incidents')), false);
  });

  it('is for folders of a repository, also of a worktree, whose .git is a file', async () => {
    assert.equal(await isInGit(join(folder(), 'incidents', 'not', 'there')), true);
    await rm(join(folder(), '.git'), { recursive: true });
    assert.equal(await isInGit(join(folder(), 'incidents')), false, basename(folder()));
    await writeFile(join(folder(), '.git'), 'gitdir: ../x\n');
    assert.equal(await isInGit(join(folder(), 'incidents')), true);
  });
});
