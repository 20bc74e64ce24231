import assert from 'node:assert/strict';
import { Redactor } from '../../../../src/core/execution/redact.ts';
import { csvRows } from '../../../../src/core/timeline/import/csv.ts';
import {
  importedFromCsv,
  importedFromMarkdown,
  type ReadImport,
} from '../../../../src/core/timeline/import/importedEntries.ts';
import { LocalZone } from '../../../../src/core/timeline/localZone.ts';
import { draws, seeded, seeds } from '../../seeded.ts';

const context = {
  mask: String,
  zone: new LocalZone('Europe/Paris'),
  createdAt: Date.parse('2026-11-22T11:00:00Z'),
};
const said = ({ entries }: ReadImport) =>
  entries.map(({ at, author, text }) => [at.slice(0, 16), author, text]);

describe('A CSV file', () => {
  it('is read back as it was written, whatever the cells hold', () => {
    for (const seed of seeds(draws(200, 5_000))) {
      const random = seeded(seed);
      const pieces = ['a', '"', ',', ';', '\n', 'é', '😀', ' b', '\t'];
      const cell = () =>
        Array.from(
          { length: Math.floor(random() * 6) },
          () => pieces[Math.floor(random() * pieces.length)],
        ).join('');
      const rows = [
        ['x', 'y', 'z'],
        ...Array.from({ length: 4 }, () => ['k' + cell() + 'k', 'k' + cell() + 'k', 'k']),
      ];
      const separator = [',', ';', '\t'][Math.floor(random() * 3)]!;
      const text = rows
        .map(row => row.map(one => `"${one.replaceAll('"', '""')}"`).join(separator))
        .join(random() < 0.5 ? '\r\n' : '\n');
      assert.deepEqual(
        csvRows(text).map(({ cells }) => cells),
        rows,
        `seed ${seed}`,
      );
    }
  });

  it('gives entries by its head, in any order of columns, and says which rows it cannot read', () => {
    const read = importedFromCsv(
      'Message;Author;Timestamp;Kind\n"Pool is; full";Ada;2026-11-22T09:15:00Z;Decision\nRaised;Bob;2026-11-22 10:20;run\nx;y;yesterday;\n;Bob;10:30;\n',
      context,
    );
    assert.deepEqual(said(read), [
      ['2026-11-22T09:15', 'Ada', 'Pool is; full'],
      ['2026-11-22T09:20', 'Bob', 'Raised'],
    ]);
    assert.deepEqual(
      read.entries.map(({ kind }) => kind),
      ['decision', 'note'],
      'a file cannot claim a run',
    );
    assert.deepEqual(
      read.unread.map(({ line, reason }) => [line, reason]),
      [
        [4, 'Its time cannot be read.'],
        [5, 'It says nothing.'],
      ],
    );
    const headless = importedFromCsv('a,b\n1,2', context);
    assert.equal(headless.entries.length, 0);
    assert.match(headless.unread[0]!.reason, /names no column/);
    assert.deepEqual(said(importedFromCsv('date,time (UTC),what\n2026-11-20,23:50,x', context)), [
      ['2026-11-20T23:50', '', 'x'],
    ]);
  });

  it('gives the same entry the same id, and each once', () => {
    const one = importedFromCsv('time,who,what\n2026-11-22 10:15,Ada,x\n2026-11-22 10:15,Ada,x', context);
    const other = importedFromCsv('what,time,who\nx,2026-11-22T09:15:00Z,Ada', context);
    assert.equal(one.entries.length, 1);
    assert.equal(one.entries[0]!.id, other.entries[0]!.id);
  });

  it('has nothing of a secret, also not in its ids, which are kept', () => {
    const redactor = new Redactor();
    const masking = { ...context, mask: (text: string) => redactor.redact(text).text };
    const rows = (secret: string) =>
      `time,who,what\n2026-11-22 10:15,Ada password=${secret},pass\u200Bword=${secret}\nx,Ada,password=${secret}\n`;
    const lists = (secret: string) =>
      `- 2026-11-22 10:15 Ada: password=${secret} failed\n- x password=${secret}\n`;
    for (const [read, source] of [
      [importedFromCsv, rows],
      [importedFromMarkdown, lists],
    ] as const) {
      const one = read(source('hunter2'), masking);
      assert.equal(one.entries.length, 1);
      assert.deepEqual(read(source('another1'), masking), one);
      assert.doesNotMatch(JSON.stringify(one), /hunter2/);
    }
    const open = 'time,who,what\n2026-11-22 10:15,Ada,re\u200Bstarted';
    assert.deepEqual(importedFromCsv(open, masking), importedFromCsv(open, context), 'what holds none stays');
  });
});

