import assert from 'node:assert/strict';
import { pageHtml } from '../../../src/ui/pageHtml.ts';

describe('The page of a webview', () => {
  const page = { nonce: 'n0', source: 'https://own', script: 's.js', style: 's.css', title: 'On-Call' };

  it('holds the words of its language as data that no text in them can leave', () => {
    const words = { Copy: '</script><script>alert(1)</script><!--', 'a "b"': 'é' };
    const html = pageHtml({ ...page, language: 'fr', words });
    const [, held] = /<script type="application\/json" id="words">(.*?)<\/script>/s.exec(html)!;
    assert.deepEqual(JSON.parse(held!), words);
    assert.equal(html.match(/<script/g)!.length, 2);
    assert.doesNotMatch(html, /<!--/);
  });

  it('holds none where the page is in English', () => {
    assert.doesNotMatch(pageHtml({ ...page, language: 'en' }), /id="words"/);
  });
});
