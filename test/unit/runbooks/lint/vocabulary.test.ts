import assert from 'node:assert/strict';
import {
  attributesOf,
  noAttributes,
  type BlockAttributes,
} from '../../../../src/core/runbooks/blockAttributes.ts';
import { readFrontMatter } from '../../../../src/core/runbooks/frontMatter.ts';
import {
  accepts,
  blockAttributes,
  frontMatterKeys,
  severities,
  variableFields,
  variableOrigins,
} from '../../../../src/core/runbooks/lint/vocabulary.ts';
import { variablesIn } from '../../../../src/core/runbooks/variables.ts';
import { found, shellBlock } from './support.ts';

const samples = [
  'true', 'false', 'TRUE', 'False', 'yes', 'no', 'YES', '1', '0', ' true ', ' false ', 'on', 'off', 'maybe', '', '2', 'null',
  'read-only', 'changing', 'destructive', 'Destructive', 'none', 'always', 'never', 'auto', 'skip', 'skip-prompts',
  '7', '255', '256', '007', '-1', '1.5', '30s', '5m', '1h', '250ms', '0s', '5 m', '5d', '99999999',
  'bash', 'python3', '/usr/bin/env python3', 'ruby', 'zsh', 'sql',
]; // prettier-ignore

/** Attributes whose value is free text: whatever stands there is taken. */
const free: readonly (keyof BlockAttributes)[] = ['name', 'cwd', 'expectOutput', 'rollback', 'interpreter'];
const attributeOf = (name: string) => (name === 'timeout' ? 'timeoutMs' : name) as keyof BlockAttributes;

describe('the vocabulary of checks, completion and hover', () => {
  it('knows every attribute that the reader of blocks knows', () => {
    const known = new Set<string>(blockAttributes.map(({ name }) => attributeOf(name)));
    for (const name of Object.keys(noAttributes)) assert.ok(known.has(name), name);
  });

  it('has every name once, and an example that begins with it', () => {
    for (const words of [blockAttributes, frontMatterKeys, variableFields, variableOrigins]) {
      assert.equal(new Set(words.map(({ name }) => name)).size, words.length);
      for (const { name, example } of words) assert.ok(example.startsWith(name), example);
    }
  });

  it('offers only values that the reader gives a meaning, each its own', () => {
    for (const { name, values } of blockAttributes) {
      const key = attributeOf(name);
      if (!values || !(key in noAttributes)) continue;
      const read = values.map(value => attributesOf(`{ ${name}=${value} }`)[key]);
      if (key === 'risk') assert.deepEqual(read, values);
      else assert.deepEqual(new Set(read), new Set([true, false]), name);
    }
  });

  for (const { name, values } of blockAttributes) {
    const key = attributeOf(name);
    if (!(key in noAttributes) || free.includes(key)) continue;
    it(`finds fault with “${name}” exactly where the reader passes the value over`, async () => {
      for (const value of samples) {
        const info = JSON.stringify({ [name]: value });
        const findings = await found('attribute-value', shellBlock('true', `bash ${info}`));
        const told = findings.length > 0;
        if (key === 'promptEnv') {
          // Whatever is no word for “do not ask” asks, so fault may be found where nothing is lost by it.
          if (!attributesOf(info).promptEnv) assert.equal(told, false, info);
          assert.equal(
            told,
            !accepts(
              blockAttributes.find(word => word.name === name)!,
              value,
            ),
            info,
          );
        } else if (typeof noAttributes[key] === 'boolean') {
          // A value that is passed over leaves these two at their standards, which differ.
          const { interactive, background } = attributesOf(
            JSON.stringify({ interactive: value, background: value }),
          );
          assert.equal(told, interactive !== background, info);
        } else {
          assert.equal(told, attributesOf(info)[key] === null, `${name}=${value}`);
        }
      }
      assert.ok(values === undefined || values.length > 1);
    });
  }

  it('knows every field of the front matter that its reader uses', () => {
    const source = [
      '---', 'title: T', 'services: [s]', 'alerts: [a]', 'titles: [t]', 'labels: {team: x}', 'severities: [P1]',
      'interpreters: [python]', 'variables: [V]', '---',
    ].join('\n'); // prettier-ignore
    const { purpose, variables, interpreters, problems } = readFrontMatter(source);
    assert.deepEqual(problems, []);
    const read = [
      ...Object.entries(purpose),
      ['variables', variables],
      ['interpreters', interpreters],
    ] as const;
    for (const [name, value] of read) {
      assert.ok(value !== null && (value as { length: number }).length > 0, name);
      assert.ok(
        frontMatterKeys.some(word => word.name === name),
        name,
      );
    }
    assert.deepEqual(frontMatterKeys.find(({ name }) => name === 'severities')!.values, severities);
  });

  it('knows the fields of a variable and where it may come from, as their reader does', () => {
    const wrong: string[] = [];
    for (const { name } of variableOrigins) {
      const from = name.endsWith('.') ? `${name}team` : name;
      const [variable] = variablesIn(
        [
          new Map([
            ['name', 'V'],
            ['from', from],
          ]),
        ],
        why => wrong.push(why),
      );
      assert.equal(variable?.from, from);
    }
    assert.deepEqual(wrong, []);
    const [plain] = variablesIn(['V'], assert.fail);
    assert.deepEqual(Object.keys(plain!).sort(), variableFields.map(({ name }) => name).sort());
  });
});
