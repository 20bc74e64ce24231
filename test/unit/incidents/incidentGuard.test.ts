import assert from 'node:assert/strict';
import { incidentFrom } from '../../../src/core/incidents/incidentGuard.ts';
import { incident } from './incidentFixtures.ts';

describe('An incident that was kept as JSON', () => {
  const read = (value: unknown) => incidentFrom(JSON.parse(JSON.stringify(value)));

  it('comes back as it was', () => {
    for (const one of [
      incident('P1'),
      incident('P1', { mergeable: true }),
      incident('P1', { mergeable: false }),
    ])
      assert.deepEqual(read(one), one);
  });

  it('may be from before a snooze, a count of alerts or whether it can be merged were kept', () => {
    const { acknowledgedUntil, alertCount, ...old } = incident('P1');
    assert.deepEqual(read(old), { ...old, acknowledgedUntil, alertCount });
    assert.equal(read(old)?.mergeable, undefined);
  });

  it('is nothing where that is of another kind', () => {
    for (const mergeable of [null, 'yes', 1]) assert.equal(read({ ...incident('P1'), mergeable }), null);
  });
});