describe('Another tool’s Markdown', () => {
  it('gives the rows of tables and the items of lists that begin with a time', () => {
    const text = [
      '# Timeline', '', '| Time (UTC) | Event |', '|---|---|', '| 2026-11-22 09:15 | **Ada** declared the incident |', '',
      '| Owner | Task |', '|---|---|', '| Ada | 10:15 |', '',
      '## 2026-11-23', '- **10:15** — Bob: cause found', '- [11:00 UTC] Rolled back', '- 1:05 pm: Resolved', '- no time', 'Text 10:00 in passing',
    ].join('\n'); // prettier-ignore
    const read = importedFromMarkdown(text, context);
    assert.deepEqual(said(read), [
      ['2026-11-22T09:15', '', 'Ada declared the incident'],
      ['2026-11-23T09:15', 'Bob', 'cause found'],
      ['2026-11-23T11:00', '', 'Rolled back'],
      ['2026-11-23T12:05', '', 'Resolved'],
    ]);
    assert.deepEqual(read.unread, []);
  });

  it('says which rows have no time, and knows no day that does not exist', () => {
    const read = importedFromMarkdown(
      '| When | What |\n|---|---|\n| later | x |\n| 2026-02-30 10:00 | y |\n| 25:00 | z |',
      context,
    );
    assert.deepEqual([read.entries.length, read.unread.map(({ line }) => line)], [0, [3, 4, 5]]);
  });

  it('takes no day for a month', () => {
    for (const at of ['2026-22-11 10:15', '2026-00-11 10:15', '2026-13-01T10:15:00Z']) {
      const { entries, unread } = importedFromMarkdown(`- ${at} the pool is full\n`, context);
      assert.deepEqual([entries.length, unread.length > 0 || entries.length === 0], [0, true], at);
    }
  });

  it('is read without hanging, whatever it holds', () => {
    for (const text of [
      '- 10:15 '.repeat(20_000),
      '- 10:15 ' + 'a '.repeat(50_000),
      '"'.repeat(50_000),
      '|'.repeat(20_000),
      '- 10:15 x\n'.repeat(20_000),
      '- 10:15-11:00 x\n'.repeat(20_000),
      `- 10:15${' '.repeat(50_000)}-${' '.repeat(50_000)}x`,
    ]) {
      importedFromMarkdown(text, context);
      importedFromCsv(`time,what\n${text}`, context);
    }
  });
});

