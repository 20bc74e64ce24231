import assert from 'node:assert/strict';
import {
  importedFromCsv,
  importedFromMarkdown,
  type ReadImport,
} from '../../../../src/core/timeline/import/importedEntries.ts';
import type { ImportContext } from '../../../../src/core/timeline/import/rowTimes.ts';
import { LocalZone } from '../../../../src/core/timeline/localZone.ts';
import { draws, seeded, seeds } from '../../seeded.ts';

const context: ImportContext = {
  mask: String,
  zone: new LocalZone('UTC'),
  createdAt: Date.parse('2026-11-22T12:00:00Z'),
  now: Date.parse('2026-12-24T12:00:00Z'),
};

/** In the order of the rows: each says its number. */
function timesOf({ entries, unread }: ReadImport): readonly string[] {
  assert.deepEqual(unread, []);
  return entries
    .toSorted((a, b) => Number(a.text) - Number(b.text))
    .map(({ at }) => at.slice(8, 16).replace('T', ' '));
}

/** `22 10:00, 22 10:30`, the same from CSV, a table and a list. */
function dated(rows: string, changed: Partial<ImportContext> = {}): string {
  const times = rows.split(', ');
  const [csv, table, list] = [
    importedFromCsv(
      ['time,what', ...times.map((time, at) => `${time},${at}`)].join('\n'),
      { ...context, ...changed },
    ),
    importedFromMarkdown(
      ['| Time | What |', '|---|---|', ...times.map((time, at) => `| ${time} | ${at} |`)].join('\n'),
      { ...context, ...changed },
    ),
    importedFromMarkdown(
      times.map((time, at) => `- ${time} - ${at}`).join('\n'),
      { ...context, ...changed },
    ),
  ].map(read => timesOf(read).join(', ')); // prettier-ignore
  assert.deepEqual([table, list], [csv, csv]);
  return csv!;
}

describe('A row without a day after one that names it', () => {
  it('is of that day, be it before or after the incident’s', () => {
    assert.equal(dated('2026-11-23 10:00, 22:30'), '23 10:00, 23 22:30');
    assert.equal(dated('2026-11-24 10:00, 22:30'), '24 10:00, 24 22:30');
    assert.equal(dated('2026-11-21 10:00, 10:30'), '21 10:00, 21 10:30');
    assert.equal(dated('10:00, 2026-11-24 09:00, 08:00'), '22 10:00, 24 09:00, 24 08:00');
  });

  it('is of that day in a table that fills the date once a day, whichever comes first', () => {
    assert.equal(
      dated('2026-11-21 10:00, 23:30, 2026-11-23 00:10, 22:30, 2026-11-24 08:00, 23:50'),
      '21 10:00, 21 23:30, 23 00:10, 23 22:30, 24 08:00, 24 23:50',
    );
    assert.equal(
      dated('2026-11-24 22:00, 08:00, 2026-11-23 23:00, 09:00, 2026-11-22 21:00'),
      '24 22:00, 24 08:00, 23 23:00, 23 09:00, 22 21:00',
    );
  });

  it('is of the next day where midnight has passed, also after it has passed before', () => {
    assert.equal(dated('2026-11-24 23:50, 23:55, 00:10'), '24 23:50, 24 23:55, 25 00:10');
    assert.equal(
      dated('23:50, 00:10, 2026-11-25 00:20, 23:55'),
      '22 23:50, 23 00:10, 25 00:20, 25 23:55',
      'the midnight that passed was another',
    );
  });

  it('is of the day of a row whose time is empty, and of a heading', () => {
    const csv = 'date,time,what\n2026-11-23,,0\n,10:00,1\n2026-11-24,?,2\n,22:30,3\n2026-13-24,,4\n,22:40,5';
    const { entries, unread } = importedFromCsv(csv, context);
    assert.deepEqual(
      entries.map(({ at, text }) => [at.slice(5, 16), text]),
      [
        ['11-23T10:00', '1'],
        ['11-24T22:30', '3'],
      ],
    );
    assert.deepEqual(
      unread.map(({ line }) => line),
      [2, 4, 6, 7],
      'no day for one that does not exist',
    );
    const days = '## 2026-11-24\n- 22:00 - 0\n- 09:00 - 1\n## 2026-11-23\n- 21:00 - 2\n- 08:00 - 3';
    assert.deepEqual(timesOf(importedFromMarkdown(days, context)), [
      '24 22:00',
      '24 09:00',
      '23 21:00',
      '23 08:00',
    ]);
  });
});

