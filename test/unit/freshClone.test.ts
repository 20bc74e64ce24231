import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

describe('In a fresh clone', () => {
  const { scripts } = JSON.parse(read('package.json')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };

  for (const name of Object.keys(scripts))
    it(`npm run ${name} installs packages before it needs any`, () => {
      assert.deepEqual(packagesBefore(`scripts/ready.mjs`), []);
      const script = firstScript(scripts, name);
      assert.ok(script, scripts[name]);
      if (script === 'scripts/ready.mjs') return;
      assert.match(read(script), /^(?:\/\/.*\n)*import '\.\/ready\.mjs';$/m);
      assert.deepEqual(packagesBefore(script), []);
    });
});

/** What is run first, through as many npm scripts as it takes; null where that is no script of ours. */
function firstScript(scripts: Readonly<Record<string, string>>, name: string): string | null {
  const first = scripts[name]!.split(' && ')[0]!;
  const other = /^npm run (?:--silent )?(\w+)$/.exec(first)?.[1];
  return other ? firstScript(scripts, other) : (/^node (scripts\/\w+\.mjs)$/.exec(first)?.[1] ?? null);
}

/** The packages that a script and what it imports load: Node looks for all of them before it runs a line. */
function packagesBefore(script: string, seen = new Set<string>()): readonly string[] {
  if (seen.has(script)) return [];
  seen.add(script);
  const from = [...read(script).matchAll(/^(?:import|export)\b[^;]*?['"]([^'"]+)['"];$/gm)].map(
    match => match[1]!,
  );
  return from.flatMap(name =>
    name.startsWith('./')
      ? packagesBefore(join('scripts', name), seen)
      : name.startsWith('node:')
        ? []
        : [`${script}: ${name}`],
  );
}
