import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ownGroup, prepareBlock } from '../../../src/core/execution/blockFiles.ts';
import { MissingToolError, NotPossibleError } from '../../../src/core/errors.ts';

describe('prepareBlock', () => {
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'on-call-test-'))));
  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const prepare = (code: string, environment: Record<string, string> = {}, below = join(root, 'a', 'runs')) =>
    prepareBlock(below, {
      code,
      cwd: '/',
      environment,
      unset: [],
      interpreter: 'bash',
      program: '/bin/bash',
      interactive: true,
    });

  it('keeps everything private', () => {
    const { directory } = prepare('echo');
    assert.equal(statSync(directory).mode & 0o777, 0o700);
    assert.equal(statSync(dirname(directory)).mode & 0o777, 0o700);
    for (const name of readdirSync(directory))
      assert.equal(statSync(join(directory, name)).mode & 0o777, 0o600, name);
  });

  it('writes exactly the block’s text', () => {
    const code = "cat <<'X'\r\n\té 💥 $(x)\nX";
    assert.equal(readFileSync(join(prepare(code).directory, 'block.sh'), 'utf8'), code);
  });

  it('gives the terminal one line without the block’s text, whatever the path is', () => {
    const { line, directory } = prepare('rm -rf a\nrm -rf b', { TITLE: 'x\ny' }, join(root, `it's $(x)`));
    assert.equal(line, `bash '${directory.replace("'", `'\\''`)}/run.sh'`);
    assert.doesNotMatch(line, /\n|rm -rf|TITLE/);
  });

  it('never shares a directory between two runs', () => {
    assert.notEqual(prepare('a').directory, prepare('a').directory);
  });

  for (const [what, make] of [
    ['NUL in the block', () => prepare('a\0b')],
    ['NUL in a value', () => prepare('a', { TITLE: 'a\0EVIL=1' })],
    ['a name that is none', () => prepare('a', { 'A=B': 'x' })],
    ['a line end in the storage’s path', () => prepare('a', {}, join(root, 'a\nb'))],
  ] as const) {
    it(`refuses ${what} and leaves nothing behind`, () => {
      assert.throws(make, NotPossibleError);
      assert.deepEqual(
        readdirSync(root, { recursive: true, encoding: 'utf8' }).filter(name => name.endsWith('.sh')),
        [],
      );
    });
  }

  it('says when the storage cannot be written', () => {
    writeFileSync(join(root, 'file'), '');
    assert.throws(() => prepare('a', {}, join(root, 'file', 'runs')), MissingToolError);
  });

  it('has no reports before the wrapper ran, and removes everything', async () => {
    const files = prepare('a');
    assert.equal(files.started(), null);
    assert.equal(files.result(), null);
    await files.remove();
    assert.equal(existsSync(files.directory), false);
    await files.remove();
  });

  describe('what Stop may signal', () => {
    const groupFor = (report: string) => {
      const files = prepare('a');
      writeFileSync(join(files.directory, 'started.json'), report);
      return ownGroup(files.started());
    };

    it('is the wrapper’s own group', () => assert.equal(groupFor('{"pid":4242,"pgid":4242}'), 4242));
    for (const report of [
      '',
      '{',
      'null',
      '[]',
      '{"pid":4242}',
      '{"pid":4242,"pgid":0}',
      '{"pid":4242,"pgid":4000}',
      '{"pid":1,"pgid":1}',
      '{"pid":0,"pgid":0}',
      '{"pid":-5,"pgid":-5}',
      '{"pid":1.5,"pgid":1.5}',
      '{"pid":"42","pgid":"42"}',
      `{"pid":${process.pid},"pgid":${process.pid}}`,
    ]) {
      it(`is nothing after ${report || 'an empty report'}`, () => assert.equal(groupFor(report), null));
    }
  });
});
