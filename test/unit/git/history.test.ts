import assert from 'node:assert/strict';
import { chmodSync, existsSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { utc } from '../../../src/core/clock.ts';
import { MissingToolError, NotPossibleError } from '../../../src/core/errors.ts';
import { changedFiles, contentOf } from '../../../src/core/git/changedFiles.ts';
import { Git } from '../../../src/core/git/git.ts';
import { commitsIn, tagsIn } from '../../../src/core/git/history.ts';
import { repositoryAt } from '../../../src/core/git/repository.ts';
import { SampleRepository } from './sampleRepository.ts';

const always = { from: Date.UTC(2020, 0, 1), to: Date.UTC(2030, 0, 1) };

// Each command is a process of its own, and a busy machine starts few in a second.
describe('Reading a repository', function () {
  this.timeout(60_000);
  let sample: SampleRepository;
  beforeEach(() => (sample = new SampleRepository()));
  afterEach(() => sample.remove());
  const commits = async (span = always) => commitsIn(sample.git, await sample.repository(), span);

  it('finds it from a folder in it, with its branch and its remote without a password', async () => {
    sample.commit('first', { 'src/a.ts': 'a' });
    sample.run('remote', 'add', 'origin', 'https://ada:secret@github.com/acme/checkout.git');
    const repository = await repositoryAt(sample.git, join(sample.root, 'src'));
    assert.deepEqual(repository, {
      root: sample.root,
      name: 'checkout',
      gitFolder: join(sample.root, '.git'),
      commonFolder: join(sample.root, '.git'),
      remote: 'https://github.com/acme/checkout.git',
      branch: 'main',
      defaultBranch: null,
    });
  });

  it('answers null outside of any', async () => {
    assert.equal(await repositoryAt(sample.git, tmpdir()), null);
  });

  it('says what to do where there is no git', async () => {
    for (const PATH of ['', ':.', sample.root])
      await assert.rejects(repositoryAt(new Git({ ...process.env, PATH }), sample.root), MissingToolError);
  });

  it('never starts a git that stands in the repository', async () => {
    const ran = join(sample.root, 'ran');
    sample.write('git', `#!/bin/sh\ntouch '${ran}'\n`);
    chmodSync(join(sample.root, 'git'), 0o755);
    const git = new Git({ ...process.env, PATH: ['', '.', process.env['PATH']].join(delimiter) });
    assert.equal((await repositoryAt(git, sample.root))?.root, sample.root);
    assert.equal(existsSync(ran), false);
  });

  it('gives the commits of the time asked for, with what they touched', async () => {
    sample.commit('too early', { 'early.txt': 'x' });
    const from = sample.now + 1;
    const sha = sample.commit('Raise the pool\n\nIt was empty.', {
      'db/pool.yaml': 'size: 200\nwait: 5\n',
      'name with “quotes”\tand tab': 'x\n',
    });
    const at = utc(sample.now);
    const to = sample.now + 1;
    sample.commit('too late', { 'late.txt': 'x' });
    assert.deepEqual(
      (await commits({ from, to })).map(commit => ({ ...commit, parents: commit.parents.length })),
      [
        {
          ...{ sha, parents: 1, at, author: 'Ada', subject: 'Raise the pool', body: 'It was empty.' },
          paths: ['db/pool.yaml', 'name with “quotes”\tand tab'],
          lines: 3,
        },
      ],
    );
  });

  it('gives an empty repository as one without commits', async () => {
    assert.deepEqual(await commits(), []);
    assert.deepEqual(await tagsIn(sample.git, await sample.repository(), always), []);
  });

  it('gives a merge with everything it brought, and a rename as two paths', async () => {
    sample.commit('base', { 'old.txt': 'a line\n'.repeat(20) });
    sample.run('checkout', '--quiet', '-b', 'side');
    sample.run('mv', 'old.txt', 'new.txt');
    sample.commit('move it', {});
    sample.run('checkout', '--quiet', 'main');
    sample.commit('meanwhile', { 'other.txt': 'x' });
    sample.run('merge', '--quiet', '--no-ff', '-m', 'Merge pull request #12 from acme/side', 'side');
    const [merge] = await commits();
    assert.equal(merge!.parents.length, 2);
    assert.deepEqual([...merge!.paths].sort(), ['new.txt', 'old.txt']);
  });

  it('gives the commits of the default branch that are not checked out, each once', async () => {
    const base = sample.commit('base');
    sample.commit('on the server', { 'b.txt': 'b' });
    sample.run('update-ref', 'refs/remotes/origin/main', 'HEAD');
    sample.run('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    sample.run('reset', '--quiet', '--hard', base);
    sample.commit('mine', { 'c.txt': 'c' });
    assert.deepEqual((await commits()).map(({ subject }) => subject).sort(), [
      'base',
      'mine',
      'on the server',
    ]);
  });

  it('gives messages of any shape, which never end their own record', async () => {
    const odd = ['a\x01b “c” \\n', '%H %x00', '--format=x', ':100644', '- not a stat\t1\t2\tpath'];
    for (const message of odd) sample.commit(message, { 'a.txt': message });
    const found = await commits();
    assert.equal(found.length, odd.length);
    assert.deepEqual(new Set(found.flatMap(({ paths }) => paths)), new Set(['a.txt']));
  });

  it('gives tags with their own time and the commit they stand at', async () => {
    const first = sample.commit('first');
    const committed = utc(sample.now);
    sample.run('tag', 'light');
    sample.now += 3_600_000;
    sample.run('tag', '-a', 'v1.2.3', '-m', 'The autumn release');
    assert.deepEqual(await tagsIn(sample.git, await sample.repository(), always), [
      {
        ...{ name: 'v1.2.3', sha: first, at: utc(sample.now), annotated: true },
        subject: 'The autumn release',
      },
      { name: 'light', sha: first, at: committed, annotated: false, subject: 'first' },
    ]);
  });

  it('gives the tags of a time, however many came after it', async () => {
    const released = sample.commit('release');
    const from = sample.now;
    sample.run('tag', 'release-1.0');
    sample.now += 24 * 3_600_000;
    const later = sample.commit('a day later');
    sample.writeTags(Array.from({ length: 501 }, (_, number) => [`build-${number}`, later]));
    const repository = await sample.repository();
    const ofTheDay = await tagsIn(sample.git, repository, { from, to: from + 3_600_000 });
    assert.deepEqual(
      ofTheDay.map(({ name, sha }) => [name, sha]),
      [['release-1.0', released]],
    );
    assert.equal((await tagsIn(sample.git, repository, always)).length, 500);
  });

  it('gives what a commit changed: new, changed, moved, deleted, binary, too large, a link', async () => {
    sample.commit('base', {
      'changed.txt': 'old\n',
      'deleted.txt': 'gone\n',
      'moved.txt': 'a line\n'.repeat(20),
      'image.bin': new Uint8Array([1, 0, 2]),
    });
    sample.run('mv', 'moved.txt', 'there.txt');
    sample.run('rm', '--quiet', 'deleted.txt');
    const sha = sample.commit('all of it', {
      'changed.txt': 'new\n',
      'new.txt': 'hello\n',
      'image.bin': new Uint8Array([1, 0, 3]),
      'large.txt': 'x'.repeat(2 * 1024 * 1024 + 1),
    });
    const { files, more } = await changedFiles(sample.git, sample.root, sha);
    assert.equal(more, 0);
    const shown: string[][] = [];
    for (const { before, after } of files) {
      const texts = [before, after].map(async side =>
        side
          ? `${side.path}: ${(await contentOf(sample.git, sample.root, side)).slice(0, 30).split('\n')[0]}`
          : '',
      );
      shown.push(await Promise.all(texts));
    }
    assert.deepEqual(
      shown.map(sides => sides.map(side => side.replace(/[0-9a-f]{8}\)$/, '…)'))),
      [
        ['changed.txt: old', 'changed.txt: new'],
        ['deleted.txt: gone', ''],
        ['image.bin: (binary, 3 bytes, …)', 'image.bin: (binary, 3 bytes, …)'],
        ['', 'large.txt: (2,097,153 bytes, too large to'],
        ['', 'new.txt: hello'],
        ['moved.txt: a line', 'there.txt: a line'],
      ],
    );
  });

  it('gives what the very first commit brought', async () => {
    const sha = sample.commit('first', { 'a.txt': 'a' });
    const { files } = await changedFiles(sample.git, sample.root, sha);
    assert.deepEqual(
      files.map(({ before, after }) => [before, after?.path]),
      [[null, 'a.txt']],
    );
  });

  it('takes nothing for a commit that is none', async () => {
    for (const odd of ['--output=/tmp/x', 'HEAD', '', 'main; id'])
      await assert.rejects(changedFiles(sample.git, sample.root, odd), NotPossibleError);
  });

  it('runs nothing that the repository configures', async () => {
    const ran = join(sample.root, '..', 'ran');
    const program = join(sample.root, '..', 'program.sh');
    writeFileSync(program, `#!/bin/sh\necho x >> ${ran}\ncat "$2" 2>/dev/null\n`, { mode: 0o755 });
    sample.commit('base', { 'a.txt': 'a\n', '.gitattributes': '*.txt diff=odd filter=odd\n' });
    const sha = sample.commit('next', { 'a.txt': 'b\n' });
    for (const [name, value] of [
      ['core.fsmonitor', program],
      ['core.hooksPath', join(sample.root, '..')],
      ['core.pager', program],
      ['diff.external', program],
      ['diff.odd.command', program],
      ['diff.odd.textconv', program],
      ['filter.odd.smudge', program],
      ['filter.odd.clean', program],
      ['log.showSignature', 'true'],
      ['gpg.program', program],
      ['core.sshCommand', program],
      ['alias.log', `!${program}`],
    ])
      sample.run('config', name!, value!);
    const found = await commits();
    const { files } = await changedFiles(sample.git, sample.root, sha);
    assert.equal(await contentOf(sample.git, sample.root, files[0]!.after!), 'b\n');
    await tagsIn(sample.git, await sample.repository(), always);
    assert.deepEqual([found.length, files.length], [2, 1]);
    assert.equal(existsSync(ran), false, 'a program of the repository was run');
  });
});
