import assert from 'node:assert/strict';
import type { Incident, Person, Priority, Reference } from '../../../src/core/incidents/incident.ts';
import { isSameIncident } from '../../../src/core/incidents/sameIncident.ts';
import { incident } from './incidentFixtures.ts';

const person: Required<Person> = { id: 'PADA', name: 'Ada', email: 'ada@example.com' };
const reference: Reference = { id: 'PX', name: 'Name' };
const priority: Priority = { id: 'PP2', name: 'P2', color: '#eb6016', order: 2 };

/** Every field has a value, and each of its parts too. */
const full: Incident = incident('P1', {
  priority,
  service: { ...reference },
  escalationPolicy: { ...reference },
  assignees: [{ ...person }, { ...person }],
  acknowledgers: [{ ...person }],
  teams: [{ ...reference }],
  updatedAt: '2026-01-15T01:00:00.000Z',
  resolvedAt: '2026-01-15T02:00:00.000Z',
  acknowledgedUntil: '2026-01-15T03:00:00.000Z',
  alertCount: 3,
  mergeable: false,
  url: 'https://acme.pagerduty.com/incidents/P1',
});

/** Each path to a value: `['assignees', '0', 'email']`. */
function* paths(value: unknown, path: readonly string[] = []): Generator<readonly string[]> {
  yield path;
  if (typeof value !== 'object' || value === null) return;
  for (const [name, part] of Object.entries(value)) yield* paths(part, [...path, name]);
}

function changedAt(path: readonly string[], to: unknown): Incident {
  const copy = structuredClone(full) as unknown as Record<string, unknown>;
  let holder = copy;
  for (const name of path.slice(0, -1)) holder = holder[name] as Record<string, unknown>;
  holder[path.at(-1)!] = to;
  return copy as unknown as Incident;
}

describe('isSameIncident', () => {
  it('finds copies the same', () => {
    assert.ok(isSameIncident(full, structuredClone(full)));
    assert.ok(isSameIncident(incident('P1'), structuredClone(incident('P1'))));
  });

  for (const path of paths(full)) {
    if (path.length === 0 || /^(assignees|acknowledgers|teams|\d+)$/.test(path.at(-1)!)) continue;
    it(`sees every difference of ${path.join('.')}`, () => {
      for (const other of [null, 'other']) {
        const changed = changedAt(path, other);
        assert.ok(!isSameIncident(full, changed));
        assert.ok(!isSameIncident(changed, full));
      }
    });
  }

  for (const name of ['assignees', 'acknowledgers', 'teams'] as const) {
    it(`sees one more or one less of ${name}, and another order`, () => {
      const shorter = changedAt([name], full[name].slice(1));
      assert.ok(!isSameIncident(full, shorter) && !isSameIncident(shorter, full));
      const two = [
        { id: 'A', name: 'A' },
        { id: 'B', name: 'B' },
      ];
      assert.ok(!isSameIncident(changedAt([name], two), changedAt([name], two.toReversed())));
    });
  }

  it('sees an e-mail address come and go', () => {
    const without = changedAt(['acknowledgers'], [{ id: person.id, name: person.name }]);
    assert.ok(!isSameIncident(full, without) && !isSameIncident(without, full));
  });
});
