import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lookEvery, watchDirectory } from '../../../src/core/execution/directoryWatch.ts';
import { FakeClock } from '../fakeClock.ts';

describe('watchDirectory', () => {
  let directory: string;
  let clock: FakeClock;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'on-call-test-'));
    clock = new FakeClock();
  });
  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('looks when a file appears', async () => {
    await new Promise<void>(resolve => {
      const watch = watchDirectory(directory, clock, () => {
        watch.dispose();
        resolve();
      });
      writeFileSync(join(directory, 'result.json'), '{}');
    });
  });

  it('looks regularly where events do not come, and stops when disposed', async () => {
    let looks = 0;
    const watch = watchDirectory(join(directory, 'not-there'), clock, () => (looks += 1));
    await clock.advance(3 * lookEvery);
    assert.equal(looks, 3);
    watch.dispose();
    await clock.advance(10 * lookEvery);
    assert.equal(looks, 3);
    assert.equal(clock.pending, 0);
  });

  it('may be disposed by the look itself', async () => {
    let looks = 0;
    const watch = watchDirectory(join(directory, 'not-there'), clock, () => {
      looks += 1;
      watch.dispose();
    });
    await clock.advance(10 * lookEvery);
    assert.equal(looks, 1);
  });
});
