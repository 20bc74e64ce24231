import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import { factsOf } from '../../../src/core/postmortem/facts.ts';
import { mergePostMortem } from '../../../src/core/postmortem/mergePostMortem.ts';
import { languages } from '../../../src/core/postmortem/languages/language.ts';
import { renderPostMortem } from '../../../src/core/postmortem/renderPostMortem.ts';
import { templates } from '../../../src/core/postmortem/templates/index.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const doc = (...lines: string[]) => lines.map(line => `${line}\n`).join('');
const table = ['| Time | What |', '| --- | --- |'];
const base = doc(
  '# Title',
  '',
  ...table,
  '| 1 | one |',
  '| 2 | two |',
  '',
  '## Cause',
  '',
  '*Not recorded.*',
);
const merged = (mine: string, generated: string) => mergePostMortem(base, mine, generated).text;

describe('mergePostMortem', () => {
  it('follows the facts where nobody wrote anything', () => {
    const generated = base.replace('| 2 | two |', '| 2 | two |\n| 3 | three |').replace('# Title', '# Other');
    assert.equal(merged(base, generated), generated);
  });

  it('changes nothing where no fact changed', () => {
    const mine = `Mine\r\n${base.replace('*Not recorded.*\n', 'The pool was full.')}`;
    assert.equal(merged(mine, base), mine);
  });

  it('keeps a person’s words in the place of a prompt while rows arrive elsewhere', () => {
    const mine = base.replace('*Not recorded.*', 'The pool was full.\n\nReally.');
    const generated = base.replace('| 2 | two |', '| 2 | two |\n| 3 | three |');
    assert.equal(merged(mine, generated), mine.replace('| 2 | two |', '| 2 | two |\n| 3 | three |'));
  });

  it('puts a changed fact right below the row that a person corrected, and says where', () => {
    const mine = base.replace('| 2 | two |', '| 2 | two, I think |');
    const generated = base.replace('| 2 | two |', '| 2 | deux |');
    const result = mergePostMortem(base, mine, generated);
    assert.equal(result.text, mine.replace('two, I think |', 'two, I think |\n| 2 | deux |'));
    assert.deepEqual(result.beside, [6 + 1]);
    const again = mergePostMortem(generated, result.text, base.replace('| 2 | two |', '| 2 | dos |'));
    assert.equal(
      again.text,
      mine.replace('two, I think |', 'two, I think |\n| 2 | dos |'),
      'old facts do not pile up',
    );
  });

  it('keeps a row that a person added among those that arrive', () => {
    const mine = base.replace('| 2 | two |', '| 2 | two |\n| 2b | by hand |');
    const generated = base.replace('| 2 | two |', '| 2 | two |\n| 3 | three |');
    assert.equal(merged(mine, generated), mine.replace('by hand |', 'by hand |\n| 3 | three |'));
  });

  it('lets new rows into the table, not below what a person wrote under it', () => {
    const generated = base.replace('| 2 | two |', '| 2 | two |\n| 3 | three |');
    for (const note of ['\nA note.\n', '\n\nA note.', '| 2 | two, really |\n\nA note.']) {
      const mine = base.replace('| 2 | two |', `| 2 | two |\n${note}`);
      const lines = merged(mine, generated).split('\n');
      assert.ok(lines[lines.indexOf('| 3 | three |') - 1]?.startsWith('| 2 | two'), lines.join('\n'));
      assert.ok(lines.includes('A note.'));
    }
    const rewritten = base.replace('| 2 | two |', '| 2 | zwei |\n\nA note.');
    const lines = merged(rewritten, generated).split('\n');
    assert.equal(lines[lines.indexOf('| 3 | three |') - 1], '| 2 | zwei |');
  });

  it('leaves out what a person took out', () => {
    const generated = base.replace('| 1 | one |', '| 0 | nought |\n| 1 | one |');
    const mine = base.replace('| 2 | two |\n', '');
    assert.equal(merged(mine, generated), generated.replace('| 2 | two |\n', ''));
  });

  it('leaves out a section that a person took out or rewrote with its heading, whatever happens to its facts', () => {
    const section = doc('## Run', '', ...table, '| 1 | ls |', '');
    const before = `${doc('# T', '')}${section}${doc('## Cause', '', 'x')}`;
    const generated = before.replace('| 1 | ls |', '| 1 | ls |\n| 2 | id |').replace('x', 'y');
    for (const instead of ['', doc('We ran ls.', '')]) {
      const mine = before.replace(section, instead);
      assert.equal(mergePostMortem(before, mine, generated).text, mine.replace('x', 'y'));
    }
    const withNew = before.replace('## Cause', '## New\n\nnew\n\n## Cause');
    assert.match(mergePostMortem(before, before.replace(section, ''), withNew).text, /## New\n\nnew\n/);
  });

  it('keeps line endings, a byte order mark and the lack of a last newline', () => {
    const mine = `\uFEFF${base.replace('two', 'two, I think').replaceAll('\n', '\r\n')}My last words`;
    const generated = base.replace('| 1 | one |', '| 1 | eins |');
    const expected = `\uFEFF${base.replace('one', 'eins').replace('two', 'two, I think').replaceAll('\n', '\r\n')}My last words`;
    assert.equal(merged(mine, generated), expected);
    assert.equal(merged(base.trimEnd(), `${base}\nmore\n`), `${base}\nmore\n`);
  });

  it('writes once what came into the file although its base was not kept', () => {
    const generated = base
      .replace('| 2 | two |', '| 2 | two |\n| 3 | three |')
      .replace('| 1 | one |', '| 1 | eins |');
    const mine = base.replace('*Not recorded.*', 'My words.');
    const once = merged(mine, generated);
    assert.equal(merged(once, generated), once);
  });

  it('writes once what came into the file although its base was not kept, and one more fact with it', () => {
    const second = base.replace('| 2 | two |', '| 2 | two |\n| 3 | three |');
    const third = second.replace('| 3 | three |', '| 3 | three |\n| 4 | four |');
    assert.equal(merged(second, third), third);
    const withRow = second.replace('| 3 | three |', '| 3 | three |\n| 3½ | mine |');
    const expected = withRow.replace('| 3½ | mine |', '| 3½ | mine |\n| 4 | four |');
    assert.equal(merged(withRow, third), expected);
  });

  it('keeps every line that a person wrote, once, through random edits and new facts, in all templates and languages', function () {
    this.timeout(0);
    for (const seed of seeds(draws(2_000, 5_000))) keepsEverything(seed, 2);
  });
});

const forms = templates.flatMap(template => languages.map(language => ({ template, language })));
/** All that a document is made of; a note as often as the rest together, as in a real timeline. */
const kinds: readonly Partial<TimelineEntry>[] = [
  ...Array.from({ length: 8 }, () => ({})),
  ...(['impact', 'decision', 'hypothesis', 'observation', 'activity'] as const).map(kind => ({ kind })),
  { kind: 'acknowledged' },
  { key: true },
  { kind: 'stage', data: { from: null, to: 'mitigation' } },
  { kind: 'severity', data: { from: 'P2', to: 'P1', reason: '' } },
  { kind: 'role', data: { role: 'Incident Commander', from: null, to: 'Grace' } },
  { kind: 'message', data: { channel: 'Slack', purpose: 'update', text: 'Still down' } },
  { kind: 'action', data: { text: 'Talk', owner: null, runbook: null, step: '' } },
];

/** Edits and generates in turn; after each turn every line written by hand and not taken out by hand is there once. */
function keepsEverything(seed: number, rounds: number): void {
  const random = seeded(seed);
  const pick = (below: number) => Math.floor(random() * below);
  const crlf = random() < 0.3;
  const form = forms[seed % forms.length]!;
  let entries: TimelineEntry[] = [];
  let status: 'triggered' | 'acknowledged' | 'resolved' = 'triggered';
  let words = 0;
  let written: string[] = [];

  const generate = () => {
    const incident = {
      ...sampleIncident,
      status,
      resolvedAt: status === 'resolved' ? utc(START + pick(9_999_999)) : null,
    };
    return renderPostMortem(factsOf(incident, timelineView({ entries, unreadable: [] })), form);
  };
  const write = () => {
    const shape = ['Because of WORD.', '| WORD | a | b |', '- [ ] WORD', '## WORD', '> WORD | x', '  WORD  '][
      pick(6)
    ]!;
    const line = shape.replace('WORD', `word${seed}x${words++}`);
    written.push(line);
    return line;
  };
  const edit = (lines: string[]) => {
    for (let edits = pick(8); edits >= 0; edits--) {
      const at = pick(lines.length + 1);
      const removed = [0, 0, 1, 1, 1, 6][pick(6)]!;
      const added = Array.from({ length: removed === 0 ? 1 + pick(3) : pick(3) }, () =>
        random() < 0.2 ? '' : write(),
      );
      const gone = new Set(lines.splice(at, removed, ...added));
      written = written.filter(line => !gone.has(line));
    }
    return lines;
  };
  const newFacts = () => {
    for (let count = pick(4); count > 0; count--) {
      const number = entries.length;
      const at = utc(START + pick(100) * 60_000);
      const text = `fact${seed}x${number}`;
      entries.push(sampleEntry(number, { at, text, ...kinds[pick(kinds.length)] }));
    }
    if (random() < 0.3) status = (['triggered', 'acknowledged', 'resolved'] as const)[pick(3)]!;
    if (random() < 0.2) entries = entries.slice(1);
  };

  let before = generate();
  let file = crlf ? before.replaceAll('\n', '\r\n') : before;
  for (let round = 0; round < rounds; round++) {
    const lines = edit(file.split(crlf ? '\r\n' : '\n'));
    file = lines.join(crlf ? '\r\n' : '\n');
    newFacts();
    const generated = generate();
    const place = `seed ${seed} (${form.template.id}, ${form.language}), round ${round}`;
    file = mergePostMortem(before, file, generated).text;
    const after = file.split(crlf ? '\r\n' : '\n');
    for (const line of written) {
      assert.equal(after.filter(found => found === line).length, 1, `${place}: “${line}”`);
    }
    if (crlf) assert.doesNotMatch(file, /(?<!\r)\n/, place);
    assert.equal(
      mergePostMortem(generated, file, generated).text,
      file,
      `${place}: a second time changes nothing`,
    );
    before = generated;
  }
}
