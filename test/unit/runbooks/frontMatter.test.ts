import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readYaml } from '../../../src/core/runbooks/boundedYaml.ts';
import { readFrontMatter, readPurpose } from '../../../src/core/runbooks/frontMatter.ts';
import { corpusPath } from '../../fixtures.ts';

const nothing = { title: null, services: [], alerts: [], titles: [], labels: [], severities: [] };

describe('readFrontMatter', () => {
  it('reads texts and lists of texts, and ignores other fields', () => {
    const { purpose, body, lineOffset, problems } = readFrontMatter(
      '---\ntitle: Disk full\nservices: [api, 404]\nalerts: DiskFull\ntitles:\n  - "*disk*"\nlabels: {team: shop, tier: 1}\nseverities: [P1]\nowner: {team: x}\n---\n# Body\n',
    );
    assert.deepEqual(purpose, {
      title: 'Disk full',
      services: ['api', '404'],
      alerts: ['DiskFull'],
      titles: ['*disk*'],
      labels: [
        { name: 'team', value: 'shop' },
        { name: 'tier', value: '1' },
      ],
      severities: ['P1'],
    });
    assert.equal(body, '# Body\n');
    assert.equal(lineOffset, 10);
    assert.deepEqual(problems, []);
  });

  it('keeps the line offset with CRLF, a byte order mark and an empty one', () => {
    const windows = readFrontMatter('\uFEFF---\r\ntitle: x\r\n---\r\nbody');
    assert.deepEqual([windows.purpose.title, windows.body, windows.lineOffset], ['x', 'body', 3]);
    const empty = readFrontMatter('---\n---\nbody');
    assert.deepEqual([empty.purpose, empty.body, empty.lineOffset], [nothing, 'body', 2]);
  });

  it('takes only what begins on the first line for front matter', () => {
    for (const source of [
      '',
      'text\n---\ntitle: x\n---\n',
      '----\ntitle: x\n---\n',
      ' ---\ntitle: x\n---\n',
    ]) {
      assert.deepEqual(readFrontMatter(source), {
        purpose: nothing,
        variables: [],
        interpreters: [],
        helpsWithin: null,
        body: source,
        lineOffset: 0,
        problems: [],
      });
    }
  });

  it('reads after how long it should have helped', () => {
    const of = (text: string) => readFrontMatter(`---\nhelpsWithin: ${text}\n---\n`);
    assert.deepEqual(
      ['15m', '2h', '~'].map(text => of(text).helpsWithin),
      [15, 120, null],
    );
    for (const wrong of ['15', 'soon', '0m', '[15m]']) {
      const { helpsWithin, problems } = of(wrong);
      assert.equal(helpsWithin, null, wrong);
      assert.match(problems[0]!.message, /“helpsWithin” .* must be a time such as “15m”/);
    }
  });

  it('takes what is written without quotes as it is written, wherever a text is meant', () => {
    for (const text of [
      '1.10',
      '007',
      '012345678901',
      '12e5678',
      '12345678901234567890',
      '0x1F',
      '0o17',
      '1e3',
      '.5',
      '+1',
      '-0',
      '1_000',
      '.inf',
      '.NaN',
      'true',
      'TRUE',
      'False',
      'yes',
      '2026-11-23',
      '12:30',
      '404',
    ]) {
      const { purpose, variables, interpreters, problems } = readFrontMatter(
        `---\ntitle: ${text}\nservices: [${text}]\nalerts: ${text}\ntitles:\n  - ${text}\nlabels: {${text}: ${text}}\nseverities: [&a ${text}, *a]\ninterpreters: [${text}]\nvariables:\n  - name: A\n    default: ${text}\n    description: ${text}\n    pattern: ${text}\n---\n`,
      );
      assert.deepEqual(problems, [], text);
      assert.deepEqual(
        purpose,
        {
          title: text,
          services: [text],
          alerts: [text],
          titles: [text],
          labels: [{ name: text, value: text }],
          severities: [text, text],
        },
        text,
      );
      assert.deepEqual(interpreters, [text]);
      const [{ default: standard, description, pattern } = assert.fail(text)] = variables;
      assert.deepEqual([standard, description, pattern], [text, text, text]);
      const short = readFrontMatter(`---\nvariables: {A: ${text}}\n---\n`).variables[0];
      assert.equal(short!.default, text);
    }
    for (const nothing of ['', '~', 'null'])
      assert.equal(readFrontMatter(`---\nvariables: {A: ${nothing}}\n---\n`).variables[0]!.default, null);
  });

  it('keeps secret what anybody may have meant as a secret, and says how to write it', () => {
    const forms: readonly ((text: string) => string)[] = [
      text => `variables:\n  - name: TOKEN\n    secret: ${text}`,
      text => `variables: {TOKEN: {secret: ${text}}}`,
    ];
    const said = (text: string, form: (text: string) => string) => {
      const { variables, problems } = readFrontMatter(`---\n${form(text)}\n---\n`);
      return { secret: variables[0]!.secret, problems };
    };
    for (const form of forms) {
      assert.deepEqual(said('true', form), { secret: true, problems: [] });
      for (const text of ['false', '', '~'])
        assert.deepEqual(said(text, form), { secret: false, problems: [] });
      for (const text of ['yes', '"true"', 'TRUE', 'on', '1', 'y', 'please', '[]', '{}']) {
        const { secret, problems } = said(text, form);
        assert.equal(secret, true, text);
        assert.deepEqual(
          problems.map(({ line }) => line),
          [2],
          text,
        );
        assert.match(problems[0]!.message, /“secret” of TOKEN must be true or false.* read as true/);
      }
      for (const text of ['no', 'No', 'off', '0', '"false"', "''"]) {
        const { secret, problems } = said(text, form);
        assert.equal(secret, false, text);
        assert.match(problems[0]!.message, /“secret” of TOKEN must be true or false.* read as false/, text);
      }
    }
  });

  const broken: [name: string, yaml: string, line: number, message: RegExp][] = [
    ['broken YAML', 'title: a\nservices: [a, b\ntitles: }', 4, /was not used: .+\.$/],
    ['a list at the top', '- a\n- b', 2, /list of fields/],
    ['a field of another shape', 'title: a\nservices:\n  a: b', 3, /“services” .* text or a list of texts/],
    ['brackets 2,000 deep', `title: a\nx: ${'['.repeat(2_000)}`, 3, /more than 64 levels/],
    ['brackets hidden by strings', `x: ${'["]",'.repeat(2_000)}`, 2, /more than 64 levels/],
    ['list markers 2,000 deep', `${'- '.repeat(2_000)}a`, 2, /more than 64 levels/],
    [
      'indentation 2,000 deep',
      Array.from({ length: 2_000 }, (_, i) => `${' '.repeat(i)}a:`)
        .join('\n')
        .slice(0, 15_000),
      66,
      /more than 64 levels/,
    ],
    ['more than 16 KB', `title: ${'a'.repeat(17_000)}`, 1, /larger than 16 KB/],
    ['an alias bomb', 'a: &a [x,x]\nb: &b [*a,*a,*a]\nc: &c [*b,*b,*b]\nd: [*c,*c,*c]', 2, /aliases/],
  ];
  for (const [name, yaml, line, message] of broken) {
    it(`says what is wrong with ${name}, and where`, () => {
      const { problems, body } = readFrontMatter(`---\n${yaml}\n---\nbody`);
      assert.equal(problems.length, 1);
      assert.equal(problems[0]!.line, line);
      assert.match(problems[0]!.message, message);
      assert.equal(body, 'body');
    });
  }

  it('is refused at its first error, so that many cost no more than what is right', () => {
    const of = (yaml: string) => {
      const before = process.cpuUsage();
      const { ok } = readYaml(yaml);
      const { user, system } = process.cpuUsage(before);
      return { ok, cpu: user + system };
    };
    const filled = (start: string, line: string) => start + line.repeat(Math.floor(60_000 / line.length));
    const right = filled('', 'a: b\n');
    // So that the first is not the one that waits for the compiler.
    of(right);
    const least = Math.min(...[1, 2, 3].map(() => of(right).cpu));
    for (const line of ['- "a\n', '>\n', '- "\\\n', '- ]\n', 'x: }\n']) {
      const tries = [1, 2, 3].map(() => of(filled('x: |\n  ', line)));
      assert.deepEqual([...new Set(tries.map(({ ok }) => ok))], [false], line);
      const ratio = Math.min(...tries.map(({ cpu }) => cpu)) / least;
      assert.ok(ratio < 2, `${JSON.stringify(line)} costs ${ratio} times as much`);
    }
  });

  it('says when it is not closed, and reads the text as text', () => {
    const { problems, body } = readFrontMatter('---\ntitle: x\n# Body');
    assert.equal(problems[0]!.line, 1);
    assert.equal(body, '---\ntitle: x\n# Body');
  });

  it('cannot be used to reach a prototype', () => {
    const { purpose } = readFrontMatter('---\n__proto__:\n  title: x\nconstructor: y\n---\n');
    assert.deepEqual(purpose, nothing);
    assert.equal(({} as Record<string, unknown>)['title'], undefined);
  });

  it('answers to every case of the YAML test suite', function () {
    const folder = corpusPath('yaml-test-suite');
    if (!folder) return this.skip();
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(name =>
      name.endsWith('.yaml'),
    );
    assert.ok(files.length > 300);
    for (const name of files) {
      const { lineOffset, problems } = readFrontMatter(
        `---\n${readFileSync(join(folder, name), 'utf8')}\n---\nbody`,
      );
      for (const { line, message } of problems) {
        assert.ok(line >= 1 && line <= lineOffset, `${name}: line ${line} of ${lineOffset}`);
        assert.match(message, /\.$/, name);
      }
    }
  });
});

describe('readPurpose', () => {
  it('finds the title without reading the whole', () => {
    assert.equal(readPurpose('---\nservices: a\n---\ntext\n# The `title`\n').title, 'The `title`');
    assert.equal(readPurpose('---\ntitle: Above\n---\n# Below').title, 'Above');
    assert.equal(readPurpose('no heading').title, null);
  });
});
