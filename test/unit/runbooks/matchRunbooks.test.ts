import assert from 'node:assert/strict';
import type { Alert } from '../../../src/core/incidents/incident.ts';
import {
  clearlyBest,
  matchRunbooks,
  unmatchedLinks,
  type RunbookCandidate,
} from '../../../src/core/runbooks/matchRunbooks.ts';
import { alert, candidate, incident, linking } from './candidates.ts';

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

  const full = 'runbooks/disk-full.md';
  const ofTeam = 'team-db/db/disk-full.md';
  const readme = 'db/README.md';
  const links: [href: string, ...paths: string[]][] = [
    ['https://github.com/x/y/blob/main/runbooks/disk-full.md#quick-diagnosis', full],
    ['https://github.com/x/y/blob/fix/some/branch/runbooks/disk-full.md?plain=1', full],
    ['https://github.com/x/y/raw/refs/heads/main/runbooks/disk-full.md', full],
    ['https://github.com/x/y/edit/main/runbooks/disk-full.md', full],
    ['https://raw.githubusercontent.com/x/y/main/runbooks/disk-full.md', full],
    ['https://github.com/x/y/tree/main/db', readme],
    ['https://gitlab.com/group/sub/y/-/blob/v1.2/team-db/db/disk-full.md?ref_type=tags', ofTeam],
    ['https://gitlab.example/group/y/-/raw/main/runbooks/disk-full.md?inline=false', full],
    ['https://gitlab.com/group/y/-/wikis/runbooks/Disk-full', full],
    ['https://bitbucket.org/x/y/src/main/runbooks/disk-full.md', full],
    ['https://bitbucket.org/x/y/raw/1234abcd/runbooks/disk-full.md', full],
    ['https://git.example/projects/X/repos/y/browse/runbooks/disk-full.md?at=refs%2Fheads%2Fmain', full],
    ['https://gitea.example/x/y/src/branch/main/runbooks/disk-full.md', full],
    ['https://dev.azure.com/x/y/_git/z?path=/runbooks/disk-full.md&version=GBmain', full],
    ['https://docs.example/db/', readme],
    ['https://wiki.example/runbooks/Disk+Full', full],
    ['https://wiki.example/Disk-Full.html?version=3', full, ofTeam],
    ['runbooks/disk-full.md', full],
    ['runbooks\\disk-full.md', full],
    ['./disk-full', full, ofTeam],
    ['https://wiki.example/team%2Ddb/db/disk-full', ofTeam],
    ['https://wiki.example/db/README.md', readme],
    ['https://wiki.example/other/README.md'],
    ['https://wiki.example/runbooks'],
    ['https://wiki.example/runbooks/other.md'],
    ['https://wiki.example/'],
    ['https://wiki.example/other'],
    ['%E0%A4%A'],
    ['#quick-diagnosis'],
  ];
  const files = [full, ofTeam, readme].map(path => candidate(path));
  for (const [href, ...found] of links) {
    it(`maps ${href} to ${found.join(' or ') || 'nothing'}`, () => {
      assert.deepEqual(paths([linking(href)], files), found);
      assert.deepEqual(
        unmatchedLinks([linking(href), linking(href)], files).map(link => link.href),
        found.length === 0 ? [href] : [],
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

  it('puts the team’s own for the service before a shipped one for the title, and that before the file’s name', () => {
    const candidates = [
      candidate('disk-full.md', { titles: ['*disk*full*'] }, 'shipped'),
      candidate('orders-db.md'),
      candidate('ours.md', { services: ['Orders DB'] }),
    ];
    assert.deepEqual(paths([], candidates), ['ours.md', 'disk-full.md', 'orders-db.md']);
  });

  it('tells files of one name apart by the longest end, then by the repository that the link names', () => {
    const of = (repository: string, path: string) => ({ ...candidate(path), id: repository, repository });
    const both = [of('payments', 'runbooks/disk-full.md'), of('Orders', 'runbooks/disk-full.md')];
    const found = (href: string) =>
      matchRunbooks(incident, [linking(href)], both).map(one => one.candidate.id);
    assert.deepEqual(found('https://github.com/x/orders/blob/main/runbooks/disk-full.md'), ['Orders']);
    assert.deepEqual(found('https://github.com/x/other/blob/main/runbooks/disk-full.md'), [
      'payments',
      'Orders',
    ]);
    const longer = [...both, of('third', 'x/runbooks/disk-full.md')];
    const [best] = matchRunbooks(
      incident,
      [linking('https://a.example/orders/x/runbooks/disk-full.md')],
      longer,
    );
    assert.equal(best!.candidate.id, 'third');
  });

  it('takes no page on the web for a shipped file of that name', () => {
    const shipped = [candidate('disk-full.md', {}, 'shipped')];
    assert.deepEqual(paths([linking('https://wiki.example/disk-full')], shipped), []);
    assert.deepEqual(paths([linking('disk-full.md#step')], shipped), ['disk-full.md']);
  });

  it('says when only the name of the page fits', () => {
    const [match] = matchRunbooks(incident, [linking('https://wiki.example/a')], [candidate('a.md')]);
    assert.equal(
      match!.reason,
      'The alert “Disk is full on db-1” links to a page of its name (details.runbook_url).',
    );
  });

  it('takes another link of the alert’s only for a Markdown file whose folder fits too, behind the alert’s own', () => {
    const links = [
      { text: 'Graph', href: 'https://grafana.example/d/disk-full' },
      { text: 'Help', href: 'https://github.com/x/y/blob/main/runbooks/disk-full.md#first' },
    ];
    const linked = alert({ links, runbook: { href: 'own.md', foundIn: 'details.runbook' } });
    const candidates = [candidate('runbooks/disk-full.md'), candidate('own.md'), candidate('x/other.md')];
    assert.deepEqual(
      matchRunbooks(incident, [linked], candidates).map(({ reason, fragment }) => [reason, fragment]),
      [
        ['The alert “Disk is full on db-1” links to it (details.runbook).', null],
        ['The alert “Disk is full on db-1” has a link to it (“Help”).', 'first'],
      ],
    );
    assert.deepEqual(paths([alert({ links: links.slice(0, 1) })], candidates), []);
  });

  it('opens by itself only what is clearly better than the next one', () => {
    const best = (alerts: readonly Alert[], candidates: readonly RunbookCandidate[], of = incident) =>
      clearlyBest(matchRunbooks(of, alerts, candidates))?.candidate.path ?? null;
    const service = { services: ['Orders DB'] };
    assert.equal(best([], []), null);
    assert.equal(best([], [candidate('a.md', service)]), 'a.md');
    assert.equal(best([], [candidate('a.md', service), candidate('b.md', service)]), null);
    assert.equal(best([], [candidate('a.md', service), candidate('b.md', service, 'shipped')]), 'a.md');
    assert.equal(best([], [candidate('a.md', service), candidate('b.md', { titles: ['Disk*'] })]), 'b.md');
    assert.equal(best([linking('a.md')], [candidate('a.md'), candidate('b.md', { titles: ['*'] })]), 'a.md');
    assert.equal(best([linking('a.md'), linking('b.md')], [candidate('a.md'), candidate('b.md')]), null);
    const severe = { ...incident, severity: 'P3' as const };
    assert.equal(best([], [candidate('a.md', { ...service, severities: ['P1'] })], severe), null);
    assert.equal(best([], [candidate('orders-db.md', { severities: ['P1'] })], severe), null);
    assert.equal(best([], [candidate('orders-db.md', { severities: ['P3'] })], severe), 'orders-db.md');
  });
});
