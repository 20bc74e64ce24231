import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { oneLine, plainText, timeOf } from '../../../src/core/incidents/providers/wire.ts';
import { draws, seeded, seeds } from '../seeded.ts';

/** What is done where nothing is known of the text. */
const cleaned = (text: string) => plainText(text).replace(/\s+/g, ' ');

const read = (text: string) => {
  const ms = Date.parse(text);
  return Number.isNaN(ms) ? null : utc(ms);
};

const twoDigits = (value: number) => String(value).padStart(2, '0');

describe('What a provider sends', () => {
  it('makes one clean line of a text, whatever characters are in it', () => {
    assert.equal(oneLine('  Disk\tfull \n on\u202E web-3 '), 'Disk full on web-3');
    for (let unit = 0; unit <= 0xffff; unit++) {
      const text = `a${String.fromCharCode(unit)}b`;
      if (oneLine(text) !== cleaned(text))
        assert.fail(`U+${unit.toString(16)}: ${JSON.stringify(oneLine(text))}`);
    }
  });

  it('makes the same line of texts put together at random as when it looks at every character', () => {
    const pieces = [
      'web-3',
      'é',
      '“q”',
      '…',
      '日',
      '🔥',
      '\uFE0F',
      ' ',
      '  ',
      '\t',
      '\n',
      '\r\n',
      '\u2028',
      '\u00A0',
      '\u00AD',
      '\u200D',
    ];
    for (const seed of seeds(draws(3, 100))) {
      const random = seeded(seed);
      for (let text = 0; text < 1000; text++) {
        const length = Math.floor(random() * 6);
        const drawn = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
        assert.equal(oneLine(drawn), cleaned(drawn), `seed ${seed}: ${JSON.stringify(drawn)}`);
      }
    }
  });

  it('reads a time of every day that there is, and of those that there are not, as JavaScript does', () => {
    assert.equal(timeOf('2026-11-29T10:15:00Z'), '2026-11-29T10:15:00.000Z');
    for (const year of ['0000', '1900', '2023', '2024', '9999']) {
      for (let month = 0; month <= 13; month++) {
        for (let day = 0; day <= 32; day++) {
          const text = `${year}-${twoDigits(month)}-${twoDigits(day)}T23:59:59Z`;
          assert.equal(timeOf(text), read(text), text);
        }
      }
    }
  });

  it('reads every hour, minute and second likewise, and other ways to write a time', () => {
    for (let n = 0; n <= 99; n++) {
      for (const time of [`${twoDigits(n)}:00:00`, `00:${twoDigits(n)}:00`, `00:00:${twoDigits(n)}`]) {
        assert.equal(timeOf(`2026-01-31T${time}Z`), read(`2026-01-31T${time}Z`), time);
      }
    }
    for (const text of [
      '2026-01-31T10:00:00+02:00',
      '2026-01-31T10:00:00.5Z',
      '2026-01-31',
      '2026-01-31T10:00:00Z ',
      'soon',
      '',
    ])
      assert.equal(timeOf(text), read(text), text);
  });
});