describe('A time with an end', () => {
  const berlin = {
    mask: String,
    zone: new LocalZone('Europe/Berlin'),
    createdAt: Date.parse('2026-11-22T09:05:00Z'),
  };
  /** What a list, a table and a CSV file make of the same rows, which has to be the same. */
  const read = (...rows: readonly string[]) => {
    const ways = [
      importedFromMarkdown(rows.map(time => `- ${time} Ada: went back`).join('\n'), berlin),
      importedFromMarkdown(
        `| Time | Who | What |\n|---|---|---|\n${rows.map(time => `| ${time} | Ada | went back |`).join('\n')}`,
        berlin,
      ),
      importedFromCsv(`time,who,what\n${rows.map(time => `"${time}",Ada,went back`).join('\n')}`, berlin),
    ].map(result => {
      assert.deepEqual(result.unread, []);
      return result.entries.map(({ at, author, text }) => [at.slice(5, 16), author, text].join(' '));
    });
    assert.deepEqual([ways[1], ways[2]], [ways[0], ways[0]]);
    return ways[0]!;
  };

  it('is at its begin, and keeps its end in the text', () => {
    for (const time of ['10:15-10:40', '10:15 – 10:40', '10:15–10:40', '10:15 - 10:40', '10:15 to 10:40']) {
      for (const day of ['', '2026-11-22 ']) {
        assert.deepEqual(
          read(day + time, '10:45'),
          ['11-22T09:15 Ada went back (10:15–10:40)', '11-22T09:45 Ada went back'],
          day + time,
        );
      }
    }
    assert.deepEqual(read('10:05', '10:15-11:00', '10:20-11:30'), [
      '11-22T09:05 Ada went back',
      '11-22T09:15 Ada went back (10:15–11:00)',
      '11-22T09:20 Ada went back (10:20–11:30)',
    ]);
    assert.deepEqual(read('2026-11-22 10:15-11:00', '2026-11-22 11:20-13:00'), [
      '11-22T09:15 Ada went back (10:15–11:00)',
      '11-22T10:20 Ada went back (11:20–13:00)',
    ]);
  });

  it('ends after midnight, on a day of its own, or to the second', () => {
    assert.deepEqual(read('2026-11-22 23:30-00:30'), ['11-22T22:30 Ada went back (23:30–00:30)']);
    assert.deepEqual(read('2026-11-22 23:50 – 2026-11-23 00:10'), [
      '11-22T22:50 Ada went back (23:50–2026-11-23 00:10)',
    ]);
    assert.deepEqual(read('10:15:00-10:40:30'), ['11-22T09:15 Ada went back (10:15:00–10:40:30)']);
  });

  it('is in the zone that stands behind the end or the begin, and in its half of the day', () => {
    const utc = ['11-22T09:15 Ada went back (09:15–09:40 UTC)'];
    assert.deepEqual(read('09:15-09:40 UTC'), utc);
    assert.deepEqual(read('09:15 UTC - 09:40 UTC'), utc);
    assert.deepEqual(read('2026-11-22 10:15-10:40 pm'), ['11-22T21:15 Ada went back (10:15–10:40 pm)']);
    assert.deepEqual(read('11:50-12:10 pm'), ['11-22T10:50 Ada went back (11:50–12:10 pm)']);
  });

  it('is none where a zone stands behind the time', () => {
    for (const time of [
      '2026-11-22T10:15-05:00',
      '2026-11-22 10:15-05:00',
      '2026-11-22 10:15:00 -0500',
      '10:15:00-05:00',
      '10:15 UTC-5',
      '10:15 UTC-05:00',
      '20:45+05:30',
    ]) {
      assert.deepEqual(read(time), ['11-22T15:15 Ada went back'], time);
    }
    assert.deepEqual(read('2026-11-22T10:15:00-00:00'), ['11-22T10:15 Ada went back']);
    assert.deepEqual(
      read('2026-11-22 02:15-05:00', '2026-11-22 04:10-05:00'),
      ['11-22T07:15 Ada went back', '11-22T09:10 Ada went back'],
      'all rows have the same',
    );
    assert.deepEqual(
      read('2026-11-22 02:15-05:00', '2026-11-22 04:10'),
      ['11-22T01:15 Ada went back (02:15–05:00)', '11-22T03:10 Ada went back'],
      'only one has it',
    );
  });

  it('is none where no zone is so far from UTC, and what follows is no clock', () => {
    const [entry] = importedFromMarkdown('- 10:15 -2000 requests', berlin).entries;
    assert.deepEqual([entry?.at.slice(5, 16), entry?.text], ['11-22T09:15', '2000 requests']);
    const { entries, unread } = importedFromCsv('time,what\n10:15+15:00,x', berlin);
    assert.deepEqual([entries.length, unread.length], [0, 1]);
  });
});

