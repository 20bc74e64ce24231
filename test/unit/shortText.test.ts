import assert from 'node:assert/strict';
import { shortText } from '../../src/core/shortText.ts';

describe('shortText', () => {
  it('leaves alone what is no longer than it may be', () => {
    for (const text of ['', 'abc', '🔥🔥🔥']) assert.equal(shortText(text, 3), text);
  });

  it('counts characters, cuts none in half, and leaves no blank before the dots', () => {
    assert.equal(shortText('abcd', 3), 'ab…');
    assert.equal(shortText('🔥🔥🔥🔥', 3), '🔥🔥…');
    assert.equal(shortText('a bcd', 3), 'a…');
    assert.equal(shortText('x'.repeat(100_000), 3), 'xx…');
  });
});
