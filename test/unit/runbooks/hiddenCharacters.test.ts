import assert from 'node:assert/strict';
import { hiddenCharacters, splitAtHidden } from '../../../src/core/runbooks/hiddenCharacters.ts';

describe('hiddenCharacters', () => {
  const hiding: Record<string, string> = {
    '\u202E': 'U+202E right-to-left override',
    '\u2066': 'U+2066 left-to-right isolate',
    '\u061C': 'U+061C Arabic letter mark',
    '\u200B': 'U+200B zero-width space',
    '\u200D': 'U+200D zero-width joiner',
    '\uFEFF': 'U+FEFF zero-width no-break space',
    '\u2060': 'U+2060 word joiner',
    '\u00AD': 'U+00AD soft hyphen',
    '\u00A0': 'U+00A0 no-break space',
    '\u3000': 'U+3000 unusual space',
    '\u2028': 'U+2028 line separator',
    '\u3164': 'U+3164 Hangul filler',
    '\u{E0041}': 'U+E0041 invisible character',
    '\uFE01': 'U+FE01 invisible character',
    '\u0000': 'U+0000 null',
    '\u0007': 'U+0007 bell',
    '\r': 'U+000D carriage return',
    '\u001B': 'U+001B escape',
    '\u007F': 'U+007F delete',
    '\u0085': 'U+0085 control character',
    '\uD800': 'U+D800 half of a surrogate pair',
  };
  for (const [character, name] of Object.entries(hiding)) {
    it(`finds ${name}`, () => assert.deepEqual(hiddenCharacters(`rm ${character}-rf`), [name]));
  }

  it('names each once, in order', () => {
    assert.deepEqual(hiddenCharacters('\u200Ba\u202Eb\u200B'), [
      'U+200B zero-width space',
      'U+202E right-to-left override',
    ]);
  });

  it('lets pass what can be seen', () => {
    assert.deepEqual(
      hiddenCharacters('tab\there\nnew line, café, 日本語, עברית, ✅ ⚠\uFE0F 🚀 — “quoted”'),
      [],
    );
  });

  it('keeps every character when it splits', () => {
    const parts = splitAtHidden('a\u202Eb\u{E0041}');
    assert.deepEqual(parts, [
      { visible: 'a', escape: 'U+202E' },
      { visible: 'b', escape: 'U+E0041' },
      { visible: '', escape: null },
    ]);
  });
});
