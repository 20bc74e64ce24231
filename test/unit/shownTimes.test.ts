import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');

/** Without a locale it is that of the environment: over SSH or in a container mostly American English, whoever reads. */
const withoutLocale =
  /(?:\.toLocale(?:Date|Time)?String|\bIntl\.(?:DateTime|Number)Format)\(\s*(?:\)(?!\.resolvedOptions)|\[\]|undefined\b)/g;

describe('Times and numbers that people read', () => {
  it('are never in the language of the environment', () => {
    const found = ['src/core', 'src/ui', 'src/webview']
      .flatMap(folder =>
        readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' }).map(
          name => `${folder}/${name.replaceAll('\\', '/')}`,
        ),
      )
      .filter(path => path.endsWith('.ts'))
      .flatMap(path => {
        const text = readFileSync(join(root, path), 'utf8');
        return [...text.matchAll(withoutLocale)].map(
          ({ index }) => `${path}:${text.slice(0, index).split('\n').length}`,
        );
      });
    assert.deepEqual(found, []);
  });
});
