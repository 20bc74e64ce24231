import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { DrillIncident } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';
import { TestPagerDuty } from './pagerDuty.ts';

/** What a responder does all night, in the packaged extension, against a PagerDuty-compatible server. */
describe('A responder at work', function () {
  this.timeout(180_000);
  let pagerDuty: TestPagerDuty;
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    pagerDuty = await TestPagerDuty.start((account, now) => seed(account, 450, now));
    window = await openWindow({
      theme: 'dark',
      size: { width: 1600, height: 1000 },
      settings: { ...pagerDuty.settings, 'onCall.notifications.threshold': 'off' },
    });
    await window.openView('On-Call');
    await pagerDuty.signIn(window);
    await window.treeItem(/^Triggered, 300 incidents/).waitFor();
  });

  // A test that failed in the middle leaves the next ones their network.
  afterEach(() => pagerDuty.proxy.mend());
  after(() => pagerDuty.stop());

  const incidents = () => pagerDuty.account.incidents();
  const triggered = () => incidents().filter(({ status }) => status === 'triggered');
  const newest = (): DrillIncident => triggered().at(-1)!;
  const row = (incident: DrillIncident) => window.treeItem(new RegExp(`${incident.title},`));

  it('shows the first hundred and how many there are more, and more on demand', async () => {
    await window.screenshot('responder-list-dark');
    const more = window.treeItem(/Show .* more/);
    await window.toTop(/^Triggered, 300/);
    await window.page.keyboard.press('End');
    await more.waitFor();
    await window.toTop(/Show .* more/);
    await window.treeItem(/^Triggered, 300/).waitFor();
  });

  it('takes a saved view, and shows everything again', async () => {
    await window.command('On-Call: Show a Saved View of the Incidents…');
    await window.screenshot('responder-saved-views-dark');
    await window.quickPickItem('High urgency').click();
    await window.page
      .getByText(/High urgency/i)
      .first()
      .waitFor();
    await window.treeItem(/^Triggered, 225 incidents/).waitFor();
    assert.equal(await window.treeItem(/^Triggered, 300 incidents/).count(), 0);
    await window.screenshot('responder-high-urgency-dark');
    await window.command('On-Call: Show All Incidents');
    await window.treeItem(/^Triggered, 300 incidents/).waitFor();
  });

  it('groups by service and back by status', async () => {
    await window.choose('On-Call: Group Incidents by…', 'Service');
    await window.treeItem(/^checkout, \d+ incidents/).waitFor();
    await window.screenshot('responder-by-service-dark');
    await window.choose('On-Call: Group Incidents by…', 'Status');
    await window.treeItem(/^Triggered, 300 incidents/).waitFor();
  });

  it('finds by text while typing', async () => {
    const wanted = newest();
    await window.command('On-Call: Find Incidents by Text…');
    await window.answer(`#${wanted.number}`);
    await row(wanted).waitFor();
    await window.treeItem(/^Triggered, 1 incident/).waitFor();
    await window.command('On-Call: Show All Incidents');
    await window.treeItem(/^Triggered, 300 incidents/).waitFor();
  });

  it('opens the details with Enter: every part, copyable', async () => {
    const incident = newest();
    await window.select(new RegExp(`${incident.title},`));
    await window.page.keyboard.press('Enter');
    const page = window.webview();
    await page.getByRole('heading', { name: incident.title }).waitFor();
    await page.getByRole('button', { name: /Acknowledge/ }).waitFor();
    await page.getByText('Host web-7 does not answer to ping.').first().waitFor();
    await sleep(500);
    await window.screenshot('responder-details-dark');
  });

  it('acknowledges from the details and takes it back from the status bar', async () => {
    const incident = newest();
    await window
      .webview()
      .getByRole('button', { name: /^Acknowledge/ })
      .first()
      .click();
    await window
      .webview()
      .getByText(/acknowledged/i)
      .first()
      .waitFor();
    await until('it is acknowledged', () => incident.status === 'acknowledged');
    await window.statusBarItem(/Undo/).click();
    await until('it is triggered again', () => incident.status === 'triggered');
  });

  it('shows who is on call, with levels and times', async () => {
    await window.statusBarItem(/On call until/).click();
    await window.treeItem(/Level 1/).waitFor();
    await window.screenshot('responder-on-call-dark');
  });

  it('offline: acknowledges at once, keeps it, and sends it when the network is back', async () => {
    const incident = newest();
    await window.toTop(/^Acknowledged, |^Triggered, /);
    await row(incident).waitFor();
    await pagerDuty.proxy.cut();
    await window.treeAction(new RegExp(`${incident.title},`), 'Acknowledge');
    await window.treeItem(new RegExp(`^Acknowledge, #${incident.number}.*waits to be sent`)).waitFor();
    await window.notification(/Not sent yet/).waitFor();
    await window.screenshot('responder-offline-dark');
    assert.equal(incident.status, 'triggered');
    await pagerDuty.proxy.mend();
    await window.command('On-Call: Send What Waits Now');
    await until('it arrived', () => incident.status === 'acknowledged');
    await window.treeItem(new RegExp(`^Acknowledge, #${incident.number}`)).waitFor({ state: 'detached' });
  });

  it('acknowledges 300 with the keyboard, by their group, shown or not', async function () {
    for (const incident of incidents()) {
      if (incident.status === 'acknowledged' && triggered().length < 300)
        pagerDuty.account.retrigger(incident, pagerDuty.account.directory.me);
    }
    await window.command('On-Call: Refresh Incidents');
    await window.toTop(/^Acknowledged, |^Triggered, /);
    await window.treeItem(/^Triggered, 300 incidents/).waitFor();
    await window.toTop(/^Triggered, 300 incidents/);
    await window.page.keyboard.press('Control+K');
    await window.page.keyboard.press('a');
    await until('all are acknowledged', () => triggered().length === 0, 30_000);
    await window.treeItem(/^Acknowledged, 450 incidents/).waitFor();
    await window.screenshot('responder-300-acknowledged-dark');
  });
});

async function until(what: string, look: () => boolean, patienceMs = 15_000): Promise<void> {
  for (const end = Date.now() + patienceMs; !look(); await sleep(50))
    if (Date.now() > end) assert.fail(`${what}: not within ${patienceMs / 1000} s`);
}
