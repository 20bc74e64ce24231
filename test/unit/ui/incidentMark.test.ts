import assert from 'node:assert/strict';
import type * as Mark from '../../../src/ui/incidentMark.ts';
import type { Session } from '../../../src/ui/sessions.ts';
import { withStandIn } from './standIn.ts';

describe('What tells an incident from those of other accounts', () => {
  let parts: typeof Mark;
  before(async () => {
    parts = await withStandIn('ui/incidentMark.ts');
  });

  const open = (...names: readonly (readonly [id: string, label: string])[]): Mark.MarkedBy => {
    const all = names.map(([id, label]) => ({ account: { id, label } }) as unknown as Session);
    return { all: () => all, get: wanted => all.find(({ account }) => account.id === wanted) };
  };
  const markOf = (accountId: string, sessions: Mark.MarkedBy) => parts.incidentMark(sessions, { accountId });

  it('is nothing where its account is the only one', () => {
    assert.equal(markOf('acme', open(['acme', 'Acme'])), '');
    assert.equal(markOf('acme', open()), '');
  });

  it('is the account’s name where several are open, and DRILL for a drill’s', () => {
    const both = open(['acme', 'Acme'], ['drill-1', 'Drill']);
    assert.equal(markOf('acme', both), 'Acme');
    assert.equal(markOf('drill-1', both), 'DRILL');
    assert.equal(markOf('gone', both), '');
  });

  it('is DRILL where the drill is over, or is the only account', () => {
    assert.equal(markOf('drill-1', open(['drill-1', 'Drill'])), 'DRILL');
    assert.equal(markOf('drill-1', open(['acme', 'Acme'])), 'DRILL');
  });
});
