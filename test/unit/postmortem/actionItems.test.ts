import assert from 'node:assert/strict';
import { actionItemsIn, issueEdit, placeEdit } from '../../../src/core/postmortem/actionItems.ts';
import { dueDateIn } from '../../../src/core/postmortem/dueDate.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { languages } from '../../../src/core/postmortem/languages/language.ts';
import { byUrgency, withoutTwins } from '../../../src/core/postmortem/openItems.ts';
import { renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import { templates } from '../../../src/core/postmortem/templates/index.ts';
import type { TextEdit } from '../../../src/core/runbooks/lint/finding.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { sampleEntry, sampleIncident } from '../timeline/sampleEntries.ts';

const table = (...rows: string[]) =>
  ['| Action | Type | Owner | Due | Priority | Issue |', '|---|---|---|---|---|---|', ...rows].join('\n');

/** The text with the edit made in it, whatever its lines end in. */
function edited(text: string, { range: { start, end }, newText }: TextEdit): string {
  let line = 0;
  let at = 0;
  while (line < start.line) {
    const end = /\r\n?|\n/.exec(text.slice(at))!;
    at += end.index + end[0].length;
    line++;
  }
  return text.slice(0, at + start.character) + newText + text.slice(at + end.character);
}

describe('Action items', () => {
  it('are found in what every template writes, in both languages', () => {
    const action = {
      ...sampleEntry(1),
      kind: 'action' as const,
      text: 'Action item: Raise a|b',
      data: { text: 'Raise a|b', owner: 'Ada', runbook: null, step: '' },
    };
    const facts = factsOf(sampleIncident, timelineView({ entries: [action], unreadable: [] }));
    const none = factsOf(sampleIncident, timelineView({ entries: [sampleEntry(1)], unreadable: [] }));
    for (const template of templates) {
      for (const language of languages) {
        const items = actionItemsIn(renderPostMortem(facts, { template, language }));
        const said = items.map(({ text, owner, due, done }) => ({ text, owner, due, done }));
        const one = [{ text: 'Raise a|b', owner: 'Ada', due: null, done: false }];
        assert.deepEqual(said, one, `${template.id}, ${language}`);
        assert.deepEqual(actionItemsIn(renderPostMortem(none, { template, language })), []);
      }
    }
  });

  it('are read with what each column says, and what says nothing is null', () => {
    const [full, bare] = actionItemsIn(
      table(
        '| Alert **before** the pool is full | prevent | Ada | 2026-12-01 | P1 | [#12](https://github.com/o/r/issues/12) |',
        '| Raise it | - | TBD | *not recorded* |  | |',
      ),
    );
    assert.equal(full!.text, 'Alert before the pool is full');
    assert.deepEqual(
      [full!.type, full!.owner, full!.due, full!.priority, full!.issue],
      ['prevent', 'Ada', { text: '2026-12-01', day: '2026-12-01' }, 'P1', { text: '#12', url: 'https://github.com/o/r/issues/12' }],
    ); // prettier-ignore
    assert.deepEqual(
      [bare!.type, bare!.owner, bare!.due, bare!.priority, bare!.issue],
      [null, null, null, null, null],
    );
  });

  it('of a table with a column for the issue have it there, whatever the words lead to', () => {
    const issueOf = (words: string, cell: string) =>
      actionItemsIn(table(`| ${words} | prevent | Ada | 2026-12-01 | P1 |${cell}`))[0]!.issue;
    const other = 'Finish the retry that [#12](https://github.com/o/r/issues/12) began';
    for (const words of [
      other,
      'Undo https://github.com/o/r/pull/9',
      'Alert earlier (issue: https://x.test/7)',
    ]) {
      for (const cell of ['  |', '', ' - |', ' *not recorded* |'])
        assert.equal(issueOf(words, cell), null, words + cell);
    }
    assert.deepEqual(issueOf(other, ' [#44](https://github.com/o/r/issues/44) |'), {
      text: '#44',
      url: 'https://github.com/o/r/issues/44',
    });
    // The column may have come while the issue was being created.
    assert.deepEqual(issueOf(`${other} (*being created: abcd-1234*)`, '  |'), {
      text: 'being created: abcd-1234',
      url: null,
    });
    const [bare] = actionItemsIn(`| Action | Owner |\n|---|---|\n| ${other} | Ada |`);
    assert.equal(bare!.issue?.url, 'https://github.com/o/r/issues/12');
  });

  it('are done where the row is struck through or ticked, or its issue or state says so', () => {
    const done = [
      '| ~~Raise it~~ | | | | | |',
      '| [x] Raise it | | | | | |',
      '| Raise it | | | | | ~~[#1](https://x.test/1)~~ |',
      '| Raise it | | | | | [#1](https://x.test/1) (closed) |',
      '| Raise it | | | | | ✅ [#1](https://x.test/1) |',
    ];
    const open = [
      '| Raise ~~it~~ that | | | | | |',
      '| [ ] Raise it | | | | | |',
      '| Raise it | | | | | [Say when it is closed](https://x.test/closed) |',
    ];
    assert.deepEqual(
      actionItemsIn(table(...done)).map(item => item.done),
      done.map(() => true),
    );
    assert.deepEqual(
      actionItemsIn(table(...open)).map(item => item.done),
      open.map(() => false),
    );
    const french =
      '| Tâche | Responsable | Statut |\n|---|---|---|\n| Relever | Ada | Fait |\n| Alerter | Ada | En cours |';
    assert.deepEqual(
      actionItemsIn(french).map(item => [item.text, item.done]),
      [
        ['Relever', true],
        ['Alerter', false],
      ],
    );
  });

  it('are done where the state is the word itself, with a date, a name or a link at most', () => {
    const states = (words: readonly string[], column: string) =>
      words.filter(
        word =>
          actionItemsIn(`| Action | Owner | ${column} |\n|---|---|---|\n| Raise it | Ada | ${word} |`)[0]!
            .done,
      );
    const done = [
      'Done', 'done ✅', '✅ Done', '✔️', '[x]', 'DONE', '**Done**', 'Done.', 'Done 2026-12-01', 'Done by Ada', 'Done by Will',
      'Done (Ada, 2026-12-01)', 'Done @ada', 'Closed: [#12](https://x.test/12)', 'Done https://x.test/1?a=b', 'Fixed in 2.3',
      'Already fixed', '100% done', 'Merged to main', 'Yes', 'Fait le 1er décembre', 'Terminée', 'Corrigé dans la 2.3', 'Oui',
    ]; // prettier-ignore
    assert.deepEqual(states(done, 'Status'), done);
    const open = [
      'To be done', 'Half done', 'In progress (50% done)', 'Will be fixed in 2.3', 'To be closed', 'Not done', 'Partly done',
      'Done in part', 'Done (50%)', 'Done?', 'Done, not deployed', 'Done, to be deployed', 'Done for the EU', 'Close to done',
      'Almost done', 'Undone', 'Open', 'À faire', 'Presque fait', 'Reste à faire', 'Fait à moitié', 'Fait en partie',
      'Pas fait', 'Sera corrigé', 'En cours',
    ]; // prettier-ignore
    assert.deepEqual(states(open, 'Status'), []);
    const issues = ['#12 (closed)', 'OPS-12: done', 'https://x.test/1 done', '[#1](https://x.test/1) ✅'];
    assert.deepEqual(states(issues, 'Issue'), issues);
    const openIssues = [
      'to be done', 'see #12 (fixed upstream?)', '#12 to be closed',
      '[#1](https://x.test/1) (closed), [#2](https://x.test/2) (open)',
    ]; // prettier-ignore
    assert.deepEqual(states(openIssues, 'Issue'), []);
  });

  it('stand in checklists under such a heading, and nowhere else', () => {
    const text = [
      '# Post-mortem', '- [ ] Not here', '## Follow-ups', '- [ ] Alert on the pool @ada 2026-12-01',
      '- [x] Raise it (owner: Bob)', '### Later', '* [ ] Rehearse (responsable : Cy, échéance : 1er décembre 2026)',
      '```', '- [ ] code', '```', '## Notes', '- [ ] Nor here',
    ].join('\n'); // prettier-ignore
    assert.deepEqual(
      actionItemsIn(text).map(({ line, owner, due, done }) => [line, owner, due?.day ?? null, done]),
      [[3, 'ada', '2026-12-01', false], [4, 'Bob', null, true], [6, 'Cy', '2026-12-01', false]],
    ); // prettier-ignore
  });

  it('of a checklist have an issue and a due date where it says so, not wherever a link or a day stands in the words', () => {
    const read = (words: string) => {
      const [item] = actionItemsIn(`# Actions\n- [ ] ${words}`);
      return [item!.issue?.url ?? null, item!.due?.text ?? null];
    };
    const guide = '[guide](https://wiki.test/guide)';
    for (const words of [
      `Follow the ${guide} and alert earlier (owner: Ada)`,
      `Follow the ${guide}`,
      'Read again what we promised after the outage of 2026-01-20 (owner: Bo)',
      'Read 2026-01-20 again',
      `Act on [the outage of 2026-01-20](https://wiki.test/2026-01-20) (see the ${guide})`,
      'Act on https://wiki.test/2026-01-20',
      'Repair (seriously) what broke on 2026-01-20, and test it',
    ])
      assert.deepEqual(read(words), [null, null], words);
    for (const [words, url, due] of [
      [
        'Alert earlier [#12](https://github.com/o/r/issues/12) soon',
        'https://github.com/o/r/issues/12',
        null,
      ],
      ['Alert as https://jira.test/browse/OPS-7 says', 'https://jira.test/browse/OPS-7', null],
      ['Alert earlier [OPS-7](https://linear.test/t/ops-7/alert)', 'https://linear.test/t/ops-7/alert', null],
      [`Follow the ${guide} ([track.test](https://track.test/7))`, 'https://track.test/7', null],
      [`Follow the ${guide} ([track.test](https://track.test/7)) (owner: Ada)`, 'https://track.test/7', null],
      ['Follow (owner: Ada, issue: https://track.test/7)', 'https://track.test/7', null],
      ['As in [#3](https://github.com/o/r/pull/3) (https://track.test/7)', 'https://track.test/7', null],
      ['After 2026-01-20 alert earlier (owner: Bo, 2026-12-01)', null, '2026-12-01'],
      ['After 2026-01-20 alert earlier (due: 2026-12-01)', null, '2026-12-01'],
      ['After 2026-01-20 alert earlier by 2026-12-01.', null, '2026-12-01'],
      ['Alert earlier (owner: Ada) 2026-12-01', null, '2026-12-01'],
      ['Alert 2026-12-01 ([#7](https://x.test/issues/7))', 'https://x.test/issues/7', '2026-12-01'],
      ['Alert 2026-12-01 [#7](https://x.test/issues/7)', 'https://x.test/issues/7', '2026-12-01'],
    ] as const)
      assert.deepEqual(read(words), [url, due], words);
  });

  it('of a checklist keep the day at their end, whatever is written into the line', () => {
    let text = '# Actions\n- [ ] Alert earlier 2026-12-01';
    const item = () => actionItemsIn(text)[0]!;
    text = edited(text, placeEdit(item().places.owner!, 'Ada'));
    text = edited(text, issueEdit(item(), 'track.test', 'https://track.test/7'));
    assert.equal(
      text.split('\n')[1],
      '- [ ] Alert earlier (owner: Ada) ([track.test](https://track.test/7)) 2026-12-01',
    );
    assert.deepEqual(
      [item().owner, item().due?.day, item().issue?.url],
      ['Ada', '2026-12-01', 'https://track.test/7'],
    );
  });

  it('get their link in the issue’s cell, also where the row is short or there is no such column', () => {
    const link = (text: string) => {
      const [item] = actionItemsIn(text);
      return edited(text, issueEdit(item!, '#7', 'https://x.test/7'))
        .split('\n')
        .at(-1);
    };
    const written = '[#7](https://x.test/7)';
    assert.equal(link(table('| A \\| B | | Ada | | |  |')), `| A \\| B | | Ada | | | ${written} |`);
    assert.equal(link(table('| A |b|c|d|e||')), `| A |b|c|d|e| ${written} |`);
    assert.equal(link(table('| A |b|c|d|e|f|')), `| A |b|c|d|e| ${written} |`);
    assert.equal(link('| Action | Owner |\n|---|---|\n| A | Ada |'), `| A (${written}) | Ada |`);
    assert.equal(link('# Action items\n- [ ] A  '), `- [ ] A (${written})  `);
    for (const short of ['| A | b |', '| A | b', 'A | b']) {
      const [item] = actionItemsIn(table(short));
      const after = edited(table(short), issueEdit(item!, '#7', 'https://x.test/7'));
      assert.equal(actionItemsIn(after)[0]!.issue?.url, 'https://x.test/7', after);
      assert.equal(actionItemsIn(after)[0]!.type, 'b');
    }
  });

  it('leave every other byte of the file as it was, whatever people’s columns hold', () => {
    for (const seed of seeds(draws(300, 5_000))) {
      const random = seeded(seed);
      const pick = <T>(values: readonly T[]) => values[Math.floor(random() * values.length)]!;
      const pieces = [
        'a',
        ' ',
        '\\|',
        '`x`',
        '**b**',
        'é',
        '😀',
        '~',
        '<br>',
        '\\\\',
        '[t](https://y.test)',
        '$',
        '',
      ];
      const cell = () => Array.from({ length: Math.floor(random() * 5) }, () => pick(pieces)).join('');
      const ours = ['Action', 'Owner', 'Due', 'Issue'];
      const names = [...ours, 'Cost', 'Team'].sort(() => random() - 0.5);
      const rows = Array.from(
        { length: 4 },
        (_, row) =>
          `| ${names.map(name => (name === 'Action' ? `Do ${row} ${cell()}x` : cell())).join(' | ')} |`,
      );
      const end = pick(['\n', '\r\n', '\r']);
      const text = ['# T', '', `| ${names.join(' | ')} |`, `|${names.map(() => '-|').join('')}`, ...rows, '', 'End'].join(end); // prettier-ignore
      const items = actionItemsIn(text);
      assert.equal(items.length, 4, `seed ${seed}: ${text}`);
      const index = Math.floor(random() * 4);
      const after = edited(text, issueEdit(items[index]!, '#7', 'https://x.test/7'));
      const [before, now] = [text, after].map(one => one.split(/\r\n?|\n/));
      assert.equal(
        after.replace(now![index + 4]!, () => before![index + 4]!),
        text,
        `seed ${seed}`,
      );
      const read = actionItemsIn(after);
      assert.equal(read[index]!.issue?.url, 'https://x.test/7', `seed ${seed}: ${after}`);
      const others = ({ text, owner, due }: (typeof read)[number]) => ({ text, owner, due });
      assert.deepEqual(read.map(others), items.map(others), `seed ${seed}`);
    }
  });

  it('take an owner and a day where the row has a place for them', () => {
    const text = table('| A |  |  |  |  |  |');
    const [item] = actionItemsIn(text);
    const owned = edited(text, placeEdit(item!.places.owner!, 'Ada'));
    assert.equal(actionItemsIn(owned)[0]!.owner, 'Ada');
    const [check] = actionItemsIn('# Actions\n- [ ] A');
    assert.equal(
      edited('# Actions\n- [ ] A', placeEdit(check!.places.due!, '2026-12-01')).split('\n')[1],
      '- [ ] A (due: 2026-12-01)',
    );
  });

  it('come overdue first, then by day, then undated, each once an incident', () => {
    const items = actionItemsIn(
      table('| a | | | | | |', '| b | | | 2026-12-02 | | |', '| c | | | 2026-11-01 | | |', '| d | | | 1 Oct 2026 | | |', '| e | | | soon | P1 | |'),
    ); // prettier-ignore
    const sorted = [...items].sort(byUrgency('2026-11-25')).map(({ text }) => text);
    assert.deepEqual(sorted, ['d', 'c', 'b', 'e', 'a']);
    const twice = [...items, ...items].map((item, index) => {
      const folder = index < 7 ? 'x' : 'y';
      return { item, folder, path: `${folder}/${index < 5 ? 'post-mortem' : 'post-mortem.etsy'}.md` };
    });
    assert.equal(withoutTwins(twice).length, 5 + 3);
  });
});

describe('A due date', () => {
  it('is a day without doubt, or none', () => {
    for (const text of ['2026-12-01', 'by 2026-12-01!', '1 Dec 2026', 'December 1st, 2026', '1er décembre 2026', '01 déc. 2026'])
      assert.equal(dueDateIn(text), '2026-12-01', text); // prettier-ignore
    for (const text of ['01/12/2026', '2026-02-30', 'soon', '', '32 Dec 2026', '1 Foo 2026'])
      assert.equal(dueDateIn(text), null, text);
  });
});
