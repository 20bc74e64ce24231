import assert from 'node:assert/strict';
import { levels, proposedSeverity } from '../../../src/core/response/severity.ts';
import { standardRules } from './standardRules.ts';

describe('The severity that triage proposes', () => {
  // urgency: severity for an impact that is low, medium, high
  const table = {
    high: ['P3', 'P2', 'P1'],
    medium: ['P4', 'P3', 'P2'],
    low: ['P4', 'P4', 'P3'],
  } as const;

  const { matrix } = standardRules('en');

  for (const urgency of levels) {
    for (const [column, impact] of levels.entries()) {
      it(`is ${table[urgency][column]} for urgency ${urgency} and impact ${impact}`, () => {
        assert.equal(proposedSeverity({ urgency, impact }, matrix), table[urgency][column]);
      });
    }
  }

  it('is what the team’s own matrix says', () => {
    const row = { low: 'P4', medium: 'P4', high: 'P1' } as const;
    const own = { low: row, medium: row, high: row };
    assert.equal(proposedSeverity({ urgency: 'high', impact: 'medium' }, own), 'P4');
  });
});
