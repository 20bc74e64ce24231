import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hasLeftWork } from '../../src/core/leftWork.ts';

describe('What was left to be done', () => {
  const none = () => Promise.resolve(undefined);
  let root: string;
  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), 'on-call-left-'));
    await mkdir(join(root, 'runs'));
  });
  afterEach(() => rm(root, { recursive: true }));
  const folders = () => [join(root, 'outbox'), join(root, 'runs')];

  it('is nothing without a secret, where folders are empty or missing', async () => {
    assert.equal(await hasLeftWork(none, folders()), false);
  });

  it('is a secret, also one that cannot be read', async () => {
    assert.equal(await hasLeftWork(() => Promise.resolve('{}'), folders()), true);
    assert.equal(await hasLeftWork(() => Promise.reject(new Error('locked')), folders()), true);
  });

  it('is a file in any of the folders', async () => {
    await writeFile(join(root, 'runs', 'one'), '');
    assert.equal(await hasLeftWork(none, folders()), true);
  });

  it('is also a place that is no folder to be read', async () => {
    await writeFile(join(root, 'outbox'), '');
    assert.equal(await hasLeftWork(none, folders()), true);
  });
});
