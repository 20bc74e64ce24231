import assert from 'node:assert/strict';
import { askingFor, type Asking } from '../../../src/core/execution/approvalPolicy.ts';
import type { RiskClass } from '../../../src/core/execution/risk/risk.ts';

/** Class, then: elsewhere, in production, before every change, from elsewhere, from elsewhere in production. */
const expected: readonly (readonly [RiskClass, ...Asking[]])[] = [
  ['read-only', 'never', 'never', 'never', 'always', 'always'],
  ['changing', 'never', 'once', 'once', 'always', 'always'],
  ['destructive', 'always', 'commander', 'always', 'always', 'commander'],
];

describe('Who is asked before a block runs', () => {
  for (const [risk, ...askings] of expected)
    it(risk, () => {
      const plain = { production: false, beforeEveryChange: false, alwaysAsk: false };
      assert.deepEqual(
        [
          askingFor(risk, plain),
          askingFor(risk, { ...plain, production: true }),
          askingFor(risk, { ...plain, beforeEveryChange: true }),
          askingFor(risk, { ...plain, alwaysAsk: true }),
          askingFor(risk, { ...plain, alwaysAsk: true, production: true }),
        ],
        askings,
      );
    });
});
