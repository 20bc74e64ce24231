import assert from 'node:assert/strict';
import { teamHintAt, teamSuggestionsAt } from '../../../src/core/team/assist.ts';
import { draws, seeded, seeds } from '../seeded.ts';

/** The cursor stands at `|`. */
const at = (text: string) => {
  const before = text.slice(0, text.indexOf('|')).split('\n');
  const lines = text.replace('|', '').split('\n');
  return { lines, position: { line: before.length - 1, character: before.at(-1)!.length } };
};
const labels = (text: string) => {
  const { lines, position } = at(text);
  return teamSuggestionsAt(lines, position).map(({ label }) => label);
};
const hint = (text: string) => {
  const { lines, position } = at(text);
  return teamHintAt(lines, position);
};

const severities = ['P1', 'P2', 'P3', 'P4'];
const alertFields = ['name', 'condition', 'duration', 'severity', 'notify', 'runbook'];

describe('Completion in a team’s file', () => {
  it('knows the sections, but those that are there', () => {
    assert.deepEqual(labels('|').slice(0, 3), ['services', 'severities', 'matrix']);
    assert.ok(!labels('services:\n  - name: x\nse|\nroles: []\n').includes('roles'));
    assert.ok(!labels('services:\n  - name: x\nse|\n').includes('services'));
  });

  it('knows the fields of an item, but those that it has, also half typed and broken', () => {
    const rest = ['description', 'owners', 'runbooks', 'dashboards', 'probes', 'chat', 'bridge'];
    assert.deepEqual(labels('services:\n  - name: x\n    repositories: [\n    |'), rest);
    assert.deepEqual(labels('services:\n- name: x\n  |\n  repositories: []\n- name: y\n  chat: z'), rest);
    assert.deepEqual(labels('services:\n  - na|')[0], 'name');
    assert.deepEqual(labels('services:\n  - name: y\n    chat: z\n  - |\n'), [
      ...['name', 'description', 'repositories'],
      ...rest.slice(1),
    ]);
    assert.deepEqual(labels('services:\n  - name: x\n    bridge:\n      |'), ['url', 'phone']);
    assert.deepEqual(labels('services:\n  - dashboards:\n    - name: a\n      |'), ['url']);
    assert.deepEqual(labels('escalation:\n  - name: a\n    when:\n      |').slice(0, 2), [
      'notMitigatedAfter',
      'runbookNotSuccessfulAfter',
    ]);
  });

  it('knows an alert in either of its forms', () => {
    assert.deepEqual(labels('alerts:\n  - |'), [...alertFields, 'alert']);
    assert.deepEqual(labels('alerts:\n  - alert:\n      name: x\n      |'), alertFields.slice(1));
    assert.deepEqual(labels('alert: {name: x, |'), alertFields.slice(1));
  });

  it('knows values', () => {
    assert.deepEqual(labels('alerts:\n  - name: x\n    severity: |'), severities);
    assert.deepEqual(labels('alerts:\n  - name: x\n    severity: P|'), severities);
    assert.deepEqual(labels('matrix:\n  high:\n    low: |'), severities);
    assert.deepEqual(labels('matrix: {high: {low: |'), severities);
    assert.deepEqual(labels('matrix: {high: {low: P1, |'), ['medium', 'high']);
    assert.deepEqual(labels('escalation:\n  - severities: [P1, |'), severities);
    assert.deepEqual(labels('escalation:\n  - severities:\n      - |'), severities);
    assert.deepEqual(labels('roles:\n  - several: |'), ['true', 'false']);
    assert.deepEqual(labels('escalation:\n  - when: {runbookNotSuccessfulAfter: |'), ['own time', '15m']);
    assert.deepEqual(labels('roles: [{name: "A B", id: |')[0], 'incidentCommander');
  });

  it('says nothing in comments, in texts, and where nothing may stand', () => {
    for (const text of [
      '# |',
      'services: # |',
      'unknown:\n  |',
      'services:\n  - description: a few words |',
      'services: |',
      'messages:\n  initial:\n    en: |',
    ])
      // prettier-ignore
      assert.deepEqual(labels(text), [], text);
  });

  it('replaces what was typed, with what each field means', () => {
    const { lines, position } = at('services:\n  - rep|');
    const found = teamSuggestionsAt(lines, position).find(({ label }) => label === 'repositories')!;
    assert.deepEqual(found.range, { start: { line: 1, character: 4 }, end: { line: 1, character: 7 } });
    assert.match(found.meaning!, /first suspects/);
    assert.equal(teamSuggestionsAt(['ro'], { line: 0, character: 2 })[0]!.newText, 'services:');
  });
});

describe('Hover in a team’s file', () => {
  it('says what a field means, and what may stand there', () => {
    assert.match(hint('mat|rix:\n')!.meaning, /priority matrix/);
    const severity = hint('alerts:\n  - name: x\n    seve|rity: P1')!;
    assert.deepEqual([severity.name, severity.values], ['severity', severities]);
    assert.deepEqual(severity.range, { start: { line: 2, character: 4 }, end: { line: 2, character: 12 } });
    assert.match(hint('services: [{name: x, cha|t: "#y"}]')!.meaning, /channel/);
    assert.match(hint('services:\n  - "na|me": x')!.meaning, /called/);
  });

  it('says nothing of anything else', () => {
    for (const text of ['unkn|own: 1', '# serv|ices: 1', 'services:\n  - name: che|ckout', 'a|', '|'])
      assert.equal(hint(text), null, text);
  });
});

describe('Completion and hover', () => {
  it('answer at any place of any text', function () {
    this.timeout(600_000);
    const pieces = ['services:', '\n', '\n  ', '\n    - ', '- ', 'name: ', 'alerts:', 'alert: ', '{', '}', '[', ']', ', ', ': ', '"', "'", '#', 'x', 'constructor: ', '__proto__: ', 'P1', '\t', '😀']; // prettier-ignore
    for (const seed of seeds(draws(2_000, 100_000))) {
      const random = seeded(seed);
      const text = Array.from({ length: 30 }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      const lines = text.split('\n');
      const line = Math.floor(random() * lines.length);
      const position = { line, character: Math.floor(random() * (lines[line]!.length + 1)) };
      for (const { range } of teamSuggestionsAt(lines, position))
        assert.ok(range.start.character >= 0 && range.end.character === position.character, `seed ${seed}`);
      teamHintAt(lines, position);
    }
    const long = ['services:', `  - ${'{'.repeat(3_900)}`];
    teamSuggestionsAt(long, { line: 1, character: 3_900 });
    teamSuggestionsAt(
      Array.from({ length: 60_000 }, () => '    a: b'),
      { line: 59_999, character: 4 },
    );
  });
});
