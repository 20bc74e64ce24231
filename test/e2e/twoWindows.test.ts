import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillIncident } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';
import { removeFolder } from '../removeFolder.ts';

const team = `escalation:
  - name: Not contained
    severities: [P1]
    when: { notMitigatedAfter: 20s }
    tell: [Management]
`;

/** Two windows of the same person on the same machine: one asks PagerDuty for both. */
describe('Two windows', function () {
  this.timeout(180_000);
  let pagerDuty: TestPagerDuty;
  let first: EditorWindow;
  let second: EditorWindow;
  /** What the tests work with, the same one where they are tried again. */
  let incident: DrillIncident | undefined;
  let payments: DrillIncident | undefined;

  const folder = mkdtempSync(join(tmpdir(), 'on-call-two-windows-'));

  before(async () => {
    mkdirSync(join(folder, '.oncall'));
    writeFileSync(join(folder, '.oncall/config.yaml'), team);
    pagerDuty = await TestPagerDuty.start((account, now) => seed(account, 30, now));
    first = await openWindow({
      folder,
      settings: { ...pagerDuty.settings, 'onCall.pollInterval': 15, 'onCall.notifications.threshold': 'all' },
    });
    await first.openView('On-Call');
    await pagerDuty.signIn(first);
    await first.treeItem(/^Triggered, 20 incidents/).waitFor();
  });

  after(async () => {
    await pagerDuty.stop();
    await removeFolder(folder);
  });

  const lists = () =>
    pagerDuty.server.requests.filter(
      ({ method, path, query }) => method === 'GET' && path === '/incidents' && query.get('limit') === '100',
    ).length;

  it('the second one shows what the first one has read, without a request of its own', async () => {
    // One of an attempt before would be told of things in the place of this one.
    await second?.page.close();
    second = await first.another();
    await second.openView('On-Call');
    // A browser’s windows do not share the secret storage, as a desktop’s do.
    await pagerDuty.signIn(second);
    await second.treeItem(/^Triggered, 20 incidents/).waitFor();
    const before = lists();
    const began = Date.now();
    // Three intervals: two who asked each for themselves would read six times.
    await sleep(46_000);
    const asked = lists() - before;
    // Of whoever asks for both; and one that was wished for when the second one began.
    const allowed = 2 + Math.floor((Date.now() - began) / 15_000);
    assert.ok(asked <= allowed, `${asked} readings of the list by two windows, ${allowed} are allowed`);
  });

  it('what one does shows in the other', async () => {
    incident ??= pagerDuty.account.incidents().findLast(({ status }) => status === 'triggered')!;
    if (incident.status === 'triggered')
      await second.treeAction(new RegExp(`${incident.title},`), 'Acknowledge');
    await first.treeItem(/^Triggered, 19 incidents/).waitFor();
    assert.equal(await first.treeItem(new RegExp(`Triggered, ${incident.title}`)).count(), 0);
  });

  /** How often each window said so; one that says it late, too. */
  const messages = async (text: RegExp) => {
    const told = () => Promise.all([first, second].map(one => one.countMessages(text)));
    for (let tries = 0; tries < 20 && !(await told()).some(count => count > 0); tries++) await sleep(500);
    await sleep(4_000);
    return told();
  };

  it('a new incident is told of once', async () => {
    const { account } = pagerDuty;
    payments ??= account.trigger({
      service: account.directory.services.checkout,
      title: 'Payments fail for everybody',
      urgency: 'high',
      priority: account.directory.priorities[0],
      alert: { key: 'payments', severity: 'critical', details: {}, contexts: [] },
    });
    await first.command('On-Call: Refresh Incidents');
    await first.treeItem(/Triggered, Payments fail for everybody/).waitFor();
    await second.treeItem(/Triggered, Payments fail for everybody/).waitFor();
    const told = await messages(/Payments fail for everybody/);
    assert.equal(told[0]! + told[1]!, 1, `told ${told.join(' and ')} times`);
  });

  /** The other incident that was acknowledged may be a P1, too. */
  const due = () => new RegExp(`Due for #${payments!.number}: Not contained\\. Tell Management`);
  /** “due now” stands for a minute. */
  const isDue = /^Not contained, (due now|\d+ min overdue) · tell Management/;

  /** Past the long list of those that are triggered. */
  const look = async (one: EditorWindow) => {
    await one.toTop(/^Triggered, \d+ incidents/);
    await one.page.keyboard.press('ArrowLeft');
    await one.select(/Acknowledged, Payments fail for everybody/);
  };

  it('a deadline that falls due is told of once, with one entry', async () => {
    if (payments!.status === 'triggered')
      await first.treeAction(/Triggered, Payments fail for everybody/, 'Acknowledge');
    for (const one of [first, second]) {
      await look(one);
      await one.treeItem(isDue).waitFor({ timeout: 60_000 });
      await one.treeItem(/Due: Not contained\. Tell Management/).waitFor();
    }
    const told = await messages(due());
    assert.equal(told[0]! + told[1]!, 1, `told ${told.join(' and ')} times`);
    for (const one of [first, second])
      assert.equal(
        await one.page.getByRole('treeitem', { name: /Due: Not contained\. Tell Management/ }).count(),
        1,
      );
    await first.screenshot('deadline-in-two-windows-dark');
  });

  it('and not again when the window is opened anew', async () => {
    const before = await second.countMessages(due());
    await first.reload();
    // A browser’s window forgets its secrets, as a desktop’s does not.
    await pagerDuty.signIn(first);
    await look(first);
    await first.treeItem(isDue).waitFor();
    await sleep(5_000);
    assert.equal(await first.countMessages(due()), 0, 'told again after the reload');
    assert.equal(await second.countMessages(due()), before, 'told again in the other window');
    assert.equal(await first.page.getByRole('treeitem', { name: /Due: Not contained/ }).count(), 1);
  });

  it('it is put off with a reason, and the other window knows', async () => {
    const isPutOff = /^Not contained, in \d+ min/;
    await first.treeItem(isDue).or(first.treeItem(isPutOff)).first().waitFor();
    if (await first.treeItem(isDue).isVisible()) {
      await first.treeAction(isDue, 'Put Off a Deadline…');
      await first.quickPickItem('30 min').click();
      await first.answer('The rollback runs');
    }
    for (const one of [first, second]) await one.treeItem(isPutOff).waitFor();
    await second.treeItem(/Put off until .*Not contained: The rollback runs|The rollback runs/).waitFor();
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
