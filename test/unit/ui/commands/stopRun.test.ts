import assert from 'node:assert/strict';
import type { OnCallError } from '../../../../src/core/errors.ts';
import type * as Command from '../../../../src/ui/commands/stopRun.ts';
import { incident } from '../../incidents/incidentFixtures.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

describe('Stop the Running Block', function () {
  this.timeout(30_000);
  let parts: typeof Command & StandIn;
  before(async () => {
    parts = await withStandIn('ui/commands/stopRun.ts');
  });

  /** What is asked, and whether the answer is to stop it. */
  let asked: string[];
  let yes: boolean;
  /** What ends while it is asked about. */
  let endsMeanwhile: boolean;
  beforeEach(() => {
    [asked, yes, endsMeanwhile] = [[], true, false];
    Object.assign(parts.window, {
      showWarningMessage: (text: string, { modal, detail }: Record<string, unknown>, stop: string) => {
        assert.ok(modal);
        asked.push(`${text} ${String(detail)}`);
        return Promise.resolve(yes ? stop : undefined);
      },
    });
  });

  /**
   * What is stopped, in words where nothing can be.
   * @param running the incident of each run that is under way, null for one without
   */
  async function stopped(
    current: string | null,
    running: readonly (string | null)[],
  ): Promise<readonly unknown[] | string> {
    const ended: unknown[] = [];
    const runs = {
      running: running.map((each, index) => ({
        ...{ runId: `${index}`, step: 'Roll back' },
        use: { incident: each === null ? null : incident(each), runbook: 'payments.md', cwd: '/' },
      })),
      stop: (runId: string) => {
        if (endsMeanwhile) throw new Error('This block is not running any more.');
        ended.push(running[Number(runId)]);
      },
      stopAll: (key: string | null) => {
        const those = running.filter(each => key === null || `acme:${each}` === key);
        ended.push(...those);
        return those.length;
      },
    };
    try {
      await parts.stopRun(runs, { key: current && `acme:${current}` });
    } catch (error) {
      assert.deepEqual(ended, []);
      return `${(error as Error).message} ${(error as OnCallError).nextStep}`;
    }
    return ended;
  }

  it('stops those of the current incident', async () => {
    assert.deepEqual(await stopped('A', ['A', 'B', 'A', null]), ['A', 'A']);
    assert.deepEqual(asked, []);
  });

  it('leaves those of other incidents alone where none of the current one runs', async () => {
    assert.match(
      (await stopped('A', ['B', 'B'])) as string,
      /No block of the current incident is running\..*2 other blocks/,
    );
    assert.match((await stopped('A', ['B', null])) as string, /No block of the current incident/);
    assert.deepEqual(asked, []);
  });

  it('asks before it stops the only one where that is of another incident, or of none', async () => {
    yes = false;
    assert.deepEqual(await stopped('A', ['B']), []);
    assert.deepEqual(await stopped('A', [null]), []);
    assert.deepEqual(asked, [
      'Stop “Roll back”, which runs for another incident: “Incident B”? It is of payments.md. No block of the current incident is running.',
      'Stop “Roll back”, which runs for no incident? It is of payments.md. No block of the current incident is running.',
    ]);
    yes = true;
    assert.deepEqual(await stopped('A', ['B']), ['B']);
    assert.deepEqual(await stopped('A', [null]), [null]);
  });

  it('says so where that ended before the answer', async () => {
    endsMeanwhile = true;
    assert.match((await stopped('A', ['B'])) as string, /not running any more/);
  });

  it('stops the only one that runs where no incident is the current one', async () => {
    assert.deepEqual(await stopped(null, ['B']), ['B']);
    assert.deepEqual(asked, []);
  });

  it('asks before it stops several where no incident is the current one, and names them', async () => {
    yes = false;
    assert.deepEqual(await stopped(null, ['B', null]), []);
    assert.deepEqual(asked, [
      'No incident is selected. Stop all 2 blocks that run? Roll back · payments.md · “Incident B”\nRoll back · payments.md',
    ]);
    yes = true;
    assert.deepEqual(await stopped(null, ['B', null]), ['B', null]);
  });

  it('says so where nothing runs', async () => {
    for (const current of ['A', null])
      assert.match((await stopped(current, [])) as string, /No block is running/);
  });
});
