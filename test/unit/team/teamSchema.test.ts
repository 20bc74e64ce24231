import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { teamFileStarter } from '../../../src/core/team/starter.ts';
import { schemaAt, teamSchema, type Schema } from '../../../src/core/team/teamSchema.ts';
import { read, teamOf } from './support.ts';

const root = new URL('../../../', import.meta.url);
const manifest = JSON.parse(readFileSync(new URL('package.json', root), 'utf8')) as {
  contributes: { yamlValidation: readonly { fileMatch: string; url: string }[] };
};

describe('The schema of a team’s file', () => {
  it('is the one that is shipped for other editors', () => {
    const [contributed] = manifest.contributes.yamlValidation;
    assert.equal(contributed!.fileMatch, '.oncall/config.yaml');
    const path = fileURLToPath(new URL(contributed!.url, root));
    assert.ok(existsSync(path));
    assert.deepEqual(JSON.parse(readFileSync(path, 'utf8')), teamSchema);
  });

  it('says of each field what it means, in a sentence', () => {
    let count = 0;
    const look = (schema: Schema | undefined, name: string) => {
      if (!schema) return;
      for (const [field, inner] of Object.entries(schema.properties ?? {})) {
        assert.match(inner.description ?? '', /^[A-Z].*\.$/, `${name}.${field}`);
        count += 1;
        look(inner, `${name}.${field}`);
      }
      for (const inner of [schema.items, schema.then, schema.else]) look(inner, name);
    };
    look(teamSchema, '');
    for (const [name, schema] of Object.entries(teamSchema.$defs!)) look(schema, name);
    assert.ok(count > 50, String(count));
  });

  it('is closed everywhere, and knows what each reference means', () => {
    const names = new Set(Object.keys(teamSchema.$defs!));
    const text = JSON.stringify(teamSchema);
    for (const [, name] of text.matchAll(/"#\/\$defs\/(\w+)"/g)) assert.ok(names.has(name!), name);
    const look = (schema: unknown): void => {
      if (typeof schema !== 'object' || schema === null) return;
      const { properties, additionalProperties } = schema as Schema;
      if (properties) assert.equal(additionalProperties, false, JSON.stringify(schema).slice(0, 200));
      for (const inner of Object.values(schema)) look(inner);
    };
    look(teamSchema.$defs);
    assert.equal(teamSchema.additionalProperties, false);
  });

  it('has no field for a credential, and none that says where one is sent', () => {
    assert.doesNotMatch(
      [...JSON.stringify(teamSchema).matchAll(/"(\w+)":\{/g)].map(([, name]) => name).join(),
      /token|password|secret|apiKey|webhook|baseUrl|proxy|host/i,
    );
  });

  it('finds what may stand at a path', () => {
    assert.deepEqual(schemaAt(['services', 3, 'bridge', 'url'])?.type, 'string');
    assert.deepEqual(schemaAt(['alerts', 0, 'alert', 'severity'])?.enum, ['P1', 'P2', 'P3', 'P4']);
    assert.deepEqual(schemaAt(['alerts', 0, 'severity'])?.enum, ['P1', 'P2', 'P3', 'P4']);
    for (const path of [['nothing'], ['services', 'name'], ['services', 0, 'constructor'], ['__proto__']])
      assert.equal(schemaAt(path), null, path.join('.'));
  });

  it('takes what a new file begins with, as it is and without its marks of comment', () => {
    assert.deepEqual(read(teamFileStarter()).findings, []);
    assert.equal(parse(teamFileStarter()), null);
    const written = teamFileStarter()
      .split('\n')
      .slice(4)
      .map(line => line.replace(/^# ?/, ''))
      .join('\n');
    assert.deepEqual(read(written).findings, []);
    assert.equal(teamOf(written).services[0]!.name, 'checkout');
  });

  it('takes the example of the documentation', () => {
    const text = readFileSync(new URL('docs/team-file.md', root), 'utf8');
    const [example] = [...text.matchAll(/```yaml\n([^]*?)```/g)].map(([, yaml]) => yaml!);
    assert.deepEqual(read(example!).findings, []);
    assert.deepEqual(Object.keys(parse(example!) as object), [
      ...['services', 'severities', 'matrix', 'roles', 'checklists', 'escalation', 'messages', 'alerts'],
    ]);
  });
});
