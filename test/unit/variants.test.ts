import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brokenText, variants } from '../../scripts/variants/index.mjs';

const root = join(import.meta.dirname, '../..');

/** That each is noticed is what the campaign tries; that it still can be tried is known at once. */
describe('The broken variants of the campaign', () => {
  for (const variant of variants) {
    it(`can be made: ${variant.name}`, () => {
      assert.equal(brokenText(variant, readFileSync(join(root, variant.file), 'utf8')).problem, null);
      assert.deepEqual(
        variant.tests.filter(path => !existsSync(join(root, path))),
        [],
      );
    });
  }

  it('have names of their own', () => {
    assert.equal(new Set(variants.map(({ name }) => name)).size, variants.length);
  });

  it('apply to what stands exactly once', () => {
    const variant = { ...variants[0]!, file: 'a.ts', from: 'a$', to: '$&' };
    assert.equal(brokenText(variant, 'b a$ c').broken, 'b $& c');
    assert.match(brokenText(variant, 'b c').problem!, /stands 0 times in a\.ts/);
    assert.match(brokenText(variant, 'a$ a$').problem!, /stands 2 times/);
  });
});
