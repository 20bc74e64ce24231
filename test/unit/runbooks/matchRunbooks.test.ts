import assert from 'node:assert/strict';
import type { Alert, Incident } from '../../../src/core/incidents/incident.ts';
import { noPurpose } from '../../../src/core/runbooks/frontMatter.ts';
import {
  matchRunbooks,
  unmatchedLinks,
  type RunbookCandidate,
} from '../../../src/core/runbooks/matchRunbooks.ts';
import type { RunbookPurpose } from '../../../src/core/runbooks/runbook.ts';

function candidate(
  path: string,
  purpose: Partial<RunbookPurpose> = {},
  origin: RunbookCandidate['origin'] = 'workspace',
): RunbookCandidate {
  return { id: `${origin}:${path}`, path, purpose: { ...noPurpose, ...purpose }, title: path, origin };
}

function alert(fields: Partial<Alert>): Alert {
  return {
    id: 'A1',
    title: 'Disk is full on db-1',
    status: 'triggered',
    severity: null,
    createdAt: '2026-01-15T03:00:00.000Z',
    details: [],
    links: [],
    runbook: null,
    alertName: null,
    ...fields,
  };
}

function linking(href: string): Alert {
  return alert({ runbook: { href, foundIn: 'details.runbook_url' } });
}

const incident: Incident = {
  key: 'a:P1',
  accountId: 'a',
  id: 'P1',
  number: 1,
  title: 'Disk 95% full on db-1',
  status: 'triggered',
  urgency: 'high',
  priority: null,
  severity: null,
  service: { id: 'PSVC1', name: 'Orders DB' },
  assignees: [],
  acknowledgers: [],
  teams: [],
  escalationPolicy: null,
  createdAt: '2026-01-15T03:00:00.000Z',
  updatedAt: null,
  resolvedAt: null,
  acknowledgedUntil: null,
  alertCount: null,
  url: null,
};

function paths(alerts: readonly Alert[], candidates: readonly RunbookCandidate[]): string[] {
  return matchRunbooks(incident, alerts, candidates).map(match => match.candidate.path);
}

describe('matchRunbooks', () => {
  it('ranks link, alert name, title, service, file name; each runbook once', () => {
    const candidates = [
      candidate('orders-db.md'),
      candidate('service.md', { services: ['orders db'] }),
      candidate('title.md', { titles: ['disk*FULL*'] }),
      candidate('nothing.md', { services: ['other'], titles: ['disk'], alerts: ['diskfull'] }),
      candidate('alert.md', { alerts: ['DiskFull'], services: ['Orders DB'] }),
      candidate('linked.md', { services: ['Orders DB'] }),
    ];
    const alerts = [alert({ alertName: 'DiskFull' }), linking('https://wiki.example/linked')];
    assert.deepEqual(paths(alerts, candidates), [
      'linked.md',
      'alert.md',
      'title.md',
      'service.md',
      'orders-db.md',
    ]);
  });

  it('gives a reason a person understands', () => {
    const alerts = [linking('https://wiki.example/a.md#restart')];
    const [match] = matchRunbooks(incident, alerts, [candidate('a.md')]);
    assert.equal(match!.reason, 'The alert “Disk is full on db-1” links to it (details.runbook_url).');
    assert.equal(match!.fragment, 'restart');
  });

  it('prefers the workspace’s own at the same rank, and otherwise keeps the order', () => {
    const service = { services: ['PSVC1'] };
    const candidates = [
      candidate('s.md', service, 'shipped'),
      candidate('b.md', service),
      candidate('a.md', service),
      candidate('orders-db.md', {}, 'workspace'),
    ];
    assert.deepEqual(paths([], candidates), ['b.md', 'a.md', 's.md', 'orders-db.md']);
  });

  it('matches nothing without a reason', () => {
    assert.deepEqual(paths([], [candidate('disk-full.md'), candidate('readme.md')]), []);
    assert.deepEqual(
      matchRunbooks({ ...incident, service: null }, [], [candidate('.md', { services: [''] })]),
      [],
    );
  });

  const links: [href: string, path: string | null][] = [
    ['https://github.com/x/y/blob/main/runbooks/disk-full.md#quick-diagnosis', 'runbooks/disk-full.md'],
    ['https://wiki.example/Disk-Full.html?version=3', 'runbooks/disk-full.md'],
    ['runbooks/disk-full.md', 'runbooks/disk-full.md'],
    ['./disk-full', 'runbooks/disk-full.md'],
    ['https://wiki.example/team%2Ddb/db/disk-full', 'team-db/db/disk-full.md'],
    ['https://wiki.example/db/README.md', 'db/README.md'],
    ['https://wiki.example/other/README.md', null],
    ['https://wiki.example/', null],
    ['https://wiki.example/other', null],
    ['%E0%A4%A', null],
  ];
  const files = ['runbooks/disk-full.md', 'team-db/db/disk-full.md', 'db/README.md'].map(path =>
    candidate(path),
  );
  for (const [href, path] of links) {
    it(`maps ${href} to ${path ?? 'nothing'}`, () => {
      assert.deepEqual(paths([linking(href)], files), path === null ? [] : [path]);
      assert.deepEqual(
        unmatchedLinks([linking(href), linking(href)], files).map(link => link.href),
        path === null ? [href] : [],
      );
    });
  }

  it('compares names without case and punctuation, patterns from end to end', () => {
    assert.deepEqual(paths([alert({ alertName: 'HighErrorRate' })], [candidate('x/high_error-rate.md')]), [
      'x/high_error-rate.md',
    ]);
    const matching = ['*', 'disk*db-1', '*95%*', 'Disk 95% full on db-1', 'd*i*s*k*'];
    const other = ['', 'disk', '*full', 'full*', 'disk*db-1*db-1', '*.*'];
    for (const pattern of matching)
      assert.equal(paths([], [candidate('x.md', { titles: [pattern] })]).length, 1, pattern);
    for (const pattern of other)
      assert.equal(paths([], [candidate('x.md', { titles: [pattern] })]).length, 0, pattern);
  });

  it('takes the alert’s title where it has no name of its own', () => {
    assert.deepEqual(paths([alert({ title: 'DiskFull' })], [candidate('a.md', { alerts: ['DiskFull'] })]), [
      'a.md',
    ]);
  });
});
