import assert from 'node:assert/strict';
import { runbookPages } from './runbookPage.ts';
import { full } from './runbookViews.ts';

describe('The runbook screen, as a page', function () {
  this.timeout(60_000);
  const show = runbookPages();

  for (const theme of ['dark', 'light', 'highContrast'] as const) {
    for (const width of [400, 1280]) {
      it(`has nothing serious for axe-core, ${theme}, ${width} px, and fits`, async () => {
        const page = await show({ view: full(), theme, width });
        await page.page.locator('.panel.handed-on summary').click();
        await page.page.evaluate(`for (const past of document.querySelectorAll('.past')) past.open = true`);
        await page.screenshot(`${theme}-${width}`, true);
        assert.deepEqual(await page.violations(), []);
        await page.press('/');
        await page.page.keyboard.type('kubectl');
        await page.page
          .getByRole('search')
          .getByText(/ of 17$/)
          .waitFor();
        await page.screenshot(`${theme}-${width}-search`);
        assert.deepEqual(await page.violations(), []);
        await page.press('Escape', '?');
        await page.page.getByRole('dialog').waitFor();
        await page.screenshot(`${theme}-${width}-keys`);
        assert.deepEqual(await page.violations(), []);
        assert.ok((await page.overflow()) <= 0, `${await page.overflow()} px too wide`);
      });
    }
  }
});
