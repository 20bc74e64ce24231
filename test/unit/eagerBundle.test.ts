import assert from 'node:assert/strict';
import { build, type BuildOptions } from 'esbuild';
import { join } from 'node:path';
import { eagerBytes } from '../bench/eagerBytes.ts';

const repository = join(import.meta.dirname, '../..');

describe('What is loaded to activate', () => {
  it('is at most 140 KB', async function () {
    this.timeout(60_000);
    const { bundles } = (await import(join(repository, 'esbuild.mjs'))) as { bundles: BuildOptions[] };
    const { metafile } = await build({
      ...bundles[0],
      minify: true,
      sourcemap: false,
      write: false,
      metafile: true,
    });
    const bytes = eagerBytes(metafile, 'dist/extension.js');
    assert.ok(bytes > 10_000, `${bytes} bytes: the entry was not found`);
    assert.ok(bytes <= 140_000, `${bytes} bytes: what is not needed at once belongs in one of the rooms`);
  });
});
