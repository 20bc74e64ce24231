import assert from 'node:assert/strict';
import { draws, seeds } from '../../seeded.ts';
import { assertAllTrue } from './faultChecks.ts';
import { FaultSequence } from './faultSequence.ts';

describe('Outbox and the drill’s server through seeded faults', () => {
  it('sends every action once and in order, loses none, and respects every limit', async function () {
    this.timeout(0);
    let faults = 0;
    let crashes = 0;
    let actions = 0;
    let limits = 0;
    const sequences = draws(2_000, 10_000);
    for (const seed of seeds(sequences)) {
      const sequence = await FaultSequence.start(seed);
      try {
        await sequence.run();
        assertAllTrue(sequence);
      } catch (error) {
        throw new Error(`seed ${seed} (ONCALL_SEED=${seed}): ${String(error)}`, { cause: error });
      } finally {
        await sequence.stop();
      }
      faults += sequence.faultsMet;
      crashes += sequence.crashes;
      actions += sequence.asked.length;
      limits += sequence.limits.length;
    }
    const each = (count: number) => count / sequences;
    if (process.env['ONCALL_SEED']) return;
    assert.ok(each(actions) > 4 && each(faults) > 2, `${actions} actions met ${faults} faults`);
    assert.ok(each(crashes) > 0.3 && each(limits) > 0.3, `${crashes} crashes, ${limits} limits`);
  });
});
