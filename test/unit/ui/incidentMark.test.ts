import assert from 'node:assert/strict';
import type * as Mark from '../../../src/ui/incidentMark.ts';
import { openAccounts } from './openAccounts.ts';
import { withStandIn } from './standIn.ts';

describe('What tells an incident from those of other accounts', () => {
  let parts: typeof Mark;
  before(async () => {
    parts = await withStandIn('ui/incidentMark.ts');
  });

  const open = (...ids: readonly string[]) => openAccounts(() => ids);
  const markOf = (accountId: string, sessions: Mark.MarkedBy) => parts.incidentMark(sessions, { accountId });

  it('is nothing where its account is the only one', () => {
    assert.equal(markOf('Acme', open('Acme')), '');
    assert.equal(markOf('Acme', open()), '');
  });

  it('is the account’s name where several are open, and DRILL for a drill’s', () => {
    const both = open('Acme', 'drill-1');
    assert.equal(markOf('Acme', both), 'Acme');
    assert.equal(markOf('drill-1', both), 'DRILL');
    assert.equal(markOf('gone', both), '');
  });

  it('is DRILL where the drill is over, or is the only account', () => {
    assert.equal(markOf('drill-1', open('drill-1')), 'DRILL');
    assert.equal(markOf('drill-1', open('Acme')), 'DRILL');
  });
});
