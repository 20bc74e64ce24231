import assert from 'node:assert/strict';
import { pageHtml } from '../../src/ui/pageHtml.ts';
import { runbookPages } from './runbookPage.ts';
import { viewOf } from './runbookViews.ts';

/** What the policy of a screen’s page stops by itself, were markup ever to come into it. */
describe('The policy of a screen’s page', function () {
  this.timeout(60_000);
  const show = runbookPages();

  for (const [what, markup, directive] of [
    ['no base address', '<base href="https://elsewhere.example/">', 'base-uri'],
    ['no form', '<form action="/sent"><button name="sent">Send</button></form>', 'form-action'],
    ['no frame', '<iframe src="/frame"></iframe>', 'frame-src'],
    ['no picture, not even of its own host', '<img src="/picture.png">', 'img-src'],
    ['no style of its own', '<p style="color: red">red</p>', 'style-src'],
    ['no handler', '<img src="data:," onerror="alert(1)">', 'script-src'],
  ] as const) {
    it(`lets ${what} in`, async () => {
      const page = await show({ view: viewOf() });
      const address = await page.page.evaluate<string>('document.baseURI');
      await page.page.evaluate(`{
        document.body.insertAdjacentHTML('beforeend', ${JSON.stringify(markup)});
        document.querySelector('form')?.requestSubmit();
      }`);
      const end = Date.now() + 5_000;
      while (!page.thrown.some(text => text.includes(directive)) && Date.now() < end)
        await page.page.evaluate('new Promise(requestAnimationFrame)');
      const stopped = page.thrown.splice(0);
      assert.ok(
        stopped.some(text => text.includes(directive)),
        `${directive} stopped nothing: ${stopped.join('\n')}`,
      );
      assert.equal(await page.page.evaluate<string>('document.baseURI'), address);
      assert.equal(page.page.url(), address);
    });
  }
});

describe('The page of a webview', () => {
  const page = { nonce: 'n0', script: 'start()', style: 'p {}', title: 'On-Call' };

  it('holds the words of its language as data that no text in them can leave', () => {
    const words = { Copy: '</script><script>alert(1)</script><!--', 'a "b"': 'é' };
    const html = pageHtml({ ...page, language: 'fr', words });
    const [, held] = /<script type="application\/json" id="words">(.*?)<\/script>/s.exec(html)!;
    assert.deepEqual(JSON.parse(held!), words);
    assert.equal(html.match(/<script/g)!.length, 2);
    assert.doesNotMatch(html, /<!--/);
  });

  for (const part of ['script', 'style'] as const) {
    it(`is not made where its ${part} would end before its end`, () => {
      const html = () => pageHtml({ ...page, language: 'en', [part]: `"</${part.toUpperCase()}>"` });
      assert.throws(html, new RegExp(`${part} tag`));
    });
  }

  it('holds none where the page is in English', () => {
    assert.doesNotMatch(pageHtml({ ...page, language: 'en' }), /id="words"/);
  });
});
