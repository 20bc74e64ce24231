import assert from 'node:assert/strict';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { listIncidents, IncidentList } from '../../../../src/core/incidents/list/incidentList.ts';
import {
  noFilter,
  wholeView,
  type IncidentFilter,
  type IncidentView,
} from '../../../../src/core/incidents/list/incidentView.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { incident } from '../incidentFixtures.ts';
import { pick, randomIncident, randomView, viewer } from './randomIncidents.ts';

const at = (minute: number) => `2026-01-15T00:${String(minute).padStart(2, '0')}:00.000Z`;

function ids(incidents: readonly Incident[], view: Partial<IncidentView>): string[] {
  return listIncidents(incidents, { ...wholeView, ...view }, viewer).map(group =>
    group.incidents.map(({ id }) => id).join(' '),
  );
}

function filtered(incidents: readonly Incident[], filter: Partial<IncidentFilter>): string {
  return ids(incidents, { groupBy: 'none', filter: { ...noFilter, ...filter } }).join();
}

describe('listIncidents', () => {
  it('groups by status, the newest first, and leaves empty groups out', () => {
    const list = [
      incident('A', { createdAt: at(1) }),
      incident('B', { createdAt: at(3), status: 'resolved' }),
      incident('C', { createdAt: at(2) }),
    ];
    assert.deepEqual(ids(list, {}), ['C A', 'B']);
    assert.deepEqual(listIncidents([], wholeView, viewer), []);
  });

  it('groups by service, and tells services of the same name apart by their account and id', () => {
    const list = [
      incident('A', { service: null }),
      incident('B', { service: { id: 'S1', name: 'Web' } }),
      incident('C', { service: { id: 'S1', name: 'Web' }, accountId: 'globex' }),
      incident('D', { service: { id: 'S2', name: 'api' } }),
    ];
    assert.deepEqual(ids(list, { groupBy: 'service' }), ['D', 'B', 'C', 'A']);
  });

  it('calls a service that was renamed by the name that its first incident has', () => {
    const list = [
      incident('A', { createdAt: at(1), service: { id: 'S1', name: 'Old' } }),
      incident('B', { createdAt: at(2), service: { id: 'S1', name: 'New' } }),
    ];
    const labels = listIncidents(list, { ...wholeView, groupBy: 'service' }, viewer).map(
      group => group.label,
    );
    assert.deepEqual(labels, [{ by: 'service', name: 'New' }]);
  });

  it('groups by severity, none last', () => {
    const list = [
      incident('A', { severity: null }),
      incident('B', { severity: 'P4' }),
      incident('C', { severity: 'P1' }),
    ];
    assert.deepEqual(ids(list, { groupBy: 'severity' }), ['C', 'B', 'A']);
  });

  it('groups by assignee: me first over all accounts, nobody last, each in the group of everyone it is assigned to', () => {
    const [me, eve] = [
      { id: 'P1', name: 'Ada' },
      { id: 'P9', name: 'Aaron' },
    ];
    const list = [
      incident('A', { assignees: [eve, me, eve] }),
      incident('B', { assignees: [] }),
      incident('C', { assignees: [me], accountId: 'globex' }),
    ];
    const groups = listIncidents(list, { ...wholeView, groupBy: 'assignee' }, viewer);
    assert.deepEqual(
      groups.map(({ label, incidents }) => [label, incidents.map(({ id }) => id).join(' ')]),
      [
        [{ by: 'assignee', name: null, me: true }, 'A'],
        [{ by: 'assignee', name: 'Aaron', me: false }, 'A'],
        [{ by: 'assignee', name: 'Ada', me: false }, 'C'],
        [{ by: 'assignee', name: null, me: false }, 'B'],
      ],
    );
  });

  it('sorts each way, what is resolved behind what is open, and ties the same whatever the order it came in', () => {
    const list = [
      incident('A', { createdAt: at(1), severity: 'P3', service: { id: 'S', name: 'b' } }),
      incident('B', { createdAt: at(2), severity: null, urgency: 'low', updatedAt: at(9) }),
      incident('C', { createdAt: at(3), severity: null, service: { id: 'S', name: 'Á' } }),
      incident('D', { createdAt: at(4), severity: 'P1', service: null, status: 'resolved' }),
      incident('E', { createdAt: at(3), severity: null, service: { id: 'S', name: 'Á' } }),
    ];
    const expected: Record<IncidentView['sortBy'], string> = {
      newest: 'C E B A D',
      oldest: 'A B C E D',
      severity: 'A C E B D',
      service: 'C E A B D',
      updated: 'B C E A D',
    };
    for (const [sortBy, order] of Object.entries(expected) as [IncidentView['sortBy'], string][]) {
      assert.deepEqual(ids(list, { groupBy: 'none', sortBy }), [order], sortBy);
      assert.deepEqual(ids(list.toReversed(), { groupBy: 'none', sortBy }), [order], sortBy);
    }
  });

  describe('filters', () => {
    const me = { id: 'P1', name: 'Ada' };
    const list = [
      incident('A', { assignees: [me] }),
      incident('B', { assignees: [], acknowledgers: [me], status: 'acknowledged', urgency: 'low' }),
      incident('C', { assignees: [], teams: [{ id: 'T1', name: 'Ops' }], severity: null }),
      incident('D', { assignees: [me], teams: [{ id: 'T1', name: 'Ops' }], accountId: 'globex' }),
    ];
    const cases: [Partial<IncidentFilter>, string][] = [
      [{}, 'A C D B'],
      [{ mine: true }, 'A B'],
      [{ myTeams: true }, 'C'],
      [{ mine: true, myTeams: true }, 'A C B'],
      [{ mine: true, urgencies: ['low'] }, 'B'],
      [{ severities: ['none'] }, 'C'],
      [{ severities: ['none', 'P2'] }, 'A C D B'],
      [{ statuses: ['acknowledged'] }, 'B'],
      [{ statuses: ['resolved'] }, ''],
      [{ accounts: ['globex'] }, 'D'],
      [{ services: [{ id: 'PS', name: '' }] }, 'A C D B'],
      [{ services: [{ id: 'other', name: 'Mail' }] }, ''],
      [{ text: 'ops' }, 'C D'],
    ];
    for (const [filter, expected] of cases) {
      it(`${JSON.stringify(filter)}: ${expected || 'none'}`, () => {
        const found = filtered(list, filter).split(' ').sort().join(' ');
        assert.equal(found, expected.split(' ').sort().join(' '));
      });
    }
  });

  it('is right for random incidents and views: everything that matches once in each of its groups, in order', () => {
    for (const seed of seeds(draws(300, 10_000))) {
      const random = seeded(seed);
      const list = Array.from({ length: Math.floor(random() * 60) }, (_, n) =>
        randomIncident(random, `I${n}`),
      );
      const view = randomView(random);
      const groups = listIncidents(list, view, viewer);
      const which = `seed ${seed}, ${JSON.stringify(view)}`;
      assert.equal(new Set(groups.map(({ id }) => id)).size, groups.length, which);
      for (const one of list) {
        const holding = groups.filter(group => group.incidents.includes(one)).length;
        const places = view.groupBy === 'assignee' ? new Set(one.assignees.map(({ id }) => id)).size || 1 : 1;
        assert.equal(holding, matches(one, view) ? places : 0, `${which}, ${one.id}`);
      }
      for (const { incidents } of groups) {
        assert.ok(incidents.length > 0, which);
        assert.equal(new Set(incidents).size, incidents.length, which);
        for (const [n, one] of incidents.slice(1).entries()) assertInOrder(incidents[n]!, one, view, which);
      }
      const again = listIncidents(
        list.toSorted(() => random() - 0.5),
        view,
        viewer,
      );
      assert.deepEqual(again, groups, which);
    }
  });

  it('kept up to date is the same as listed anew, for random changes', () => {
    for (const seed of seeds(draws(100, 5_000))) {
      const random = seeded(seed);
      const view = randomView(random);
      const known = new Map<string, Incident>();
      const list = new IncidentList();
      list.arrange([], view, viewer);
      for (let round = 0; round < 12; round++) {
        const changes = new Map<string, Incident | undefined>();
        for (let n = Math.floor(random() * 15); n > 0; n--) {
          const one = randomIncident(random, `I${Math.floor(random() * 30)}`);
          const present = known.get(one.key);
          // Also one that is gone without ever having been there, and one that did not change.
          changes.set(one.key, pick(random, [one, one, undefined, present]));
        }
        for (const [key, one] of changes) {
          if (one) known.set(key, one);
          else known.delete(key);
        }
        list.apply(changes);
        const anew = listIncidents([...known.values()], view, viewer);
        assert.deepEqual(list.groups(), anew, `seed ${seed}, round ${round}, ${JSON.stringify(view)}`);
        assert.equal(list.size, new Set(anew.flatMap(({ incidents }) => incidents)).size, `seed ${seed}`);
        for (const [key, one] of known) {
          const group = list.groupOf(key);
          assert.equal(group !== undefined, matches(one, view), `seed ${seed}`);
          if (group) assert.ok(group.incidents.includes(one), `seed ${seed}`);
        }
      }
    }
  });
});

