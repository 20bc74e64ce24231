import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** The details of a drill’s incident: everything that an account with every ability has around one. */
describe('The details of an incident', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ theme: 'light', size: { width: 1600, height: 1200 } });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.select(/Checkout error rate/i);
    await window.page.keyboard.press('Enter');
  });

  it('show alert, runbook and reason, bridge, past incidents and the change before it', async () => {
    const page = window.webview();
    await page.getByRole('heading', { name: /Checkout error rate/i }).waitFor();
    await page.getByText('DRILL', { exact: true }).first().waitFor();
    for (const part of [
      'Alerts',
      'Notes',
      'History',
      'Recent changes',
      'Related incidents',
      'Past incidents',
    ])
      await page.getByRole('heading', { name: part }).waitFor();
    await page.getByText(/v42/).first().waitFor();
    await page.getByRole('button', { name: 'Join Bridge' }).waitFor();
    await window.untilNothingRests();
    await window.screenshot('details-drill-light');
  });

  it('open the bridge only after VS Code has shown its address', async () => {
    await window.webview().getByRole('button', { name: 'Join Bridge' }).click();
    const dialog = window.page.locator('.monaco-dialog-box', { hasText: 'example.com' });
    await dialog.waitFor();
    await window.screenshot('join-bridge-light');
    await window.dialogButton('Cancel').click();
    await window.notification(/bridge by phone/i).waitFor();
  });

  it('take a note, which shows in the details and in the timeline', async () => {
    await window.webview().getByRole('button', { name: 'Add Note' }).click();
    await window.answer('Coupon codes fail since v42.');
    await window.webview().getByText('Coupon codes fail since v42.').first().waitFor();
    await window.treeItem(/Coupon codes fail since v42\./).waitFor();
  });
});
