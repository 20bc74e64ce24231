import assert from 'node:assert/strict';
import { teamRulesOf } from '../../../../src/core/execution/risk/teamRules.ts';
import { assess } from './riskTable.ts';

const rule = (command: string, risk: string) => [{ command, risk, reason: 'Ours.' }];

describe('The team’s own rules', () => {
  it('may raise and lower where the person set them', async () => {
    assert.equal(
      (await assess('kubectl delete pod a', teamRulesOf(rule('kubectl delete pod *', 'changing'), true)))
        .risk,
      'changing',
    );
    assert.equal((await assess('ls', teamRulesOf(rule('ls', 'destructive'), true))).risk, 'destructive');
  });

  it('of a workspace raise, and never lower', async () => {
    assert.equal((await assess('rm a', teamRulesOf(rule('*', 'read-only'), false))).risk, 'destructive');
    assert.equal((await assess('ls', teamRulesOf(rule('ls*', 'destructive'), false))).risk, 'destructive');
  });

  it('lower nothing that is only known when it runs', async () => {
    assert.equal(
      (await assess('kubectl $V a', teamRulesOf(rule('kubectl *', 'read-only'), true))).risk,
      'destructive',
    );
  });

  it('pass over what is no rule', () => {
    assert.deepEqual(
      teamRulesOf(
        [null, 7, { command: 'a' }, { command: '', risk: 'changing' }, { command: 'a', risk: 'none' }],
        true,
      ),
      [],
    );
    assert.deepEqual(teamRulesOf('rm', true), []);
  });
});
