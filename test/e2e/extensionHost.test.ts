import assert from 'node:assert/strict';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** As when another extension breaks it, or VS Code restarts it after an update: all extensions share one. */
describe('An extension host that ends', function () {
  this.timeout(120_000);
  let window: EditorWindow;
  const badge = () => window.page.locator('.activitybar .action-item', { hasText: /^\d+$/ }).first();
  after(() => window?.close());

  before(async () => {
    window = await openWindow({ size: { width: 1600, height: 1000 } });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
    await badge().waitFor();
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    await window.webview().getByRole('button', { name: 'Run in terminal, Rollback' }).waitFor();
    await window.endExtensionHost();
  });

  it('leaves no view that says what is not so', async () => {
    await window.page.getByRole('button', { name: 'Start a Drill' }).waitFor({ timeout: 60_000 });
    const timeline = window.page.locator('.pane-header', { hasText: 'Timeline' });
    await timeline.filter({ hasNotText: 'Checkout' }).waitFor();
    await badge().waitFor({ state: 'hidden' });
    assert.equal(await window.treeItem(/Checkout error rate/i).count(), 0);
  });

  it('leaves a page that says that nobody hears it', async () => {
    await window.webview().getByRole('button', { name: 'Run in terminal, Rollback' }).click();
    await window.webview().getByRole('alert').getByText('does not hear this page').waitFor();
    await window.screenshot('extension-host-ended-dark');
  });

  it('lets the drill start again, and its runbook open again', async () => {
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
    await window.command('View: Close All Editors');
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    const block = window.webview().locator('section[aria-label="Block, Rollback"]');
    await block.getByRole('button', { name: 'Run in terminal, Rollback' }).click();
    await block.getByText(/^ok/i).first().waitFor({ timeout: 60_000 });
    await window.screenshot('extension-host-again-dark');
  });
});
