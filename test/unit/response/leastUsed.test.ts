import assert from 'node:assert/strict';
import { toForget } from '../../../src/core/response/leastUsed.ts';

describe('What is kept of many', () => {
  const keys = ['a', 'b', 'c', 'd'];
  const needs =
    (...needed: string[]) =>
    (key: string) =>
      needed.includes(key);

  it('is all of it while there is room', () => {
    assert.deepEqual(toForget(keys, 4, needs()), []);
    assert.deepEqual(toForget([], 0, needs()), []);
  });

  it('is what was used last', () => {
    assert.deepEqual(toForget(keys, 3, needs()), ['a']);
    assert.deepEqual(toForget(keys, 1, needs()), ['a', 'b', 'c']);
  });

  it('is always what is needed, although that is more than there is room for', () => {
    assert.deepEqual(toForget(keys, 3, needs('a', 'b')), ['c']);
    assert.deepEqual(toForget(keys, 1, needs('a', 'c')), ['b', 'd']);
    assert.deepEqual(toForget(keys, 1, needs(...keys)), []);
  });
});