describe('Rows without any day', () => {
  it('go on past midnight where they go forward, thrice at most', () => {
    assert.equal(dated('23:50, 03:30'), '22 23:50, 23 03:30');
    const nights = ['22:00, 09:00', '21:30, 08:00', '21:00, 07:00', '20:00, 06:00'];
    assert.equal(
      dated(nights.slice(0, 3).join(', ')),
      '22 22:00, 23 09:00, 23 21:30, 24 08:00, 24 21:00, 25 07:00',
    );
    assert.equal(
      dated(nights.join(', ')),
      '22 22:00, 22 09:00, 22 21:30, 22 08:00, 22 21:00, 22 07:00, 22 20:00, 22 06:00',
    );
  });

  it('are when they were in every list that goes forward by less than twelve hours at a time', () => {
    for (const seed of seeds(draws(200, 5_000))) {
      const random = seeded(seed);
      const began = Date.parse('2026-11-22T00:00:00Z') + Math.floor(random() * 1_440) * 60_000;
      const instants = [began];
      while (instants.length < 8) instants.push(instants.at(-1)! + Math.floor(random() * 710) * 60_000);
      const shown = instants
        .filter(at => at < Date.parse('2026-11-26T00:00:00Z'))
        .map(at => new Date(at).toISOString().slice(8, 16).replace('T', ' '));
      assert.equal(dated(shown.map(time => time.slice(3)).join(', ')), shown.join(', '), `seed ${seed}`);
    }
  });

  it('go on past midnight where a few are a little out of order', () => {
    assert.equal(
      dated('22:50, 23:50, 00:10, 00:40, 00:35, 01:00'),
      '22 22:50, 22 23:50, 23 00:10, 23 00:40, 23 00:35, 23 01:00',
    );
    assert.equal(dated('23:50, 00:10, 23:55, 00:20'), '22 23:50, 23 00:10, 22 23:55, 23 00:20');
  });

  it('stay on the incident’s day where the newest comes first, with a quiet night too', () => {
    assert.equal(dated('21:00, 12:00, 02:00'), '22 21:00, 22 12:00, 22 02:00');
    assert.equal(dated('22:00, 09:00, 08:00'), '22 22:00, 22 09:00, 22 08:00');
    assert.equal(dated('22:00, 09:00, 08:30, 08:40'), '22 22:00, 22 09:00, 22 08:30, 22 08:40');
  });

  it('go back from the last, which is of the incident’s day, where the newest comes first past midnight', () => {
    assert.equal(dated('01:00, 00:10, 23:50, 22:50'), '23 01:00, 23 00:10, 22 23:50, 22 22:50');
    assert.equal(
      dated('02:00, 22:00, 09:00, 08:00, 21:30, 20:00'),
      '24 02:00, 23 22:00, 23 09:00, 23 08:00, 22 21:30, 22 20:00',
    );
  });

  it('stay on the incident’s day where they are in another order, such as by author', () => {
    const authors = '09:00, 15:00, 22:00, 08:30, 14:00, 21:30, 19:00, 23:00, 10:00';
    assert.equal(
      dated(authors),
      authors
        .split(', ')
        .map(time => `22 ${time}`)
        .join(', '),
    );
  });

  it('stay on the incident’s day where they would end after now', () => {
    const byAuthor = '09:00, 15:00, 22:00, 08:30, 14:00, 21:30';
    const now = Date.parse('2026-11-23T12:00:00Z');
    assert.equal(
      dated(byAuthor, { now }),
      '22 09:00, 22 15:00, 22 22:00, 22 08:30, 22 14:00, 22 21:30',
    ); // prettier-ignore
    assert.equal(dated('23:50, 00:10', { now }), '22 23:50, 23 00:10');
    assert.equal(dated('00:10, 00:05, 23:50, 23:40', { now }), '23 00:10, 23 00:05, 22 23:50, 22 23:40');
    assert.equal(
      dated('23:50, 00:10, 2026-11-30 10:00', { now }),
      '22 23:50, 23 00:10, 30 10:00',
      'what is planned says its day itself',
    );
    const early = { now: Date.parse('2026-11-23T00:00:00Z') };
    assert.equal(dated('23:50, 00:10', early), '22 23:50, 22 00:10');
    assert.equal(dated('00:10, 00:05, 23:50, 23:40', early), '22 00:10, 22 00:05, 22 23:50, 22 23:40');
  });

  it('are of the local day where the clocks change in that night, in either order', () => {
    const night = {
      mask: String,
      zone: new LocalZone('Europe/Paris'),
      createdAt: Date.parse('2026-10-24T10:00:00Z'),
    };
    assert.equal(dated('23:50, 03:30', night), '24 21:50, 25 02:30');
    assert.equal(dated('03:40, 03:30, 23:50, 23:40', night), '25 02:40, 25 02:30, 24 21:50, 24 21:40');
  });
});

