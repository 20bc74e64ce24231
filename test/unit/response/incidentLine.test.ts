import assert from 'node:assert/strict';
import { incidentForms, parseIncidentLine } from '../../../src/core/response/incidentLine.ts';
import { assertGrowsWithSize } from '../growth.ts';
import { seeded, seeds } from '../seeded.ts';

function parsed(input: string): string {
  const line = parseIncidentLine(input);
  if (!line.ok) return line.reason;
  switch (line.type) {
    case 'create':
      return `create ${line.severity ?? '–'}: ${line.title}`;
    case 'postmortem':
      return 'postmortem';
    case 'update':
    case 'resolve':
      return `${line.type}: ${line.text}`;
  }
}

const forms = Object.values(incidentForms).join(', ');
const noTitle = 'Say what is wrong: /incident create "API Down" P1';
const onlySeverity = 'Behind a title in quotes only its severity can stand: P1, P2, P3 or P4.';
const behindQuote =
  'Something stands behind the closing quote: put all of it in quotes, or leave the quotes out.';

describe('parseIncidentLine', () => {
  const cases: readonly [input: string, expected: string][] = [
    // As the forms say.
    ['/incident create "API Down" P1', 'create P1: API Down'],
    ['/incident update "Identified - pool exhausted"', 'update: Identified - pool exhausted'],
    ['/incident resolve "Fixed - pool raised"', 'resolve: Fixed - pool raised'],
    ['/incident postmortem create', 'postmortem'],

    // The head.
    ['incident create "API Down" P1', 'create P1: API Down'],
    ['/create "API Down" P1', 'create P1: API Down'],
    ['create "API Down" P1', 'create P1: API Down'],
    ['  /INCIDENT   Create   "API   Down"   p1  ', 'create P1: API Down'],
    ['/ incident create API Down', 'create –: API Down'],
    ['\t/incident\tcreate\u00a0"API Down"\nP2', 'create P2: API Down'],
    ['create"API Down"P1', 'create P1: API Down'],
    ['/incident create incident board is empty', 'create –: incident board is empty'],

    // Quotes.
    ['create “API Down” P3', 'create P3: API Down'],
    ['create « API Down » P4', 'create P4: API Down'],
    ['create «\u202fAPI Down\u202f»', 'create –: API Down'],
    ['create API Down', 'create –: API Down'],
    ['update Pod "api" is "down"', 'update: Pod "api" is "down"'],
    ['update “He said "no" twice”', 'update: He said "no" twice'],
    ['update "don’t”', 'The closing " is missing.'],
    ['resolve «Fixed', 'The closing » is missing.'],
    ['create “API Down', 'The closing ” is missing.'],
    ['create "API Down P1', 'The closing " is missing.'],
    ['update "Identified" pool exhausted', behindQuote],
    ['resolve "a" and "b"', behindQuote],
    ['create "API Down" SEV1', onlySeverity],
    ['create "API" "Down" P1', onlySeverity],

    // Severity.
    ['create P1 "API Down"', 'create P1: API Down'],
    ['create P2 API Down', 'create P2: API Down'],
    ['create P2: API Down', 'create P2: API Down'],
    ['create p3"API Down"', 'create P3: API Down'],
    ['create API Down p4', 'create P4: API Down'],
    ['create "P1"', 'create –: P1'],
    ['create P2 "P1 of the printer is down: P1"', 'create P2: P1 of the printer is down: P1'],
    ['create p99 latency is high', 'create –: p99 latency is high'],
    ['create P1 latency at p99', 'create P1: latency at p99'],
    ['create MP3 shop is down', 'create –: MP3 shop is down'],
    ['create Player for MP3', 'create –: Player for MP3'],
    ['create API Down p5', 'P5 is no severity: write P1, P2, P3 or P4, or put the whole title in quotes.'],
    ['create P0 "API Down"', 'P0 is no severity: write P1, P2, P3 or P4, or put the whole title in quotes.'],
    ['create P1 printer P2', 'P1 and P2 are two severities: write one, or put the whole title in quotes.'],
    ['create P1 "API Down" P1', 'P1 and P1 are two severities: write one, or put the whole title in quotes.'],

    // What is missing.
    ['/incident create', noTitle],
    ['/incident create ""', noTitle],
    ['/incident create "  " P1', noTitle],
    ['/incident create P1', noTitle],
    ['/incident update', 'Say what is known now: /incident update "Identified - pool exhausted"'],
    ['/incident update “”', 'Say what is known now: /incident update "Identified - pool exhausted"'],
    ['/incident resolve ', 'Say what ended it: /incident resolve "Fixed - pool raised"'],

    // The post-mortem.
    ['POSTMORTEM create', 'postmortem'],
    ['/incident post-mortem create', 'postmortem'],
    ['/incident post mortem create', 'postmortem'],
    ['/incident postmortem', 'postmortem'],
    ['/incident postmortem delete', 'A post-mortem can only be created: /incident postmortem create'],
    ['/incident post "Fixed"', 'A post-mortem can only be created: /incident postmortem create'],

    // Not understood.
    ['', `Write one of these: ${forms}`],
    ['/', `Write one of these: ${forms}`],
    ['/incident', `Write one of these: ${forms}`],
    ['"API Down" P1', `Write one of these: ${forms}`],
    ['/incident close "x"', `“close” is not understood. Write one of these: ${forms}`],
    ['/incidents create "x"', `“incidents” is not understood. Write one of these: ${forms}`],
    ['updated the pool', `“updated” is not understood. Write one of these: ${forms}`],

    // Hostile.
    ['x'.repeat(100_000), 'That is longer than 20,000 characters: write less.'],
    [`create ${' '.repeat(99_993)}`, 'That is longer than 20,000 characters: write less.'],
    ['x'.repeat(20_000), `“${'x'.repeat(30)}” is not understood. Write one of these: ${forms}`],
    [`create ${'x'.repeat(1025)}`, 'A title has at most 1,024 characters: write less.'],
    [`create ${'"'.repeat(5000)}`, onlySeverity],
    [`update ${'«'.repeat(5000)}`, 'The closing » is missing.'],
    ['"""', `Write one of these: ${forms}`],
    ['create ""', noTitle],
    ['create "API\u0000 \u001b[31mDown\u202e" P1', 'create P1: API [31mDown'],
    ['create "\u0000\u0007\u200b"', noTitle],
    ['\u0000\u0001\u0002', `Write one of these: ${forms}`],
    ['\u200b/incident\u2028resolve\u2029"Fixed\r\nat last"', 'resolve: Fixed at last'],
    ['constructor', `“constructor” is not understood. Write one of these: ${forms}`],
  ];
  for (const [input, expected] of cases) {
    it(`${JSON.stringify(input).slice(0, 60)} → ${expected.slice(0, 50)}`, () =>
      assert.equal(parsed(input), expected));
  }

  it('understands every one of its own forms', () => {
    for (const [type, form] of Object.entries(incidentForms)) {
      const line = parseIncidentLine(form);
      assert.equal(line.ok && line.type, type);
    }
  });

  it('takes at once the longest line of any one sign', () => {
    for (const sign of ['"', '«', '“', ' ', 'P1 ', 'p', '/', '-', '\u0000', '😀', 'incident ']) {
      for (const head of ['', 'create ', 'update ', 'postmortem ']) {
        assertGrowsWithSize(JSON.stringify(head + sign), 20_000, size => {
          parseIncidentLine((head + sign.repeat(size)).slice(0, size));
        });
      }
    }
  });

  it('gives a text without hidden characters and line breaks, or a reason, whatever is typed', () => {
    const pieces = [
      ...['/', 'incident ', 'create ', 'update ', 'resolve ', 'postmortem ', 'P1', ' P4', ' p7 ', '"', '“'],
      ...['”', '«', '»', ' ', '\n', '\t', '\u0000', '\u202e', '😀', '\ud800', 'API Down', '{0}', '$(x)'],
    ];
    for (const seed of seeds(2000)) {
      const random = seeded(seed);
      const length = 1 + Math.floor(random() * 10);
      const input = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const line = parseIncidentLine(input);
      if (!line.ok) {
        assert.ok(line.reason.length > 10, `${seed}: ${line.reason}`);
        continue;
      }
      const text = line.type === 'create' ? line.title : line.type === 'postmortem' ? 'x' : line.text;
      assert.ok(text.trim() === text && text !== '', `${seed}: ${JSON.stringify(text)}`);
      assert.doesNotMatch(text, /[\u0000-\u001f\u202e]/, `${seed}: ${JSON.stringify(text)}`);
    }
  });
});
