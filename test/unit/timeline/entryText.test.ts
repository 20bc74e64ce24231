import assert from 'node:assert/strict';
import { longestEntry, parseEntryText } from '../../../src/core/timeline/entryText.ts';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { seeded, seeds } from '../seeded.ts';

const paris = new LocalZone('Europe/Paris');
/** Sunday, 10:30 in Paris (UTC+1). */
const NOW = Date.UTC(2026, 10, 22, 9, 30, 0);

function parsed(input: string): string {
  const result = parseEntryText(input, NOW, paris);
  return result.ok
    ? `${new Date(result.at).toISOString().slice(11, 16)} ${result.kind}: ${result.text}`
    : result.reason;
}

describe('parseEntryText', () => {
  const cases: readonly [input: string, expected: string][] = [
    ['cause found', '09:30 note: cause found'],
    ['10:15 cause found', '09:15 note: cause found'],
    ['!roll back', '09:30 decision: roll back'],
    ['! roll back', '09:30 decision: roll back'],
    ['!decision roll back', '09:30 decision: roll back'],
    ['!Decision: roll back', '09:30 decision: roll back'],
    ['!decisions are hard', '09:30 decision: decisions are hard'],
    ['?hypothesis the pool is full', '09:30 hypothesis: the pool is full'],
    ['=errors fall', '09:30 observation: errors fall'],
    ['>action restarted by hand', '09:30 activity: restarted by hand'],
    ['#impact 3 % of payments fail', '09:30 impact: 3 % of payments fail'],
    ['+alert on the pool', '09:30 action: alert on the pool'],
    ['+todo alert on the pool', '09:30 action: alert on the pool'],
    ['10:15 !roll back', '09:15 decision: roll back'],
    ['!10:15 roll back', '09:15 decision: roll back'],
    ['! -5m roll back', '09:25 decision: roll back'],
    ['!decision 10:15 roll back', '09:15 decision: roll back'],
    ['-5m #impact 10:15 is when it began', '09:25 impact: 10:15 is when it began'],
    ['yesterday 23:50 ?dns', '22:50 hypothesis: dns'],
    ['! line one\nline two', '09:30 decision: line one\nline two'],
    ['#4312 is the same', '09:30 note: #4312 is the same'],
    ['10:15 #4312 merged', '09:15 note: #4312 merged'],
    ['+1 from Ada', '09:30 note: +1 from Ada'],
    ['!= is the operator', '09:30 note: != is the operator'],
    ['\\!important', '09:30 note: !important'],
    ['\\10:15 is when it began', '09:30 note: 10:15 is when it began'],
    ['C:\\temp is full', '09:30 note: C:\\temp is full'],
    ['!', 'A mark alone says nothing: type what it is about after it.'],
    ['!decision', 'A mark alone says nothing: type what it is about after it.'],
    ['10:15 !', 'A mark alone says nothing: type what it is about after it.'],
    ['!10:15', 'A time alone says nothing: type what happened after it.'],
    ['', 'There is nothing to write down yet: type what happened.'],
    ['x'.repeat(longestEntry + 1), 'That is longer than 20,000 characters. Attach it as a file instead.'],
  ];
  for (const [input, expected] of cases) {
    it(`${JSON.stringify(input).slice(0, 40)} → ${expected.slice(0, 40).replaceAll('\n', ' ')}`, () =>
      assert.equal(parsed(input), expected));
  }

  it('never loses a word, whatever stands in front', () => {
    const fronts = [
      '!',
      '?',
      '=',
      '>',
      '#',
      '+',
      '\\',
      '10:15',
      '-5m',
      'yesterday 23:50',
      ' ',
      'decision',
      ':',
    ];
    for (const seed of seeds(2_000)) {
      const random = seeded(seed);
      const front = Array.from(
        { length: Math.floor(random() * 4) },
        () => fronts[Math.floor(random() * fronts.length)],
      );
      const typed = `${front.join(random() < 0.5 ? ' ' : '')} the pool is full`;
      const result = parseEntryText(typed, NOW, paris);
      assert.ok(result.ok, `seed ${seed}: ${typed}`);
      assert.match(result.text, /the pool is full$/, `seed ${seed}: ${typed}`);
      assert.ok(result.at <= NOW, `seed ${seed}`);
    }
  });
});
