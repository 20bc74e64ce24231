import assert from 'node:assert/strict';
import { once } from '../../src/core/once.ts';

describe('What is made once', () => {
  it('is made with the first who asks, for all', async () => {
    let made = 0;
    const get = once(async () => ++made);
    assert.deepEqual(await Promise.all([get(), get()]), [1, 1]);
    assert.equal(await get(), 1);
  });

  it('is tried again by the next who asks after a failure', async () => {
    let tries = 0;
    const get = once(async () => {
      if (++tries === 1) throw new Error('could not be loaded');
      return tries;
    });
    const both = await Promise.allSettled([get(), get()]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(await get(), 2);
  });
});
