import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { seed } from '../../src/drill/seed.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';

/** Two windows of the same person on the same machine: one asks PagerDuty for both. */
describe('Two windows', function () {
  this.timeout(180_000);
  let pagerDuty: TestPagerDuty;
  let first: EditorWindow;
  let second: EditorWindow;

  before(async () => {
    pagerDuty = await TestPagerDuty.start((account, now) => seed(account, 30, now));
    first = await openWindow({
      settings: { ...pagerDuty.settings, 'onCall.pollInterval': 15, 'onCall.notifications.threshold': 'all' },
    });
    await first.openView('On-Call');
    await pagerDuty.signIn(first);
    await first.treeItem(/^Triggered, 20 incidents/).waitFor();
  });

  after(() => pagerDuty.stop());

  const lists = () =>
    pagerDuty.server.requests.filter(
      ({ method, path, query }) => method === 'GET' && path === '/incidents' && query.get('limit') === '100',
    ).length;

  it('the second one shows what the first one has read, without a request of its own', async () => {
    second = await first.another();
    await second.openView('On-Call');
    const before = lists();
    const began = Date.now();
    // A browser’s windows do not share the secret storage, as a desktop’s do.
    await pagerDuty.signIn(second);
    await second.treeItem(/^Triggered, 20 incidents/).waitFor();
    await sleep(16_000);
    const asked = lists() - before;
    // Two a minute, and one of each window’s own when it begins.
    const allowed = 2 + Math.ceil((Date.now() - began) / 30_000);
    assert.ok(asked <= allowed, `${asked} readings of the list by two windows, ${allowed} are allowed`);
  });

  it('what one does shows in the other', async () => {
    const incident = pagerDuty.account
      .incidents()
      .filter(({ status }) => status === 'triggered')
      .at(-1)!;
    await second.treeAction(new RegExp(`${incident.title},`), 'Acknowledge');
    await first.treeItem(/^Triggered, 19 incidents/).waitFor();
    assert.equal(await first.treeItem(new RegExp(`Triggered, ${incident.title}`)).count(), 0);
  });

  it('a new incident is told of once', async () => {
    const { account } = pagerDuty;
    account.trigger({
      service: account.directory.services.checkout,
      title: 'Payments fail for everybody',
      urgency: 'high',
      priority: account.directory.priorities[0],
      alert: { key: 'payments', severity: 'critical', details: {}, contexts: [] },
    });
    await first.command('On-Call: Refresh Incidents');
    await first.treeItem(/Triggered, Payments fail for everybody/).waitFor();
    await second.treeItem(/Triggered, Payments fail for everybody/).waitFor();
    await sleep(4_000);
    const told = await Promise.all(
      [first, second].map(one => one.notification(/Payments fail for everybody/).count()),
    );
    assert.equal(told[0]! + told[1]!, 1, `told ${told.join(' and ')} times`);
    await (told[0] ? first : second).screenshot('new-incident-toast-dark');
  });

  it('when the window that asks is closed, the other one goes on', async () => {
    await first.page.close();
    await sleep(12_000);
    const before = lists();
    await second.command('On-Call: Refresh Incidents');
    for (let waited = 0; lists() === before && waited < 20_000; waited += 250) await sleep(250);
    assert.ok(lists() > before, 'nobody asked any more');
  });
});
