import assert from 'node:assert/strict';
import type { OnCallError } from '../../../../src/core/errors.ts';
import type * as Command from '../../../../src/ui/commands/stopRun.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

describe('Stop the Running Block', function () {
  this.timeout(30_000);
  let parts: typeof Command & StandIn;
  before(async () => {
    parts = await withStandIn('ui/commands/stopRun.ts');
  });

  /**
   * What is stopped, in words where nothing is.
   * @param running the incident of each run that is under way, null for one without
   */
  function stopped(current: string | null, running: readonly (string | null)[]): readonly unknown[] | string {
    const ended: unknown[] = [];
    const runs = {
      count: running.length,
      stopAll: (key: string | null) => {
        const those = running.filter(each => key === null || each === key);
        ended.push(...those);
        return those.length;
      },
    };
    try {
      parts.stopRun(runs, { key: current });
    } catch (error) {
      assert.deepEqual(ended, []);
      return `${(error as Error).message} ${(error as OnCallError).nextStep}`;
    }
    return ended;
  }

  it('stops those of the current incident', () => {
    assert.deepEqual(stopped('A', ['A', 'B', 'A', null]), ['A', 'A']);
  });

  it('leaves those of other incidents alone where none of the current one runs', () => {
    assert.match(
      stopped('A', ['B', 'B']) as string,
      /No block of the current incident is running\..*2 other blocks/,
    );
    assert.match(stopped('A', ['B', null]) as string, /No block of the current incident/);
  });

  it('stops the only one, whatever it is of', () => {
    assert.deepEqual(stopped('A', ['B']), ['B']);
    assert.deepEqual(stopped('A', [null]), [null]);
  });

  it('stops whatever runs where no incident is the current one', () => {
    assert.deepEqual(stopped(null, ['B', null]), ['B', null]);
  });

  it('says so where nothing runs', () => {
    for (const current of ['A', null]) assert.match(stopped(current, []) as string, /No block is running/);
  });
});
