import assert from 'node:assert/strict';
import { runbookPages } from './runbookPage.ts';
import { viewOf } from './runbookViews.ts';

/** The second wall by itself: what it stops were markup ever to get past the host’s escaping. */
describe('The sanitiser of a runbook’s page', function () {
  this.timeout(60_000);
  const show = runbookPages();

  for (const [what, markup, left] of [
    ['script', '<script>alert(1)</script>', 'script'],
    ['picture', '<img src="/picture.png" onerror="alert(1)">', 'img'],
    ['frame', '<iframe srcdoc="x"></iframe>', 'iframe'],
    ['drawing', '<svg><use href="/drawing.svg#x"/></svg>', 'svg'],
    ['form', '<form action="/sent"><input name="key"></form>', 'form, input:not([type=checkbox])'],
    ['button', '<button data-run="now">Run</button>', 'button[data-run]'],
    ['style', '<style>p { display: none }</style><p style="color: red">red</p>', 'style, p[style]'],
    ['handler', '<p onclick="alert(1)">text</p>', 'p[onclick]'],
    ['link out of the page', '<a href="https://elsewhere.example/">elsewhere</a>', 'a[href^="https"]'],
  ] as const) {
    it(`leaves no ${what}`, async () => {
      const view = viewOf('# Checkout fails\n\ntext\n');
      const page = await show({ view: { ...view, html: `${view.html}<p>before</p>${markup}<p>after</p>` } });
      await page.page.getByText('after', { exact: true }).waitFor();
      assert.equal(await page.page.locator('article').locator(left).count(), 0);
      assert.deepEqual(page.ran, []);
      // Chromium tells already of what stands in the text that DOMPurify takes apart.
      page.thrown.splice(0);
    });
  }
});
