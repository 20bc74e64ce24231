import assert from 'node:assert/strict';
import type { Alert } from '../../../src/core/incidents/incident.ts';
import { alertLinks, bridgeLink, KnownLinks } from '../../../src/core/timeline/knownLinks.ts';
import { sampleIncident } from './sampleEntries.ts';

describe('Titles of addresses that are known already', () => {
  const alert = {
    ...{
      id: 'A1',
      title: 'Pool full',
      status: 'triggered',
      severity: null,
      createdAt: sampleIncident.createdAt,
    },
    ...{ details: [], labels: {}, alertName: null },
    links: [{ text: 'Dashboard', href: 'https://grafana.example/d/1' }],
    runbook: { href: 'https://wiki.example/pool#restart', foundIn: 'details.runbook_url' },
  } as Alert;

  it('are those of alerts, of the runbooks that they name, and of the bridge', () => {
    const known = new KnownLinks();
    known.learn(alertLinks([alert]));
    known.learn([bridgeLink(sampleIncident, 'https://meet.example/7')]);
    assert.equal(known.titleOf('https://grafana.example/d/1'), 'Dashboard');
    assert.equal(known.titleOf('https://wiki.example/pool#restart'), 'Runbook of “Pool full”');
    assert.match(known.titleOf('https://meet.example/7')!, /^Conference bridge of #\d+$/);
    assert.equal(known.titleOf('https://elsewhere.example/'), null);
  });

  it('are of a page for each of its headings, and the last that was learned', () => {
    const known = new KnownLinks();
    known.learn([{ href: 'https://wiki.example/pool', title: 'Runbook of “Pool full”' }]);
    known.learn([{ href: 'https://wiki.example/pool', title: 'Connection pools' }]);
    assert.equal(known.titleOf('https://wiki.example/pool#restart'), 'Connection pools');
  });

  it('are no title where there is only the address, and stay a bounded number', () => {
    const known = new KnownLinks();
    known.learn([{ href: 'https://a.example', title: 'https://a.example' }]);
    assert.equal(known.titleOf('https://a.example'), null);
    known.learn(Array.from({ length: 2_001 }, (_, n) => ({ href: `https://a.example/${n}`, title: `${n}` })));
    assert.equal(known.titleOf('https://a.example/0'), null);
    assert.equal(known.titleOf('https://a.example/2000'), '2000');
  });
});
