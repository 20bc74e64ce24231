import assert from 'node:assert/strict';
import type { Person } from '../../../../src/core/incidents/incident.ts';
import { waitingForMe } from '../../../../src/core/incidents/list/waitingForMe.ts';
import { incident } from '../incidentFixtures.ts';

describe('waitingForMe', () => {
  const me = { id: 'PADA', name: 'Ada' };
  const other = { id: 'PEVE', name: 'Eve' };
  const of = (person: Person | null) => ({ me: new Map([['acme', person]]) });
  const list = [
    incident('A', { assignees: [other, me] }),
    incident('B', { assignees: [other] }),
    incident('C', { assignees: [] }),
    incident('D', { assignees: [me], status: 'acknowledged' }),
    incident('E', { assignees: [me], status: 'resolved' }),
  ];

  it('counts what is triggered and assigned to me', () => {
    assert.deepEqual(waitingForMe(list, of(me)), { mine: 1, anybodys: 0 });
  });

  it('counts everything that is triggered where nobody knows who I am', () => {
    assert.deepEqual(waitingForMe(list, of(null)), { mine: 0, anybodys: 3 });
    assert.deepEqual(waitingForMe(list, { me: new Map() }), { mine: 0, anybodys: 3 });
  });

  it('knows me in each account by its own id', () => {
    const abroad = incident('F', { accountId: 'globex', assignees: [me] });
    const both = { me: new Map([...of(me).me, ['globex', other]]) };
    assert.deepEqual(waitingForMe([...list, abroad], both), { mine: 1, anybodys: 0 });
  });
});
