import assert from 'node:assert/strict';
import { openWindow } from './openWindow.ts';

/** The same screens in every theme, for eyes; what is asserted is that nothing is told by colour alone. */
describe('The screens in other themes', function () {
  this.timeout(240_000);

  for (const theme of ['light', 'highContrast'] as const) {
    it(`tree, runbook and timeline, ${theme}`, async () => {
      const window = await openWindow({ theme, size: { width: 1600, height: 1000 } });
      await window.openView('On-Call');
      await window.page.getByRole('button', { name: 'Start a Drill' }).click();
      await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
      await window.treeAction(/Checkout error rate/i, 'Acknowledge');
      await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
      await window.treeAction(/Checkout error rate/i, 'Open Runbook');
      const block = window.webview().locator('section[aria-label="Block, Quick diagnosis"]').first();
      await block.getByRole('button', { name: /^Run in terminal/ }).click();
      const state = block.getByText(/Failed, exit code 22/);
      await state.waitFor({ timeout: 60_000 });
      await block.scrollIntoViewIfNeeded();
      await window.treeItem(/Quick diagnosis: failed with exit code 22/).waitFor();
      await window.screenshot(`runbook-${theme}`);
      await window.choose('On-Call: Generate Post-mortem', 'On-Call, ');
      await window.editor().getByText('Summary').first().waitFor();
      await window.screenshot(`post-mortem-${theme}`);
      await window.close();
    });
  }

  it('in Restricted Mode, where nothing runs and the runbook says why', async () => {
    const window = await openWindow({ trusted: false, theme: 'light' });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    const block = window.webview().locator('section[aria-label="Block, Quick diagnosis"]').first();
    await block.getByText(/Restricted Mode/).waitFor();
    assert.equal(await block.getByRole('button', { name: /^Run in terminal/ }).isDisabled(), true);
    await window.screenshot('restricted-light');
    await window.close();
  });
});
