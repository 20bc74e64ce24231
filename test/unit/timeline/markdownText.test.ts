import assert from 'node:assert/strict';
import { escapedMarkdown, markdownText } from '../../../src/core/timeline/markdownText.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const pieces = [
  ...[
    'web-3',
    'pool',
    'http',
    'https',
    'ftp',
    'mailto',
    'xmpp',
    'www',
    'WWW',
    'Https',
    'é',
    '“q”',
    '…',
    '日本',
    '🔥',
  ],
  ...[
    ':',
    '://',
    '.',
    ' ',
    '  ',
    '\t',
    '\n',
    ' \n ',
    '\r\n',
    '\u2028',
    '\u00A0',
    '\u202E',
    '\u200B',
    '\uFEFF',
  ],
  ...[
    '_',
    '*',
    '`',
    '[',
    '](',
    '<',
    '>',
    '|',
    '~',
    '&',
    '$',
    '@',
    '#',
    '\\',
    '^',
    '=',
    '-',
    '+',
    '!',
    '\u{E0041}',
  ],
];

describe('Any text as Markdown that shows just that text', () => {
  it('leaves plain words as they are, and mends what would be markup, an address or hidden', () => {
    assert.equal(
      markdownText(' Pool of web-3: 7 of 100 (7 %) in use, é “q” '),
      'Pool of web-3: 7 of 100 (7 %) in use, é “q”',
    );
    assert.equal(markdownText('see https://a.example/x_y'), 'see https\\://a.example/x\\_y');
    assert.equal(markdownText('WWW.a.example\tor mailto:a'), 'WWW\\.a.example or mailto\\:a');
    assert.equal(markdownText('a \n b\u202Ec'), 'a<br>bc');
  });

  it('says of every character what it says without its look at the text before', () => {
    for (let unit = 0; unit <= 0xffff; unit++) {
      const text = `a${String.fromCharCode(unit)}.b`;
      if (markdownText(text) !== escapedMarkdown(text))
        assert.fail(`U+${unit.toString(16)}: ${markdownText(text)}`);
    }
  });

  it('says the same of texts put together at random', () => {
    for (const seed of seeds(draws(3, 100))) {
      const random = seeded(seed);
      for (let text = 0; text < 1000; text++) {
        const length = 1 + Math.floor(random() * 5);
        const drawn = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
        assert.equal(markdownText(drawn), escapedMarkdown(drawn), `seed ${seed}: ${JSON.stringify(drawn)}`);
      }
    }
  });
});
