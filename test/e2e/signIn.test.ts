import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { CuttableProxy } from '../cuttableProxy.ts';
import { seed } from '../../src/drill/seed.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** Signing in as a person does, to a PagerDuty-compatible server: wrong key, right key, 300 incidents, then offline. */
describe('Signing in', function () {
  this.timeout(120_000);
  let server: DrillServer;
  let network: CuttableProxy;
  let account: DrillAccount;
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    account = new DrillAccount({ clock });
    seed(account, 300, clock.now());
    server = await DrillServer.start({ account, clock });
    network = await CuttableProxy.before(server.baseUrl);
    window = await openWindow({
      theme: 'light',
      // So seldom that nothing is asked again here before a person wishes it.
      settings: { 'onCall.pagerDuty.baseUrl': network.baseUrl, 'onCall.pollInterval': 600 },
    });
    await window.openView('On-Call');
  });

  after(async () => {
    await network.cut();
    await server.stop();
  });

  async function signIn(key: string): Promise<void> {
    await window.choose('On-Call: Sign In to PagerDuty…', 'The address in the settings');
    await window.answer(key);
  }

  it('with a wrong key says what to do', async () => {
    await signIn('not-a-key-of-this-account');
    await window.notification(/key.*Sign In/s).waitFor();
    await window.screenshot('sign-in-wrong-key-light');
    await window.page.keyboard.press('Escape');
  });

  it('without a network keeps what was pasted, until the key could be checked', async () => {
    await network.cut();
    await signIn(account.keys.user);
    await window.dialogButton('Try Again').waitFor();
    await window.screenshot('sign-in-no-network-light');
    await window.dialogButton('Try Again').click();
    await window.dialogButton('Try Again').waitFor();
    await network.mend();
    await window.dialogButton('Try Again').click();
  });

  it('with a right key shows all 300 incidents', async () => {
    const name = window.page.locator('.quick-input-widget', { hasText: /name/i }).locator('input');
    await name.waitFor();
    await name.press('Enter');
    await window.treeItem(/^Triggered, \d+ incidents/).waitFor();
    await window.screenshot('sign-in-300-light');
  });

  it('offline says so, with what to do, and keeps showing what was read', async () => {
    await network.cut();
    await window.command('On-Call: Refresh Incidents');
    await window.treeItem(/^Cannot reach PagerDuty/).waitFor();
    await window.treeItem(/^Triggered, \d+ incidents/).waitFor();
    await window.page.getByText(/Cannot reach PagerDuty.*Check the network.*PagerDuty: updated/).waitFor();
    await window.screenshot('offline-light');
  });

  const offline = () => window.treeItem(/^Cannot reach PagerDuty/);

  it('asks again when the row that says so is clicked, and shows what is new once the network is back', async () => {
    const { me, services } = account.directory;
    const title = 'It rang while nothing came through';
    account.create(
      { title, service: services.checkout, urgency: 'high', priority: null, body: null, assignees: [] },
      me,
    );
    await network.mend();
    await sleep(1_000);
    const before = server.requests.length;
    await window.press(offline(), window.treeItem(/, It rang while nothing came through,/));
    await offline().waitFor({ state: 'detached' });
    assert.ok(server.requests.length > before);
    await window.screenshot('offline-no-more-light');
  });

  it('does so with Enter, too', async () => {
    await network.cut();
    await window.command('On-Call: Refresh Incidents');
    await window.toTop(/^Cannot reach PagerDuty/);
    await network.mend();
    await window.page.keyboard.press('Enter');
    await offline().waitFor({ state: 'detached' });
  });

  it('signed out shows the way in again', async () => {
    await window.command('On-Call: Sign Out of PagerDuty…');
    await window.dialogButton('Sign Out').click();
    await window.page.getByRole('button', { name: 'Sign In to PagerDuty' }).waitFor();
  });
});
