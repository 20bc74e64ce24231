import assert from 'node:assert/strict';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { timeInFront } from '../../../src/core/timeline/when.ts';

const paris = new LocalZone('Europe/Paris');
/** Sunday, 10:30 in Paris (UTC+1). */
const NOW = Date.UTC(2026, 10, 22, 9, 30, 0);

function parsed(input: string, now = NOW, zone = paris): string {
  const result = timeInFront(input, now, zone);
  return result.ok ? `${new Date(result.at).toISOString().slice(0, 19)} ${result.text}` : result.reason;
}

describe('timeInFront', () => {
  const cases: readonly [input: string, expected: string][] = [
    ['cause found', '2026-11-22T09:30:00 cause found'],
    ['10:15 cause found', '2026-11-22T09:15:00 cause found'],
    ['10:15:42 cause found', '2026-11-22T09:15:42 cause found'],
    ['  9:05   cause found ', '2026-11-22T08:05:00 cause found'],
    ['10:15, cause found', '2026-11-22T09:15:00 cause found'],
    ['10:15: cause found', '2026-11-22T09:15:00 cause found'],
    ['10:15 - cause found', '2026-11-22T09:15:00 cause found'],
    ['10:15 line one\nline two', '2026-11-22T09:15:00 line one\nline two'],
    ['23:50 first alert', '2026-11-21T22:50:00 first alert'],
    [
      '10:34 four minutes ahead is a clock that is off',
      '2026-11-22T09:34:00 four minutes ahead is a clock that is off',
    ],
    ['10:36 six minutes ahead was yesterday', '2026-11-21T09:36:00 six minutes ahead was yesterday'],
    ['9:05am restarted', '2026-11-22T08:05:00 restarted'],
    ['11:05 pm restarted', '2026-11-21T22:05:00 restarted'],
    ['12:10 am restarted', '2026-11-21T23:10:00 restarted'],
    ['09:15Z in UTC', '2026-11-22T09:15:00 in UTC'],
    ['09:15 UTC in UTC', '2026-11-22T09:15:00 in UTC'],
    ['-5m deploy done', '2026-11-22T09:25:00 deploy done'],
    ['-5min deploy done', '2026-11-22T09:25:00 deploy done'],
    ['-1h30m deploy done', '2026-11-22T08:00:00 deploy done'],
    ['-90s deploy done', '2026-11-22T09:28:30 deploy done'],
    ['-1d2h deploy done', '2026-11-21T07:30:00 deploy done'],
    ['-1j2h déploiement fini', '2026-11-21T07:30:00 déploiement fini'],
    ['-1J déploiement fini', '2026-11-21T09:30:00 déploiement fini'],
    ['-1h30 déploiement fini', '2026-11-22T08:00:00 déploiement fini'],
    ['-1h5 is no duration', '2026-11-22T09:30:00 -1h5 is no duration'],
    ['10h15 cause trouvée', '2026-11-22T09:15:00 cause trouvée'],
    ['10H15, cause trouvée', '2026-11-22T09:15:00 cause trouvée'],
    ['hier 23h50 alerte', '2026-11-21T22:50:00 alerte'],
    ['2026-11-20 23h50 alerte', '2026-11-20T22:50:00 alerte'],
    ['10h15m of it were lost', '2026-11-22T09:30:00 10h15m of it were lost'],
    ['2h of it were lost', '2026-11-22T09:30:00 2h of it were lost'],
    ['yesterday 23:50 paged', '2026-11-21T22:50:00 paged'],
    ['hier 23:50 alerte', '2026-11-21T22:50:00 alerte'],
    ['Aujourd’hui 10:15 retour', '2026-11-22T09:15:00 retour'],
    ["aujourd'hui 10:15 retour", '2026-11-22T09:15:00 retour'],
    ['hier le déploiement a échoué', '2026-11-22T09:30:00 hier le déploiement a échoué'],
    ['Today 00:10 paged', '2026-11-21T23:10:00 paged'],
    ['2026-11-20 23:50 paged', '2026-11-20T22:50:00 paged'],
    ['2026-11-20T23:50:10Z paged', '2026-11-20T23:50:10 paged'],
    ['2026-07-01 12:00 in summer time', '2026-07-01T10:00:00 in summer time'],
    ['yesterday the deploy failed', '2026-11-22T09:30:00 yesterday the deploy failed'],
    ['- a list item', '2026-11-22T09:30:00 - a list item'],
    ['-5 degrees in the room', '2026-11-22T09:30:00 -5 degrees in the room'],
    ['3:1 ratio of errors', '2026-11-22T09:30:00 3:1 ratio of errors'],
    ['10:15pm', 'A time alone says nothing: type what happened after it.'],
    ['10:15', 'A time alone says nothing: type what happened after it.'],
    ['-5m ', 'A time alone says nothing: type what happened after it.'],
    ['   ', 'There is nothing to write down yet: type what happened.'],
    ['today 23:50 paged', 'That time is still to come. Write a time that has passed.'],
    ['2027-01-01 10:00 paged', 'That time is still to come. Write a time that has passed.'],
    [
      '2026-02-30 10:00 paged',
      'There is no day 2026-02-30. Write it as year-month-day, for example 2026-11-22.',
    ],
  ];
  for (const [input, expected] of cases) {
    it(`${JSON.stringify(input)} → ${expected.slice(0, 40).replaceAll('\n', ' ')}`, () =>
      assert.equal(parsed(input), expected));
  }

  for (const input of ['25:10 paged', '25h10 paged', '10:75 paged', '13:10pm paged', '0:10am paged']) {
    it(`refuses ${input}`, () => assert.match(parsed(input), /^The time in front is not a time of day/));
  }

  it('means the day’s own offset on both sides of the change to winter time', () => {
    const later = Date.UTC(2026, 9, 25, 11, 0);
    assert.equal(parsed('01:30 before', later), '2026-10-24T23:30:00 before');
    assert.equal(parsed('04:30 after', later), '2026-10-25T03:30:00 after');
  });

  it('means the later of two equal times once that has passed, else the earlier', () => {
    assert.equal(parsed('02:30 twice', Date.UTC(2026, 9, 25, 3, 0)), '2026-10-25T01:30:00 twice');
    assert.equal(parsed('02:30 twice', Date.UTC(2026, 9, 25, 0, 45)), '2026-10-25T00:30:00 twice');
  });

  it('refuses a time that the clocks skipped and says what to write', () => {
    const after = Date.UTC(2026, 2, 29, 8, 0);
    assert.match(
      parsed('02:30 gap', after),
      /clocks went forward over 02:30:00 on 2026-03-29; write it with UTC/,
    );
  });

  it('counts -1h through the change of the clocks', () => {
    assert.equal(parsed('-1h before', Date.UTC(2026, 2, 29, 1, 15)), '2026-03-29T00:15:00 before');
  });

  it('knows zones of half hours and the day on the other side of the date line', () => {
    assert.equal(parsed('10:15 x', NOW, new LocalZone('Asia/Kolkata')), '2026-11-22T04:45:00 x');
    assert.equal(parsed('22:15 x', NOW, new LocalZone('Pacific/Auckland')), '2026-11-22T09:15:00 x');
    assert.equal(
      parsed('yesterday 22:15 x', NOW, new LocalZone('America/Los_Angeles')),
      '2026-11-22T06:15:00 x',
    );
  });
});

describe('LocalZone', () => {
  it('takes a wall time there and back, every half hour of two days with a change of clocks', () => {
    for (const name of ['Europe/Paris', 'America/New_York', 'Australia/Lord_Howe', 'Asia/Kathmandu', 'UTC']) {
      const zone = new LocalZone(name);
      for (const start of [Date.UTC(2026, 2, 28), Date.UTC(2026, 9, 24), Date.UTC(2026, 9, 31)]) {
        for (let at = start; at < start + 48 * 3_600_000; at += 1_800_000) {
          assert.ok(zone.instants(zone.wallTime(at)).includes(at), `${name} ${new Date(at).toISOString()}`);
        }
      }
    }
  });
});
