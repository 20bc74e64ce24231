import assert from 'node:assert/strict';
import { BackOff } from '../../../../src/core/incidents/outbox/backOff.ts';
import { FakeClock } from '../../fakeClock.ts';

describe('BackOff', () => {
  it('doubles from 2 s to 60 s, cut by up to a half, and each name for itself', () => {
    const clock = new FakeClock();
    const waits = (random: number) => {
      const own = new BackOff(clock, () => random);
      return Array.from({ length: 7 }, () => own.failed('a') - clock.now());
    };
    assert.deepEqual(waits(1), [2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]);
    assert.deepEqual(waits(0), [1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000]);
    const own = new BackOff(clock, () => 0);
    own.failed('a');
    assert.deepEqual([own.isWaiting('a'), own.isWaiting('b')], [true, false]);
    own.clear('a');
    assert.deepEqual([own.isWaiting('a'), own.failures('a')], [false, 0]);
  });

  it('ends at its time, and where the computer’s time was set back', () => {
    const clock = new FakeClock();
    const own = new BackOff(clock, () => 1);
    own.failed('a');
    clock.jump(1_999);
    assert.equal(own.isWaiting('a'), true);
    clock.jump(1);
    assert.equal(own.isWaiting('a'), false);
    clock.jump(-86_400_000);
    assert.equal(own.isWaiting('a'), false);
  });
});
