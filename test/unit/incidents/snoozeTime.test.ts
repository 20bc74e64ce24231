import assert from 'node:assert/strict';
import { longestSnoozeMs, parseSnoozeUntil, snoozePresets } from '../../../src/core/incidents/snoozeTime.ts';
import { seeded, seeds } from '../seeded.ts';

// A Thursday, 03:00 local time whatever the zone.
const now = new Date(2026, 0, 15, 3, 0).getTime();
const local = (day: number, hour: number, minute = 0) => new Date(2026, 0, day, hour, minute).getTime();

describe('Until when an incident is snoozed', () => {
  for (const [text, until] of [
    ['45m', now + 45 * 60_000],
    ['2h', now + 2 * 3_600_000],
    ['3 days', now + 3 * 86_400_000],
    [' 14:30 ', local(15, 14, 30)],
    ['2:59', local(16, 2, 59)],
    ['9', local(15, 9)],
    ['today 9:00', local(15, 9)],
    ['Tomorrow 9:00', local(16, 9)],
    ['fri 9', local(16, 9)],
    ['thursday 02:00', local(22, 2)],
    ['2026-01-18 23:15', local(18, 23, 15)],
    ['3 j', now + 3 * 86_400_000],
    ['2 heures', now + 2 * 3_600_000],
    ['aujourd’hui 9:00', local(15, 9)],
    ["Aujourd'hui 9:00", local(15, 9)],
    ['Demain 9:00', local(16, 9)],
    ['ven 9:00', local(16, 9)],
    ['lundi 9:00', local(19, 9)],
    ['mar 9', local(20, 9)],
    ['mer 9', local(21, 9)],
    ['1h30m', now + 90 * 60_000],
    ['1 h 30 min', now + 90 * 60_000],
    ['1d12h', now + 36 * 3_600_000],
    ['1 jour 2 heures', now + 26 * 3_600_000],
    ['1j2h5m', now + 26 * 3_600_000 + 5 * 60_000],
    ['14h30', local(15, 14, 30)],
    ['10H15', local(15, 10, 15)],
    ['1h30', local(16, 1, 30)],
    ['demain 14h30', local(16, 14, 30)],
    ['demain 9h', local(16, 9)],
    ['2026-01-18 23h15', local(18, 23, 15)],
    ['2:30pm', local(15, 14, 30)],
    ['7 am', local(15, 7)],
    ['tomorrow 12:10am', local(16, 0, 10)],
    ['jeudi 2:00', local(22, 2)],
  ] as const) {
    it(`“${text}”`, () => assert.deepEqual(parseSnoozeUntil(text, now), { ok: true, until }));
  }

  for (const text of [
    '',
    'soon',
    '25:00',
    '9:60',
    'someday 9:00',
    've 9:00',
    'toString 9:00',
    '2026-02-31 09:00',
    '2026-13-01 9:00',
    '0m',
    '0h0m',
    '30m1h',
    '25h10',
    '9h60',
    '13:10pm',
    '0:10am',
  ]) {
    it(`refuses “${text}” with a sentence`, () => {
      const parsed = parseSnoozeUntil(text, now);
      assert.ok(!parsed.ok && parsed.reason.endsWith('.'));
    });
  }

  it('refuses what has passed and what is more than seven days ahead', () => {
    assert.equal(parseSnoozeUntil('today 2:00', now).ok, false);
    assert.equal(parseSnoozeUntil('8d', now).ok, false);
    assert.equal(parseSnoozeUntil('2026-01-23 9:00', now).ok, false);
  });

  it('“tomorrow morning” is the one that comes next: in the night, that of the day that has begun', () => {
    const tomorrow = (hour: number, minute = 0) =>
      snoozePresets(local(15, hour, minute)).find(({ name }) => name === 'tomorrow')!.until;
    assert.equal(tomorrow(0, 5), local(15, 9));
    assert.equal(tomorrow(3), local(15, 9));
    assert.equal(tomorrow(4, 59), local(15, 9));
    assert.equal(tomorrow(5), local(16, 9));
    assert.equal(tomorrow(22), local(16, 9));
  });

  it('every preset and everything accepted lies within what PagerDuty allows', () => {
    for (const seed of seeds(200)) {
      const random = seeded(seed);
      const at = now + Math.floor(random() * 400 * 86_400_000);
      for (const { name, until } of snoozePresets(at)) {
        assert.ok(until > at && until <= at + longestSnoozeMs, `${name}, seed ${seed}`);
        if (name === 'monday') assert.equal(new Date(until).getDay(), 1, `seed ${seed}`);
      }
      const text = `${Math.floor(random() * 24)}:${String(Math.floor(random() * 60)).padStart(2, '0')}`;
      const parsed = parseSnoozeUntil(text, at);
      assert.ok(
        parsed.ok && parsed.until > at && parsed.until <= at + 25 * 3_600_000,
        `${text}, seed ${seed}`,
      );
    }
  });
});
