import assert from 'node:assert/strict';
import type { Alert, Incident } from '../../../src/core/incidents/incident.ts';
import { matchRunbooks, type RunbookMatch } from '../../../src/core/runbooks/matchRunbooks.ts';
import type { RunbookPurpose } from '../../../src/core/runbooks/runbook.ts';
import { alert, candidate, incident } from './candidates.ts';

const labelled = (labels: Alert['labels']) => alert({ labels });

function match(
  purpose: Partial<RunbookPurpose>,
  alerts: readonly Alert[] = [],
  of = incident,
): RunbookMatch | null {
  return matchRunbooks(of, alerts, [candidate('x.md', purpose)])[0] ?? null;
}

const first = (alerts: readonly Alert[], purposes: Readonly<Record<string, Partial<RunbookPurpose>>>) =>
  matchRunbooks(
    incident,
    alerts,
    Object.entries(purposes).map(([path, purpose]) => candidate(path, purpose)),
  ).map(one => one.candidate.path);

describe('purposeMatch', () => {
  const labels = [
    { name: 'team', value: 'orders' },
    { name: 'env', value: 'prod-*' },
  ];

  it('wants all labels on one alert, with `*` for anything', () => {
    assert.equal(
      match({ labels }, [labelled({ team: 'orders', env: 'prod-eu', more: 'x' })])?.kind,
      'labels',
    );
    assert.equal(match({ labels }, [labelled({ team: 'orders' }), labelled({ env: 'prod-eu' })]), null);
    assert.equal(match({ labels }, [labelled({ team: 'orders', env: 'staging' })]), null);
    assert.equal(match({ labels }, []), null);
    assert.equal(match({ labels: [] }, [labelled({ team: 'orders' })]), null);
    assert.equal(match({ labels: [{ name: 'team', value: '*' }] }, [labelled({ team: '' })])?.kind, 'labels');
  });

  it('says which labels', () => {
    assert.equal(
      match({ labels }, [labelled({ team: 'orders', env: 'prod-us' })])?.reason,
      'It is written for the labels team=orders and env=prod-*.',
    );
  });

  it('has no label of the object’s own prototype', () => {
    assert.equal(match({ labels: [{ name: 'constructor', value: '*' }] }, [labelled({})]), null);
  });

  it('says everything that fits', () => {
    const purpose = {
      alerts: ['DiskFull'],
      services: ['orders db'],
      titles: ['Disk*'],
      labels: labels.slice(0, 1),
    };
    assert.equal(
      match(purpose, [{ ...labelled({ team: 'orders' }), alertName: 'DiskFull' }])?.reason,
      'It is written for the alert “DiskFull”, the label team=orders, incidents titled “Disk*” and the service “Orders DB”.',
    );
  });

  it('goes by the strongest fact, then by how many fit, and puts back what is meant for others', () => {
    const alerts = [alert({ alertName: 'DiskFull' })];
    const byAlert = { alerts: ['DiskFull'] };
    assert.deepEqual(
      first(alerts, {
        'service.md': { services: ['Orders DB'] },
        'other.md': { ...byAlert, services: ['payments'] },
        'any.md': byAlert,
        'ours.md': { ...byAlert, services: ['Orders DB'] },
        'title.md': { titles: ['Disk*'], services: ['Orders DB'] },
      }),
      ['ours.md', 'any.md', 'other.md', 'title.md', 'service.md'],
    );
  });

  const severities: [named: string[], severity: Incident['severity'], fits: boolean][] = [
    [['P1', 'P2'], 'P1', true],
    [['sev2'], 'P2', true],
    [['1'], 'P1', true],
    [['P1', 'P2'], 'P3', false],
    [['SEV-1'], 'P4', false],
    [['P1'], null, true],
    [['critical'], 'P3', true],
    [[], 'P3', true],
  ];
  for (const [named, severity, fits] of severities) {
    it(`severities ${JSON.stringify(named)} and ${severity}: ${fits ? 'fits' : 'is put back'}`, () => {
      const found = match({ services: ['Orders DB'], severities: named }, [], { ...incident, severity });
      assert.equal(found?.kind, fits ? 'service' : 'otherSeverity');
    });
  }

  it('says for which severities it is meant, and comes behind all that fit', () => {
    const severe = { ...incident, severity: 'P3' as const };
    const found = matchRunbooks(
      severe,
      [alert({ alertName: 'DiskFull' })],
      [
        candidate('a.md', { alerts: ['DiskFull'], severities: ['P1', 'sev2'] }),
        candidate('diskfull.md', {}, 'shipped'),
      ],
    );
    assert.deepEqual(
      found.map(({ candidate: { path }, reason }) => [path, reason]),
      [
        ['diskfull.md', 'Its file is named like “DiskFull”.'],
        ['a.md', 'It is written for the alert “DiskFull”, but for P1 and P2 only, and this is P3.'],
      ],
    );
  });

  it('puts back what is meant for others where only its file’s name fits, behind front matter that fits', () => {
    const severe = { ...incident, severity: 'P3' as const };
    const forOthers = { severities: ['P1', 'sev2'] };
    const found = matchRunbooks(
      severe,
      [alert({ alertName: 'DiskFull' })],
      [
        candidate('disk-full.md', forOthers),
        candidate('orders-db.md', forOthers),
        candidate('a.md', { ...forOthers, labels, titles: ['Disk*'], services: ['other'] }),
        candidate('diskfull.md', { severities: ['P3'] }, 'shipped'),
      ],
    );
    assert.deepEqual(
      found.map(({ candidate: { path }, kind }) => [path, kind]),
      [
        ['diskfull.md', 'fileName'],
        ['a.md', 'otherSeverity'],
        ['disk-full.md', 'otherSeverity'],
        ['orders-db.md', 'otherSeverity'],
      ],
    );
    assert.equal(
      found[2]!.reason,
      'Its file is named like “DiskFull”, but it is for P1 and P2 only, and this is P3.',
    );
  });

  it('chooses nothing by severity alone', () => {
    assert.equal(match({ severities: ['P1'] }, [], { ...incident, severity: 'P1' }), null);
  });

  it('prefers a file named like the alert to one named like the service', () => {
    assert.deepEqual(first([alert({ alertName: 'DiskFull' })], { 'orders-db.md': {}, 'disk_full.md': {} }), [
      'disk_full.md',
      'orders-db.md',
    ]);
  });
});
