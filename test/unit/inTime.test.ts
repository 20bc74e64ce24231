import assert from 'node:assert/strict';
import { inTime } from '../../src/core/inTime.ts';
import { FakeClock } from './fakeClock.ts';

describe('inTime', () => {
  it('gives what comes in time, and leaves no timer behind', async () => {
    const clock = new FakeClock();
    assert.equal(await inTime(clock, 1_000, Promise.resolve('there'), null), 'there');
    await assert.rejects(inTime(clock, 1_000, Promise.reject(new Error('broken')), null), /broken/);
    assert.equal(clock.pending, 0);
  });

  it('gives what counts as late, and hears nothing of what comes afterwards', async () => {
    const clock = new FakeClock();
    let fail: (error: Error) => void = () => {};
    const asked = inTime(clock, 1_000, new Promise((_, reject) => (fail = reject)), 'late');
    await clock.advance(999);
    assert.equal(clock.pending, 1);
    await clock.advance(1);
    assert.equal(await asked, 'late');
    fail(new Error('nobody listens'));
    await clock.advance(1);
  });
});
