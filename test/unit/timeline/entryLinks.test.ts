import assert from 'node:assert/strict';
import { piecesOf, titledLinks } from '../../../src/core/timeline/entryLinks.ts';

const hrefs = (text: string) =>
  piecesOf(text).flatMap(piece => (typeof piece === 'string' ? [] : [piece.href]));

describe('The addresses in a text', () => {
  const cases: readonly [text: string, ...found: string[]][] = [
    ['see https://grafana.example/d/1?x=1&y=2#z.', 'https://grafana.example/d/1?x=1&y=2#z'],
    ['(https://a.example/b), and https://c.example!', 'https://a.example/b', 'https://c.example'],
    ['https://en.example/wiki/Pool_(computing)', 'https://en.example/wiki/Pool_(computing)'],
    ['[title](https://a.example/b)', 'https://a.example/b'],
    ['<https://a.example/b>', 'https://a.example/b'],
    ['http://localhost:8080/health', 'http://localhost:8080/health'],
    ['javascript:alert(1) command:x file:///etc/passwd http://plain.example/ https://'],
    ['https://user:secret@[bad'],
  ];
  for (const [text, ...found] of cases) it(text, () => assert.deepEqual(hrefs(text), found));

  it('end where their brackets do, however many follow', () => {
    assert.deepEqual(hrefs(`https://a.example/(b)${')'.repeat(50_000)}.`), ['https://a.example/(b)']);
    assert.deepEqual(hrefs(`https://a.example/[b](c)]).)!`), ['https://a.example/[b](c)']);
  });

  it('leaves every character of the text where it was', () => {
    for (const [text] of cases) {
      const joined = piecesOf(text).map(piece => (typeof piece === 'string' ? piece : piece.href));
      assert.equal(joined.join(''), text);
    }
  });

  it('have titles where somebody knows one, each once', () => {
    const titleOf = (href: string) => (href.endsWith('/1') ? ' #1 Checkout is down ' : null);
    assert.deepEqual(titledLinks('https://a.example/1 https://a.example/2 https://a.example/1', titleOf), [
      { href: 'https://a.example/1', title: '#1 Checkout is down' },
    ]);
    const links = [{ href: 'https://a.example/1', title: 'One' }];
    assert.deepEqual(piecesOf('see https://a.example/1', links), [
      'see ',
      { href: 'https://a.example/1', title: 'One' },
    ]);
  });
});
