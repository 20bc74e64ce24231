import assert from 'node:assert/strict';
import { Pace } from '../../../../src/core/incidents/list/pace.ts';
import { FakeClock } from '../../fakeClock.ts';

describe('Pace', () => {
  let clock: FakeClock;
  let runs: number[];
  let pace: Pace;
  const begin = Date.UTC(2026, 0, 15, 3, 0, 0);

  beforeEach(() => {
    clock = new FakeClock(begin);
    runs = [];
    pace = new Pace(clock, 100, () => runs.push(clock.now() - begin));
  });

  it('runs the first time at once and makes one run of all that is wanted in the next 100 ms', async () => {
    pace.want();
    assert.deepEqual(runs, [0]);
    for (let n = 0; n < 9; n++) {
      await clock.advance(10);
      pace.want();
    }
    assert.deepEqual(runs, [0]);
    await clock.advance(10);
    assert.deepEqual(runs, [0, 100]);
  });

  it('rests when nothing is wanted, and is quick again after that', async () => {
    pace.want();
    await clock.advance(500);
    assert.deepEqual(runs, [0]);
    assert.equal(clock.pending, 0);
    pace.want();
    assert.deepEqual(runs, [0, 500]);
  });

  it('runs again for what is wanted during a run', async () => {
    let again = true;
    pace = new Pace(clock, 100, () => {
      runs.push(clock.now() - begin);
      if (again) pace.want();
      again = false;
    });
    pace.want();
    assert.deepEqual(runs, [0]);
    await clock.advance(1000);
    assert.deepEqual(runs, [0, 100]);
  });

  it('never runs after its end', async () => {
    pace.want();
    pace.want();
    pace.dispose();
    pace.want();
    await clock.advance(1000);
    assert.deepEqual(runs, [0]);
    assert.equal(clock.pending, 0);
  });
});