describe('A column whose head names a zone', () => {
  it('is read in it, with the offset behind UTC or GMT', () => {
    for (const [head, at] of [
      ['Time (UTC)', '10:05'],
      ['time_utc', '10:05'],
      ['Time (GMT)', '10:05'],
      ['Time (UTC+1)', '09:05'],
      ['Time (UTC+01:00)', '09:05'],
      ['Timestamp (UTC −03:30)', '13:35'],
      ['Time GMT-5', '15:05'],
      ['Heure (GMT+0530)', '04:35'],
      ['Time (+02:00)', '08:05'],
      ['Time (local)', '09:05'],
      ['Time (UTC+25)', '09:05'],
    ] as const) {
      const rows = [
        importedFromCsv(`${head};What\n2026-11-22 10:05;x`, context),
        importedFromMarkdown(`| ${head} | What |\n|---|---|\n| 2026-11-22 10:05 | x |`, context),
        importedFromCsv(`Date;${head};What\n2026-11-22;10:05;x`, context),
      ];
      for (const read of rows) assert.deepEqual(said(read), [[`2026-11-22T${at}`, '', 'x']], head);
    }
    assert.deepEqual(said(importedFromCsv('Time (UTC+1),What\n2026-11-22 10:05Z,x', context)), [
      ['2026-11-22T10:05', '', 'x'],
    ]);
  });
});

describe('Times without a day', () => {
  const day = (text: string) => importedFromMarkdown(text, context).entries.map(({ at }) => at.slice(5, 16));
  const list = (...times: readonly string[]) => times.map(time => `- ${time} x${time}`).join('\n');

  it('are of the next day once midnight has passed, also twice', () => {
    const times = ['22:50', '23:50', '00:10', '09:00', '23:30', '00:05'];
    const wanted = ['11-22T21:50', '11-22T22:50', '11-22T23:10', '11-23T08:00', '11-23T22:30', '11-23T23:05'];
    assert.deepEqual(day(list(...times)), wanted);
    const csv = `time,what\n${times.map(time => `${time},x${time}`).join('\n')}`;
    assert.deepEqual(
      importedFromCsv(csv, context).entries.map(({ at }) => at.slice(5, 16)),
      wanted,
    );
  });

  it('are of the day that the row before them names, or of the one after it', () => {
    const csv = 'date,time,what\n2026-11-24,23:50,a\n,23:55,b\n,00:10,c\n2026-11-26,10:00,d\n,10:05,e';
    assert.deepEqual(
      importedFromCsv(csv, context).entries.map(({ at }) => at.slice(5, 16)),
      ['11-24T22:50', '11-24T22:55', '11-24T23:10', '11-26T09:00', '11-26T09:05'],
    );
    assert.deepEqual(day(`${list('23:50', '00:10')}\n## 2026-11-25\n${list('10:00')}`), [
      '11-22T22:50',
      '11-22T23:10',
      '11-25T09:00',
    ]);
  });

  it('stay on their day where they are a little out of order, and where the newest comes first', () => {
    assert.deepEqual(day(list('10:15', '10:05', '12:00')), ['11-22T09:05', '11-22T09:15', '11-22T11:00']);
    assert.deepEqual(day(list('21:00', '12:00', '02:00')), ['11-22T01:00', '11-22T11:00', '11-22T20:00']);
    assert.deepEqual(day(list('23:50', '00:10', '23:55', '00:20')), [
      '11-22T22:50',
      '11-22T22:55',
      '11-22T23:10',
      '11-22T23:20',
    ]);
  });

  it('are on the local day of the night in which the clocks change', () => {
    const night = { ...context, createdAt: Date.parse('2026-10-24T10:00:00Z') };
    const { entries } = importedFromMarkdown(list('23:50', '03:30'), night);
    assert.deepEqual(
      entries.map(({ at }) => at.slice(5, 16)),
      ['10-24T21:50', '10-25T02:30'],
    );
  });
});
