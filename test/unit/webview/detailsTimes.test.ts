import assert from 'node:assert/strict';
import {
  ageText,
  clockText,
  dayKey,
  dayText,
  momentText,
  sinceText,
  utcText,
} from '../../../src/webview/details/times.ts';

const berlin = 'Europe/Berlin';
const at = Date.UTC(2026, 0, 15, 3, 4, 5);

describe('Times in the details', () => {
  const ages: readonly [ms: number, words: string][] = [
    [-5, 'just now'],
    [59_999, 'just now'],
    [60_000, '1 min'],
    [3_600_000, '1 h'],
    [3_660_000, '1 h 1 min'],
    [48 * 3_600_000, '2 d'],
    [52 * 3_600_000, '2 d 4 h'],
    [340 * 3_600_000, '14 d'],
  ];
  for (const [ms, words] of ages) it(`calls ${ms} ms “${words}”`, () => assert.equal(ageText(ms), words));

  it('says how far away a moment is, back and ahead', () => {
    assert.equal(sinceText(at, at), 'just now');
    assert.equal(sinceText(at, at + 300_000), '5 min ago');
    assert.equal(sinceText(at + 300_000, at), 'in 5 min');
    assert.equal(sinceText(at + 40_000, at), 'in 1 min');
  });

  it('shows the local clock and the local day', () => {
    assert.equal(clockText(at, berlin), '04:04:05');
    assert.equal(clockText(Date.UTC(2026, 0, 14, 23, 0, 0), berlin), '00:00:00');
    assert.equal(dayKey(Date.UTC(2026, 0, 14, 23, 30), berlin), '2026-01-15');
    assert.equal(utcText(at), '2026-01-15 03:04:05 UTC');
    assert.equal(utcText(Number.NaN), 'not known');
  });

  it('names days as people do', () => {
    assert.equal(dayText(at, at + 3_600_000, berlin), 'Today');
    assert.equal(dayText(at - 86_400_000, at, berlin), 'Yesterday');
    assert.equal(dayText(at, at + 10 * 86_400_000, berlin), 'Thursday 15 January 2026');
  });

  it('finds yesterday on the days when the clocks change', () => {
    assert.equal(dayText(Date.UTC(2026, 2, 28, 12), Date.UTC(2026, 2, 29, 12), berlin), 'Yesterday');
    assert.equal(dayText(Date.UTC(2026, 9, 24, 12), Date.UTC(2026, 9, 25, 22, 30), berlin), 'Yesterday');
  });

  it('names a moment with as much of the date as it needs', () => {
    assert.equal(momentText(at, at, berlin), 'Today 04:04');
    assert.equal(momentText(at, at + 10 * 86_400_000, berlin), '15 Jan 04:04');
    assert.equal(momentText(at, at + 400 * 86_400_000, berlin), '15 Jan 2026 04:04');
  });
});
