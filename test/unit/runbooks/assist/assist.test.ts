import assert from 'node:assert/strict';
import { plainWords } from '../lint/support.ts';
import { hintAt, suggestionsAt } from '../../../../src/core/runbooks/assist/assist.ts';

/** The text with the cursor where `|` stands. */
function at(marked: string) {
  const before = marked.slice(0, marked.indexOf('|')).split('\n');
  const lines = marked.replace('|', '').split('\n');
  return { lines, position: { line: before.length - 1, character: before.at(-1)!.length } };
}

const context = { now: Date.parse('2026-11-23T12:00:00Z'), author: 'Ada', l10n: plainWords };

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
    const offered = labels('```bash{ name=a, |');
    assert.ok(offered.includes('timeout') && !offered.includes('name'));
    assert.equal(taken('```bash { interpreter=py|', 'python'), '```bash { interpreter=python');
  });

  it('offers the other blocks as those that undo this one', () => {
    const others =
      '\n```\n```sh {"name":"undo-it"}\n```\n```text\n~~~ { name=x }\n```\n> ```bash { timeout=1s name="other" }\n> ```\n';
    assert.deepEqual(labels(`\`\`\`bash { name=me rollback=|${others}`), ['undo-it', 'x', 'other']);
  });

  it('offers the fields of a variable that it does not have yet, and their values', () => {
    const front = (line: string) =>
      `---\nvariables:\n  - name: A\n    default: x\n${line}\n  - name: B\n    secret: true\n---`;
    const offered = labels(front('    |'));
    assert.deepEqual(offered, ['description', 'pattern', 'secret', 'from']);
    assert.equal(taken(front('    fr|'), 'from'), '    from: ');
    assert.deepEqual(labels(front('    from: |')).slice(0, 2), ['incident.id', 'incident.title']);
    assert.equal(taken(front('    from: incident.t|'), 'incident.title'), '    from: incident.title');
    assert.deepEqual(labels(front('    secret: |')), ['true', 'false']);
    assert.deepEqual(labels('---\nvariables:\n  - {name: A, |\n---'), [
      'default',
      'description',
      'pattern',
      'secret',
      'from',
    ]);
    assert.ok(labels('---\nvariables:\n  - |\n---').includes('name'));
    assert.deepEqual(labels('---\nlabels:\n  |\n---'), []);
    assert.deepEqual(labels('---\nseverities:\n  - |\n---'), ['P1', 'P2', 'P3', 'P4']);
    assert.deepEqual(labels('---\ninterpreters: [|]\n---'), ['python', 'node', 'psql']);
  });

  it('offers declared variables before the incident’s', () => {
    const offered = labels('---\nvariables:\n  - NAMESPACE\n---\n```bash\necho $|\n```');
    assert.deepEqual(offered.slice(0, 2), ['NAMESPACE', 'ONCALL_INCIDENT_ID']);
  });

  it('offers whole sections that are missing, and nothing elsewhere in prose', () => {
    assert.deepEqual(labels('# T\n\n## Signs\n\n## |\n\n## Escalation'), [
      'Quick diagnosis',
      'Mitigation options',
      'Verification',
    ]);
    assert.match(taken('## Ver|', 'Verification'), /^## Verification\n\n- \[ \] .+\n$/);
    for (const elsewhere of ['# |', 'word |', '```text\n## |\n```'])
      assert.deepEqual(labels(elsewhere), [], elsewhere);
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
    assert.equal(hint('```bash{"ti|meout":"5m"}\n```'), 'timeout');
    assert.equal(hint('---\nvariables:\n  - name: A\n    sec|ret: true\n---'), 'secret');
    assert.equal(hint('---\nvariables:\n  - name: A\n    from: incident.ti|tle\n---'), 'incident.title');
    assert.equal(hint('---\nvariables:\n  - {name: A, from: alert.labels.na|me}\n---'), 'alert.labels.');
    for (const elsewhere of [
      'own|er: x',
      '---\ntitle: owner|\n---',
      '```bash\nback|ground=1\n```',
      '---\n|\n---',
    ])
      assert.equal(hint(elsewhere), null, elsewhere);
  });
});
