import assert from 'node:assert/strict';
import { isMitigating, isRollback } from '../../../src/core/response/mitigating.ts';

describe('What may have mitigated', () => {
  for (const step of [
    'Contain the damage',
    '2. Contain the damage',
    'Stop the job and contain the leak',
    'Containment',
    'Roll back',
    'Rollback',
    '3) Rollback',
    'Mitigation options > Restart',
    'Failover to the replica',
    'Restore the table',
    'How to roll back',
    'Isolate, then fail over',
    'Retour arrière',
    'Atténuation',
  ])
    it(`is “${step}”`, () => assert.ok(isMitigating(step)));

  for (const step of [
    'Container logs',
    'Containers > Logs',
    'Which pods contain the error',
    'Lines that contain the error',
    'Check whether a rollback is possible',
    '1. Verify the rollback',
    'Is it restored?',
    'Le service est-il rétabli ?',
    'Vérifier le retour arrière',
    'Diagnosis',
    '',
  ])
    it(`is not “${step}”`, () => assert.ok(!isMitigating(step)));

  it('is a rollback by its heading or its command, and a question about one rather too often', () => {
    assert.ok(isRollback('Roll back the schema', 'true'));
    assert.ok(isRollback('Mend it', 'kubectl rollout undo deployment/checkout'));
    assert.ok(isRollback('Check whether a rollback is possible', 'true'));
    assert.ok(!isRollback('Container logs', 'kubectl logs'));
  });
});
