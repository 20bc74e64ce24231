import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { assess } from '../../../../src/core/execution/risk/assess.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import { FakeClock } from '../../fakeClock.ts';
import { newParser } from './riskTable.ts';

const folder = join(import.meta.dirname, '../../../../runbooks');

/** r, c or d for each block that runs, in the order of the file; under each heading. */
const expected: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'bad-deploy.md': {
    'Quick diagnosis': 'rrcr',
    Restart: 'c',
    Rollback: 'crcrc',
    'Scale up': 'rc',
    Verification: 'rr',
  },
  'database-connections-exhausted.md': {
    'Quick diagnosis': 'rrrr',
    Restart: 'crd',
    Rollback: 'rcc',
    'Scale up': 'rc',
    Verification: 'r',
  },
  'disk-full.md': {
    'Quick diagnosis': 'rrrrrr',
    'Free space': 'rdrdrdrdd',
    Restart: 'c',
    Rollback: 'rc',
    'Scale up': 'rcr',
    Verification: 'r',
  },
  'drill-checkout-errors.md': { 'Quick diagnosis': 'rrr', Restart: 'c', Rollback: 'c', Verification: 'rc' },
  'drill-exports-disk.md': {
    'Quick diagnosis': 'rrr',
    'Stop the cause': 'c',
    'Free space': 'd',
    Verification: 'rr',
  },
  'drill-orders-db-connections.md': {
    'Quick diagnosis': 'rrr',
    Restart: 'c',
    'Terminate the leaking sessions': 'c',
    'Scale up': 'c',
    Verification: 'rc',
  },
  'high-error-rate.md': {
    'Quick diagnosis': 'rrrrr',
    Restart: 'dc',
    Rollback: 'rc',
    'Scale up': 'rc',
    Verification: 'r',
  },
  'service-down.md': {
    'Quick diagnosis': 'rrrrr',
    Restart: 'ccc',
    Rollback: 'rc',
    'Scale up': 'rc',
    Verification: 'r',
  },
};

describe('The risk of the shipped runbooks’ blocks', () => {
  it('is written down here for each file', () => {
    assert.deepEqual(Object.keys(expected), readdirSync(folder).sort());
  });

  for (const [fileName, steps] of Object.entries(expected))
    it(`is as it should be: ${fileName}`, async () => {
      const parser = await newParser();
      const source = readFileSync(join(folder, fileName), 'utf8');
      const found: Record<string, string> = {};
      for (const { runnable, code, interpreter, step } of parseRunbook(source, {
        fileName,
        clock: new FakeClock(),
        budgetMs: Infinity,
      }).blocks) {
        if (!runnable) continue;
        const { risk } = assess(parser, { code, interpreter, declared: null, team: [] });
        found[step] = (found[step] ?? '') + risk[0]!;
      }
      assert.deepEqual(found, steps);
    });
});
