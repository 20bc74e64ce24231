import { listFiles, PackageManager } from '@vscode/vsce';
import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packedReadme } from '../../scripts/packedReadme.mjs';
import { sentences } from '../../scripts/l10n.mjs';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');
const targetsOf = (text: string) =>
  [...text.matchAll(/\]\(([^()\s]+)\)/g)]
    .map(match => match[1]!)
    .filter(target => !/^[a-z]+:|^#/.test(target));

describe('The pages in the package', () => {
  let files: readonly string[];
  before(async () => {
    files = (await listFiles({ cwd: root, packageManager: PackageManager.None })).map(file =>
      file.replaceAll('\\', '/'),
    );
  });
  const missing = (from: string, text: string) =>
    targetsOf(text)
      .map(target => join(dirname(from), target.split('#')[0]!).replaceAll('\\', '/'))
      .filter(path => !files.includes(path));

  it('link only to what is packed with them', () => {
    const pages = files.filter(file => /^docs\/.*\.md$/.test(file));
    assert.ok(pages.length > 8, `${pages.length}`);
    assert.deepEqual(
      pages.flatMap(page => missing(page, read(page)).map(path => `${page}: ${path}`)),
      [],
    );
  });

  it('begin with a README that leads nowhere else, and says all the same', () => {
    const readme = read('README.md');
    const packed = packedReadme(readme, files);
    assert.deepEqual(missing('README.md', packed), []);
    assert.ok(targetsOf(packed).includes('docs/runbooks.md'));
    assert.match(packed, /How it is built, and why/);
    assert.doesNotMatch(packed, /!\[/);
    const pictures = targetsOf(readme).filter(target => /\.png$/.test(target));
    assert.ok(pictures.length > 0 && pictures.every(picture => existsSync(join(root, picture))));
  });

  it('have every page that a sentence or a failure names', () => {
    const named = [...sentences().texts.keys()].flatMap(text => text.match(/\bdocs\/[\w-]+\.md/g) ?? []);
    const ofFailures = [...read('src/core/postmortem/teamTemplate.ts').matchAll(/\bpage: '([\w-]+)'/g)];
    assert.ok(ofFailures.length > 0);
    const wanted = [...named, ...ofFailures.map(match => `docs/${match[1]}.md`)];
    assert.deepEqual(
      wanted.filter(page => !files.includes(page)),
      [],
    );
    for (const title of ['The post-mortem', 'The team’s file'])
      assert.ok(
        files.some(file => file.startsWith('docs/') && read(file).startsWith(`# ${title}\n`)),
        title,
      );
  });
});