describe('The first row without a day', () => {
  const by = (zone: string, createdAt: string, now = '2026-12-24T12:00:00Z') => ({
    mask: String,
    zone: new LocalZone(zone),
    createdAt: Date.parse(createdAt),
    now: Date.parse(now),
  });

  it('is of the incident’s day in the zone that the row itself names', () => {
    const losAngeles = by('America/Los_Angeles', '2026-11-23T02:00:00Z');
    assert.equal(dated('02:05 UTC, 02:30Z', losAngeles), '23 02:05, 23 02:30');
    assert.equal(dated('07:35+05:30, 08:00+05:30', losAngeles), '23 02:05, 23 02:30');
    assert.equal(dated('18:05, 18:30', losAngeles), '23 02:05, 23 02:30');
    const tokyo = by('Asia/Tokyo', '2026-11-22T23:30:00Z');
    const csv = 'Time (UTC),Event\n23:35,0\n23:50,1\n00:10,2';
    assert.deepEqual(timesOf(importedFromCsv(csv, tokyo)), ['22 23:35', '22 23:50', '23 00:10']);
    assert.equal(dated('18:35-05:00, 19:10-05:00', tokyo), '22 23:35, 23 00:10');
  });

  it('is on the day that brings it nearest to the incident’s begin', () => {
    const afterMidnight = by('Europe/Paris', '2026-11-22T23:05:00Z');
    assert.equal(dated('23:50, 00:05, 00:30', afterMidnight), '22 22:50, 22 23:05, 22 23:30');
    assert.equal(dated('00:30, 00:05, 23:50', afterMidnight), '22 23:30, 22 23:05, 22 22:50');
    assert.equal(dated('00:10, 00:40', by('UTC', '2026-11-22T23:55:00Z')), '23 00:10, 23 00:40');
  });

  it('is not after now where the incident’s own day is not', () => {
    const late = by('UTC', '2026-11-22T23:00:00Z', '2026-11-22T23:30:00Z');
    assert.equal(dated('10:00, 23:10', late), '22 10:00, 22 23:10');
  });

  it('gives the rows after it their day, whatever zones they name', () => {
    const tokyo = by('Asia/Tokyo', '2026-11-22T23:20:00Z');
    assert.equal(dated('08:30, 23:35 UTC, 08:50, 00:10Z', tokyo), '22 23:30, 22 23:35, 22 23:50, 23 00:10');
  });

  it('stays unread where the clocks went over it, rather than on another day', () => {
    const { entries, unread } = importedFromMarkdown(
      '- 02:30 - gap',
      by('Europe/Paris', '2026-03-29T01:10:00Z'),
    );
    assert.deepEqual([entries.length, unread.length], [0, 1]);
  });
});

describe('Rows in no order of time', () => {
  it('are of the time from six hours before the incident, each in its own zone', () => {
    const createdAt = Date.parse('2026-11-22T23:30:00Z');
    const rows = '23:35 UTC, 01:00 UTC, 23:50 UTC, 04:00 UTC, 00:10 UTC, 03:00 UTC, 23:40 UTC, 02:00 UTC';
    assert.equal(
      dated(rows, { mask: String, zone: new LocalZone('Asia/Tokyo'), createdAt }),
      '22 23:35, 23 01:00, 22 23:50, 23 04:00, 23 00:10, 23 03:00, 22 23:40, 23 02:00',
    );
  });

  it('may be as late as eighteen hours after the incident', () => {
    const createdAt = Date.parse('2026-11-22T09:00:00Z');
    const rows = '09:00, 15:00, 22:00, 08:30, 14:00, 21:30, 19:00, 23:00, 10:00';
    assert.equal(
      dated(rows, { createdAt }),
      '22 09:00, 22 15:00, 22 22:00, 22 08:30, 22 14:00, 22 21:30, 22 19:00, 22 23:00, 22 10:00',
    );
  });
});
