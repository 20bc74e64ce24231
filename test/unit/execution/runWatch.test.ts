import assert from 'node:assert/strict';
import { reportGrace, RunWatch } from '../../../src/core/execution/runWatch.ts';
import type { Outcome } from '../../../src/core/execution/outcome.ts';
import { FakeClock } from '../fakeClock.ts';

describe('RunWatch', () => {
  let clock: FakeClock;
  let ends: Outcome[];
  let report: string | null;
  let started: boolean;
  let alive: boolean | null;
  let watch: RunWatch;

  beforeEach(() => {
    clock = new FakeClock();
    ends = [];
    report = null;
    started = true;
    alive = true;
    watch = new RunWatch(
      clock,
      { result: () => report, started: () => started, alive: () => alive },
      outcome => ends.push(outcome),
    );
  });

  const reported = (exitCode: unknown) => {
    report = JSON.stringify({ exitCode, endedAt: '2026-01-15T03:00:00Z' });
    watch.check();
  };
  const grace = () => clock.advance(reportGrace);
  const only = () => {
    assert.equal(ends.length, 1);
    return ends[0]!;
  };

  it('goes on running while nothing says otherwise', async () => {
    watch.check();
    await clock.advance(86_400_000);
    assert.deepEqual(ends, []);
    assert.equal(clock.pending, 0);
  });

  it('ends with the report, at once', () => {
    reported(0);
    assert.deepEqual(only(), { type: 'ok', exitCode: 0 });
  });

  it('ends failed with the code of the report', () => {
    reported(137);
    assert.deepEqual(only(), { type: 'failed', exitCode: 137 });
  });

  it('takes Ctrl+C in the terminal for a cancellation', () => {
    reported(130);
    assert.deepEqual(only(), { type: 'cancelled' });
  });

  for (const text of [
    '',
    'x',
    'null',
    '[]',
    '{}',
    '{"exitCode":"0"}',
    '{"exitCode":null}',
    '{"exitCode":-1}',
    '{"exitCode":256}',
    '{"exitCode":0',
  ]) {
    it(`does not know the end after the report ${JSON.stringify(text)}`, () => {
      report = text;
      watch.check();
      assert.equal(only().type, 'unknown');
    });
  }

  it('believes the report where the shell says something else', async () => {
    alive = false;
    watch.shellEnded(0);
    assert.deepEqual(ends, []);
    report = '{"exitCode":7}';
    await grace();
    assert.deepEqual(only(), { type: 'failed', exitCode: 7 });
  });

  it('believes the report that was there when the terminal closed', () => {
    report = '{"exitCode":0}';
    watch.terminalClosed();
    assert.deepEqual(only(), { type: 'ok', exitCode: 0 });
  });

  describe('when no report follows the shell’s end event', () => {
    beforeEach(() => (alive = false));

    for (const [exitCode, type] of [
      [0, 'ok'],
      [3, 'failed'],
      [130, 'cancelled'],
      [undefined, 'unknown'],
    ] as const) {
      it(`is ${type} after ${exitCode}`, async () => {
        watch.shellEnded(exitCode);
        assert.deepEqual(ends, []);
        await grace();
        assert.equal(only().type, type);
      });
    }

    it('is unknown, never ok, when the block had not even started', async () => {
      started = false;
      alive = null;
      watch.shellEnded(0);
      await grace();
      assert.equal(only().type, 'unknown');
    });

    it('goes on while the wrapper lives, because the block is only suspended', async () => {
      alive = true;
      watch.shellEnded(148);
      await clock.advance(60_000);
      watch.check();
      assert.deepEqual(ends, []);
      assert.equal(watch.suspended, true);
      reported(0);
      assert.deepEqual(only(), { type: 'ok', exitCode: 0 });
      assert.equal(watch.suspended, false);
    });
  });

  it('is unknown when the terminal is closed without a report', async () => {
    watch.terminalClosed();
    await grace();
    assert.equal(only().type, 'unknown');
  });

  it('is unknown when closing the terminal hung up on the block', async () => {
    watch.terminalClosed();
    report = '{"exitCode":129}';
    await grace();
    assert.equal(only().type, 'unknown');
  });

  it('is unknown when the wrapper is gone without a report', async () => {
    alive = false;
    watch.check();
    watch.check();
    assert.deepEqual(ends, []);
    await grace();
    assert.equal(only().type, 'unknown');
  });

  it('finds the report that was written while the wrapper went away', async () => {
    alive = false;
    watch.check();
    report = '{"exitCode":0}';
    await grace();
    assert.deepEqual(only(), { type: 'ok', exitCode: 0 });
  });

  describe('after Stop', () => {
    beforeEach(() => watch.stopRequested());

    it('runs until something ends it', async () => {
      await clock.advance(60_000);
      assert.equal(watch.stopping, true);
      assert.deepEqual(ends, []);
    });

    const signs: Record<string, () => void> = {
      'a report of success': () => reported(0),
      'a report of failure': () => reported(1),
      'a damaged report': () => reported('x'),
      'the shell’s end event': () => ((alive = false), watch.shellEnded(0)),
      'the terminal’s close': () => watch.terminalClosed(),
      'giving up': () => watch.giveUp(),
    };
    for (const [name, sign] of Object.entries(signs)) {
      it(`is cancelled by ${name}`, async () => {
        sign();
        await grace();
        assert.deepEqual(only(), { type: 'cancelled' });
      });
    }
  });

  it('ends once, and leaves no timer', async () => {
    watch.terminalClosed();
    reported(0);
    watch.shellEnded(1);
    watch.stopRequested();
    watch.giveUp();
    assert.equal(clock.pending, 0);
    await grace();
    assert.deepEqual(only(), { type: 'ok', exitCode: 0 });
    assert.equal(watch.ended, true);
  });
});
