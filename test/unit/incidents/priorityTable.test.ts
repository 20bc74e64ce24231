import assert from 'node:assert/strict';
import { priorityFor, severityOfPriority } from '../../../src/core/incidents/incident.ts';

describe('The team’s names of priorities', () => {
  const table = [
    { id: 'P1', priorities: ['Critical', 'SEV0'] },
    { id: 'P3', priorities: ['P2'] },
  ] as const;

  it('go before what a priority is usually called', () => {
    assert.equal(severityOfPriority(' critical', table), 'P1');
    assert.equal(severityOfPriority('sev0', table), 'P1');
    assert.equal(severityOfPriority('P2', table), 'P3');
    assert.equal(severityOfPriority('SEV-1', table), 'P1');
    assert.equal(severityOfPriority('Critical'), null);
    assert.equal(severityOfPriority(undefined, table), null);
  });

  it('say which priority a severity is at the provider, in their order', () => {
    const named = (...names: string[]) => names.map(name => ({ name }));
    const of = (...names: string[]) => priorityFor('P1', named(...names), table)?.name;
    assert.equal(of('P1', 'SEV0', 'CRITICAL'), 'CRITICAL');
    assert.equal(of('P1', 'SEV0'), 'SEV0');
    assert.equal(of('P2', 'P1'), 'P1');
    assert.equal(of('P2'), undefined);
    assert.equal(priorityFor('P2', named('P2'), table), null);
  });
});
