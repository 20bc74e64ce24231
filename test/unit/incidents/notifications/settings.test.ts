import assert from 'node:assert/strict';
import { keptMute, mutedUntil, muteChoices } from '../../../../src/core/incidents/notifications/mute.ts';
import { isQuiet, parseQuietHours } from '../../../../src/core/incidents/notifications/quietHours.ts';
import { isAbove, thresholdOf } from '../../../../src/core/incidents/notifications/threshold.ts';
import type { Severity, Urgency } from '../../../../src/core/incidents/incident.ts';
import { LocalZone } from '../../../../src/core/timeline/localZone.ts';
import { incident } from '../incidentFixtures.ts';

const berlin = new LocalZone('Europe/Berlin');
const at = (text: string) => Date.parse(text);

describe('The threshold of notifications', () => {
  const cases: [Severity | null, Urgency, string][] = [
    ['P1', 'high', 'all high P3 P2 P1'],
    ['P2', 'low', 'all high P3 P2'],
    ['P3', 'low', 'all P3'],
    ['P3', 'high', 'all high P3'],
    ['P4', 'low', 'all'],
    [null, 'high', 'all high'],
    [null, 'low', 'all'],
  ];
  for (const [severity, urgency, expected] of cases) {
    it(`${severity ?? 'no priority'} of ${urgency} urgency is above: ${expected}`, () => {
      const one = incident('P1', { severity, urgency });
      const above = ['all', 'high', 'P3', 'P2', 'P1', 'off'].filter(name => isAbove(one, thresholdOf(name)));
      assert.equal(above.join(' '), expected);
    });
  }

  it('of another name counts as the standard', () => {
    assert.equal(thresholdOf('P9'), 'high');
    assert.equal(thresholdOf(''), 'high');
  });
});

describe('Quiet hours', () => {
  const hours = (text: string) => {
    const parsed = parseQuietHours(text);
    assert.ok(parsed.ok && parsed.hours, text);
    return parsed.hours;
  };

  it('are read as people write them', () => {
    for (const text of ['22:00-07:00', ' 22:00 – 7:00 ', '22:00 -07:00']) {
      assert.deepEqual(hours(text), { from: 22 * 60, to: 7 * 60 });
    }
    assert.deepEqual(parseQuietHours(' '), { ok: true, hours: null });
  });

  it('that are none are refused with a sentence', () => {
    for (const text of [
      '22-7',
      '24:00-07:00',
      '22:60-07:00',
      '22:00',
      '22:00-07:00x',
      'night',
      '07:00-7:00',
    ]) {
      const parsed = parseQuietHours(text);
      assert.ok(!parsed.ok, text);
      assert.match(parsed.reason, /^Quiet hours .*\.$/);
    }
  });

  it('span midnight; the first minute is in, the last is not', () => {
    const night = hours('22:00-07:00');
    const quiet = (local: string) => isQuiet(night, at(`2026-01-15T${local}:00+01:00`), berlin);
    assert.deepEqual(['21:59', '22:00', '23:59', '00:00', '06:59', '07:00', '12:00'].map(quiet), [
      false,
      true,
      true,
      true,
      true,
      false,
      false,
    ]);
  });

  it('within one day', () => {
    const noon = hours('12:00-13:30');
    const quiet = (local: string) => isQuiet(noon, at(`2026-01-15T${local}:00+01:00`), berlin);
    assert.deepEqual(['11:59', '12:00', '13:29', '13:30', '00:30'].map(quiet), [
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  it('follow the wall clock in the nights in which it changes', () => {
    const night = hours('22:00-07:00');
    // Forward on 29 March 2026, back on 25 October 2026, both at 01:00 UTC.
    assert.equal(isQuiet(night, at('2026-03-29T04:59:00Z'), berlin), true);
    assert.equal(isQuiet(night, at('2026-03-29T05:00:00Z'), berlin), false);
    assert.equal(isQuiet(night, at('2026-10-25T05:59:00Z'), berlin), true);
    assert.equal(isQuiet(night, at('2026-10-25T06:00:00Z'), berlin), false);
    // 02:30 comes twice and is quiet both times.
    const repeated = hours('02:15-02:45');
    assert.ok(isQuiet(repeated, at('2026-10-25T00:30:00Z'), berlin));
    assert.ok(isQuiet(repeated, at('2026-10-25T01:30:00Z'), berlin));
  });
});

describe('Muting', () => {
  const morning = (now: string) =>
    new Date(muteChoices(at(now), berlin).find(({ name }) => name === 'morning')!.until).toISOString();

  it('is for 15 minutes, an hour, until the morning, or until it is turned on', () => {
    const now = at('2026-01-15T12:00:00Z');
    assert.deepEqual(
      muteChoices(now, berlin).map(({ name, until }) => [name, until - now]),
      [
        ['minutes15', 900_000],
        ['hour1', 3_600_000],
        ['morning', 20 * 3_600_000],
        ['turnedOn', Infinity],
      ],
    );
  });

  it('ends at nine of the next day; in the night, of the day that comes', () => {
    assert.equal(morning('2026-01-15T22:30:00Z'), '2026-01-16T08:00:00.000Z');
    assert.equal(morning('2026-01-16T02:00:00Z'), '2026-01-16T08:00:00.000Z');
    assert.equal(morning('2026-01-16T04:00:00Z'), '2026-01-17T08:00:00.000Z');
    assert.equal(morning('2026-12-31T20:00:00Z'), '2027-01-01T08:00:00.000Z');
  });

  it('ends at nine also after a night in which the clocks change', () => {
    assert.equal(morning('2026-03-28T20:00:00Z'), '2026-03-29T07:00:00.000Z');
    assert.equal(morning('2026-10-24T20:00:00Z'), '2026-10-25T08:00:00.000Z');
  });

  it('is remembered as JSON, and over when its time has come', () => {
    const back = (until: number | null, now: number) =>
      mutedUntil(JSON.parse(JSON.stringify(keptMute(until) ?? null)), now);
    assert.equal(back(1_000, 999), 1_000);
    assert.equal(back(1_000, 1_000), null);
    assert.equal(back(Infinity, 1_000), Infinity);
    assert.equal(back(null, 1_000), null);
  });

  it('what is no such thing mutes nothing', () => {
    for (const kept of [undefined, 7, 'x', {}, { until: 'x' }, { until: {} }])
      assert.equal(mutedUntil(kept, 0), null);
  });
});
