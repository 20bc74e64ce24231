import assert from 'node:assert/strict';
import { hintAt, suggestionsAt } from '../../../../src/core/runbooks/assist/assist.ts';

/** The text with the cursor where `|` stands. */
function at(marked: string) {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const lines = marked.replace('|', '').split('\n');
  return { lines, position: { line: before.length - 1, character: before.at(-1)!.length } };
}

const context = { now: Date.parse('2026-11-23T12:00:00Z'), author: 'Ada' };

function labels(marked: string): string[] {
  const { lines, position } = at(marked);
  return suggestionsAt(lines, position, context).map(({ label }) => label);
}

/** The text after the suggestion with the label was taken. */
function taken(marked: string, label: string): string {
  const { lines, position } = at(marked);
  const { range, newText } = suggestionsAt(lines, position, context).find(one => one.label === label)!;
  assert.deepEqual(range.end, position);
  const line = lines[range.start.line]!;
  return line.slice(0, range.start.character) + newText + line.slice(range.end.character);
}

describe('suggestionsAt', () => {
  it('offers the fields of the front matter that are not there yet', () => {
    const offered = labels('---\ntitle: x\n|\n---\n');
    assert.ok(offered.includes('owner') && offered.includes('reviewed'));
    assert.ok(!offered.includes('title'));
    assert.equal(taken('---\nown|\n---\n', 'owner'), 'owner: ');
    assert.ok(labels('---\n|').includes('title'));
  });

  it('offers values where they are known', () => {
    assert.deepEqual(labels('---\nseverities: [P1, |]\n---'), ['P1', 'P2', 'P3', 'P4']);
    assert.equal(taken('---\nreviewed: 20|\n---', '2026-11-23'), 'reviewed: 2026-11-23');
    assert.equal(taken('---\nowner: |\n---', 'Ada'), 'owner: "Ada"');
    assert.deepEqual(labels('---\ntitle: |\n---'), []);
  });

  it('offers the incident’s variables in shell blocks, and there only', () => {
    assert.equal(taken('```bash\necho "${ONC|"\n```', 'ONCALL_INCIDENT_ID'), 'echo "${ONCALL_INCIDENT_ID"');
    assert.ok(labels('> - ```sh\n>   echo $|').includes('ONCALL_INCIDENT_TITLE'));
    for (const elsewhere of [
      '$|',
      '```yaml\n$|\n```',
      '```bash\nx\n```\n$|',
      '```bash\n```|',
      '```bash\necho |',
    ])
      assert.deepEqual(labels(elsewhere), [], elsewhere);
  });

  it('offers attributes and their values behind a block’s language', () => {
    assert.equal(taken('```bash { inter|', 'interactive'), '```bash { interactive=');
    assert.equal(taken('```bash {"inter|', 'interactive'), '```bash {"interactive');
    assert.deepEqual(labels('```bash {"interactive":"|'), ['true', 'false']);
    assert.deepEqual(labels('```bash { risk=|'), ['read-only', 'changing', 'destructive']);
    assert.deepEqual(labels('```bas|'), []);
  });
});

describe('hintAt', () => {
  const hint = (marked: string) => {
    const { lines, position } = at(marked);
    return hintAt(lines, position)?.word.name ?? null;
  };

  it('explains words where they mean something', () => {
    assert.equal(hint('---\nrev|iewed: x\n---'), 'reviewed');
    assert.equal(hint('```bash\necho $ONCALL_INC|IDENT_ID\n```'), 'ONCALL_INCIDENT_ID');
    assert.equal(hint('```bash { back|ground=true }\n```'), 'background');
    for (const elsewhere of [
      'own|er: x',
      '---\ntitle: owner|\n---',
      '```bash\nback|ground=1\n```',
      '---\n|\n---',
    ])
      assert.equal(hint(elsewhere), null, elsewhere);
  });
});