/** Written another way than what it tests. */
function matches(one: Incident, { filter }: IncidentView): boolean {
  const me = one.accountId === 'acme' ? 'P1' : null;
  const mine = [...one.assignees, ...one.acknowledgers].some(({ id }) => id === me);
  const myTeams = one.accountId === 'acme' && one.teams.some(({ id }) => id === 'T1');
  const wanted = [filter.mine && mine, filter.myTeams && myTeams];
  if ((filter.mine || filter.myTeams) && !wanted.includes(true)) return false;
  if (filter.urgencies.length && !filter.urgencies.includes(one.urgency)) return false;
  if (filter.severities.length && !filter.severities.includes(one.severity ?? 'none')) return false;
  if (filter.statuses.length && !filter.statuses.includes(one.status)) return false;
  if (filter.accounts.length && !filter.accounts.includes(one.accountId)) return false;
  if (filter.services.length && !filter.services.some(({ id }) => id === one.service?.id)) return false;
  const plain = (text: string) =>
    text
      .normalize('NFKD')
      .replace(/[\u0300-\u036f]/g, '')
      .toUpperCase();
  const texts = [one.title, one.id, one.number === null ? '' : `#${one.number}`, one.service?.name ?? '']
    .concat([...one.assignees, ...one.acknowledgers, ...one.teams].map(({ name }) => name))
    .map(plain);
  return plain(filter.text)
    .split(' ')
    .filter(Boolean)
    .every(word => texts.some(text => text.includes(word)));
}

function assertInOrder(a: Incident, b: Incident, { sortBy }: IncidentView, which: string): void {
  assert.ok(!(a.status === 'resolved' && b.status !== 'resolved'), `${which}: resolved before open`);
  if ((a.status === 'resolved') !== (b.status === 'resolved')) return;
  const changed = ({ updatedAt, createdAt }: Incident) => updatedAt ?? createdAt;
  const holds: Record<IncidentView['sortBy'], () => boolean> = {
    newest: () => a.createdAt >= b.createdAt,
    oldest: () => a.createdAt <= b.createdAt,
    severity: () => (a.severity ?? 'P5') <= (b.severity ?? 'P5'),
    service: () => a.service !== null || b.service === null,
    updated: () => changed(a) >= changed(b),
  };
  assert.ok(holds[sortBy](), `${which}: ${a.id} before ${b.id}`);
}
