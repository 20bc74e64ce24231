import assert from 'node:assert/strict';
import { responseState } from '../../../src/core/response/responseState.ts';
import { assign, giveUp, handOver, missingRoles } from '../../../src/core/response/roles.ts';
import type { RoleData } from '../../../src/core/timeline/entry.ts';
import { sampleIncident } from '../timeline/sampleEntries.ts';
import { role } from './responseEntries.ts';
import { standardRules } from './standardRules.ts';

const { roles } = standardRules('fr');
const after = (...changes: RoleData[]) =>
  responseState(
    sampleIncident,
    changes.map(({ role: name, from, to }, index) => role(index, name, from, to)),
    roles,
  ).roles;
const named = (name: string) => roles.find(one => one.name === name)!;

describe('Roles', () => {
  it('are missed on P1 and P2 only, until somebody has them; an expert never is', () => {
    const names = (severity: Parameters<typeof missingRoles>[0], given = after()) =>
      missingRoles(severity, given, roles).map(({ name }) => name);
    const four = ['Incident Commander', 'Tech Lead', 'Communicator', 'Scribe'];
    assert.deepEqual(names('P1'), four);
    assert.deepEqual(names('P2'), four);
    assert.deepEqual(names('P3'), []);
    assert.deepEqual(names('P4'), []);
    assert.deepEqual(names(null), []);
    const given = after(assign(named('Tech Lead'), 'Ada', [])!);
    assert.deepEqual(names('P1', given), ['Incident Commander', 'Communicator', 'Scribe']);
  });

  it('go from one to the next, who is told of', () => {
    const ada = after(assign(named('Scribe'), 'Ada', [])!);
    assert.deepEqual(assign(named('Scribe'), 'Bo', ada), { role: 'Scribe', from: 'Ada', to: 'Bo' });
    assert.equal(assign(named('Scribe'), 'Ada', ada), null);
  });

  it('of experts are added, not handed over, and each can be given up', () => {
    const expert = named('Subject Matter Expert');
    const first = assign(expert, 'Ada', [])!;
    const second = assign(expert, 'Bo', after(first))!;
    assert.equal(second.from, null);
    assert.deepEqual(
      after(first, second, giveUp(expert.name, 'Ada')).map(({ person }) => person),
      ['Bo'],
    );
  });

  it('are handed over in one entry, and the one who takes it has it', () => {
    const expert = named('Subject Matter Expert');
    const given = after(assign(expert, 'Ada', [])!, assign(expert, 'Cy', [])!);
    const handed = handOver(expert, 'Ada', 'Bo', given);
    assert.deepEqual(handed, { role: expert.name, from: 'Ada', to: 'Bo' });
    const people = (...changes: RoleData[]) =>
      after(assign(expert, 'Ada', [])!, assign(expert, 'Cy', [])!, ...changes).map(({ person }) => person);
    assert.deepEqual(people(handed!), ['Cy', 'Bo']);
    // Whoever takes it has it already: nobody gets it twice, and who gives it away has it no longer.
    assert.deepEqual(people(handOver(expert, 'Ada', 'Cy', given)!), ['Cy']);
    // To oneself, or from somebody who has it not, nothing happens.
    assert.equal(handOver(expert, 'Ada', 'Ada', given), null);
    assert.equal(handOver(expert, null, 'Ada', given), null);
    assert.equal(handOver(expert, 'Dov', 'Cy', given), null);
  });

  it('of one person are handed over as they are given', () => {
    const scribe = after(assign(named('Scribe'), 'Ada', [])!);
    assert.deepEqual(handOver(named('Scribe'), 'Ada', 'Bo', scribe), {
      role: 'Scribe',
      from: 'Ada',
      to: 'Bo',
    });
    assert.equal(handOver(named('Scribe'), 'Ada', 'Ada', scribe), null);
  });

  it('say what is expected of whoever has them', () => {
    assert.ok(roles.every(({ duties }) => duties !== ''));
  });
});
