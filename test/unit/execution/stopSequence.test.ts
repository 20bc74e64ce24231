import assert from 'node:assert/strict';
import { stopGrace, StopSequence } from '../../../src/core/execution/stopSequence.ts';
import { FakeClock } from '../fakeClock.ts';

describe('StopSequence', () => {
  let clock: FakeClock;
  let steps: string[];
  let group: number | null;
  let refuses: boolean;
  let started: boolean;
  let sequence: StopSequence;

  beforeEach(() => {
    clock = new FakeClock();
    steps = [];
    group = 4242;
    refuses = false;
    started = true;
    sequence = new StopSequence({
      clock,
      interrupt: () => steps.push('Ctrl+C'),
      started: () => started,
      group: () => group,
      kill: (id, signal) => {
        if (refuses) throw Object.assign(new Error('kill'), { code: 'ESRCH' });
        steps.push(`${signal} ${id}`);
      },
      exhausted: () => steps.push('exhausted'),
    });
  });

  it('asks, then insists, then forces, each after its time', async () => {
    sequence.begin();
    assert.deepEqual(steps, ['Ctrl+C']);
    await clock.advance(stopGrace.interrupt - 1);
    assert.deepEqual(steps, ['Ctrl+C']);
    await clock.advance(1);
    assert.deepEqual(steps, ['Ctrl+C', 'SIGTERM 4242']);
    await clock.advance(stopGrace.terminate);
    assert.deepEqual(steps, ['Ctrl+C', 'SIGTERM 4242', 'SIGKILL 4242']);
    await clock.advance(stopGrace.kill);
    assert.deepEqual(steps, ['Ctrl+C', 'SIGTERM 4242', 'SIGKILL 4242', 'exhausted']);
    assert.equal(clock.pending, 0);
  });

  it('takes no further step once the run has ended', async () => {
    sequence.begin();
    await clock.advance(stopGrace.interrupt);
    sequence.dispose();
    await clock.advance(60_000);
    assert.deepEqual(steps, ['Ctrl+C', 'SIGTERM 4242']);
  });

  it('begins only once', async () => {
    sequence.begin();
    sequence.begin();
    await clock.advance(60_000);
    assert.equal(steps.filter(step => step === 'Ctrl+C').length, 1);
    assert.equal(steps.filter(step => step === 'exhausted').length, 1);
  });

  it('signals nothing while the group is not certain, and looks again at each step', async () => {
    group = null;
    sequence.begin();
    await clock.advance(stopGrace.interrupt);
    group = 77;
    await clock.advance(60_000);
    assert.deepEqual(steps, ['Ctrl+C', 'SIGKILL 77', 'exhausted']);
  });

  it('does not wait for the end of what never started', async () => {
    started = false;
    sequence.begin();
    await clock.advance(stopGrace.interrupt);
    assert.deepEqual(steps, ['Ctrl+C', 'exhausted']);
    assert.equal(clock.pending, 0);
  });

  it('goes on when a signal cannot be sent', async () => {
    refuses = true;
    sequence.begin();
    await clock.advance(60_000);
    assert.deepEqual(steps, ['Ctrl+C', 'exhausted']);
  });
});
