import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { EditorWindow } from './editorWindow.ts';
import { openWindow } from './openWindow.ts';

/** A drill, told as each template in both languages; every preview leaves a picture for eyes. */
describe('The post-mortem of a drill', function () {
  this.timeout(240_000);
  let window: EditorWindow;
  after(() => window?.close());

  const documents = [
    ['On-Call, ', 'English', 'post-mortem.md', /Post-mortem:/],
    ['PagerDuty, ', 'English', 'post-mortem.pagerduty.en.md', /How’d We Do\?/],
    ['Google SRE, ', 'English', 'post-mortem.google-sre.en.md', /Where we got lucky/],
    ['Atlassian, ', 'English', 'post-mortem.atlassian.en.md', /Five Whys/],
    ['Etsy, ', 'English', 'post-mortem.etsy.en.md', /Why were we surprised/],
    ['Narrative', 'English', 'post-mortem.narrative.en.md', /Takeaways/],
    ['On-Call, ', 'Français', 'post-mortem.on-call.fr.md', /Cause première/],
    ['Narrative', 'Français', 'post-mortem.narrative.fr.md', /Enseignements/],
  ] as const;

  before(async () => {
    window = await openWindow({ theme: 'light', size: { width: 1300, height: 2400 } });
    await window.openView('On-Call');
    await window.page.getByRole('button', { name: 'Start a Drill' }).click();
    await window.treeItem(/triggered.*Checkout error rate/i).waitFor();
    await window.treeAction(/Checkout error rate/i, 'Acknowledge');
    await window.treeItem(/acknowledged.*Checkout error rate/i).waitFor();
    await window.treeAction(/Checkout error rate/i, 'Open Runbook');
    const section = window.webview().locator('section[aria-label="Block, Quick diagnosis"]').first();
    await section.getByRole('button', { name: /^Run in terminal/ }).click();
    await window.treeItem(/Quick diagnosis: failed with exit code 22/).waitFor({ timeout: 40_000 });
    await window.command('On-Call: Add Timeline Entry…');
    await window.answer('-40m Somebody wondered about | pipes and <b>tags</b>');
    // Its row may be below those that fit.
    await window.page.locator('.quick-input-widget').waitFor({ state: 'hidden' });
  });

  // Each is rendered and merged in the unit tests too: looking at all of them is for the campaign.
  const looked = process.env['ONCALL_CAMPAIGN'] ? documents : documents.filter((_, at) => at % 3 === 0);
  for (const [template, language, name, heading] of looked) {
    it(`reads well as ${name}`, async () => {
      await window.command('View: Close All Editors');
      const first = name === 'post-mortem.md';
      await window.command(
        first ? 'On-Call: Generate Post-mortem' : 'On-Call: Choose Another Post-mortem Template…',
      );
      await window.quickPickItem(template).waitFor();
      if (language !== 'English') {
        await window.page
          .locator('.quick-input-widget')
          .getByRole('button', { name: /Français/ })
          .click();
        await window.page.locator('.quick-input-widget', { hasText: 'Français' }).waitFor();
      }
      if (first) await window.screenshot('post-mortem-choice');
      await window.quickPickItem(template).click();
      await window
        .editor()
        .getByText(/Post-mortem/)
        .first()
        .waitFor();
      await window.command('Notifications: Clear All Notifications');
      await window.command('Markdown: Open Preview');
      const preview = window.webview();
      await preview.getByText(heading).first().waitFor();
      await preview.locator('img[src*="phases"]').first().waitFor();
      await window.page.waitForTimeout(2_500);
      await window.screenshot(`preview-${name.replace(/\.md$/, '')}`);
      await preview.locator('h2').last().scrollIntoViewIfNeeded();
      await window.page.waitForTimeout(500);
      await window.screenshot(`preview-${name.replace(/\.md$/, '')}-end`);
    });
  }

  it('left one drawing beside each document', () => {
    const incidents = join(window.folder, 'incidents');
    const files = readdirSync(incidents).flatMap(one => readdirSync(join(incidents, one)));
    const drawings = files.filter(file => /^phases.*\.svg$/.test(file));
    assert.equal(drawings.length, looked.length, files.join());
  });
});
