import assert from 'node:assert/strict';
import { PastedLines } from '../../../src/core/timeline/pastedLines.ts';

/** A box of one line, and a person who types and pastes into it. */
function box(...deeds: readonly ({ readonly type: string } | { readonly paste: string })[]) {
  const lines = new PastedLines();
  let value = '';
  let asked = 0;
  for (const deed of deeds) {
    const keys =
      'type' in deed ? [...deed.type] : [deed.paste.replace(/(?:\r?\n)+$/, '').replace(/\r?\n/g, ' ')];
    for (const key of keys) {
      value += key;
      if (!lines.isPaste(value)) continue;
      asked++;
      if ('paste' in deed) lines.take(value, deed.paste);
    }
  }
  return { lines, value, asked };
}

describe('Lines that are pasted into a box of one line', () => {
  it('are lines again when the value is taken, with what was typed around them', () => {
    const { lines, value } = box(
      { type: '-5m !saw: ' },
      { paste: 'ERROR a\r\n  at b\r\n\r\nERROR c\r\n' },
      { type: ' .' },
    );
    assert.equal(value, '-5m !saw: ERROR a   at b  ERROR c .');
    assert.equal(lines.restored(value), '-5m !saw: ERROR a\n  at b\n\nERROR c .');
  });

  it('may be pasted several times, and hold what a replacement would take for a pattern', () => {
    const { lines, value } = box(
      { paste: '$& $1\n$$' },
      { type: ' | ' },
      { paste: '$& $1\n$$' },
      { paste: 'x\ny' },
    );
    assert.equal(lines.restored(value), '$& $1\n$$ | $& $1\n$$x\ny');
  });

  it('stay as they read where somebody changed them, or where the clipboard has something else', () => {
    const { lines, value } = box({ paste: 'one\ntwo' });
    assert.equal(lines.restored(value.replace('one two', 'one and two')), 'one and two');
    lines.take('typed words', 'other\nwords');
    assert.equal(lines.restored('other typed words'), 'other typed words');
  });

  it('cost no look into the clipboard while somebody types', () => {
    assert.equal(box({ type: 'aaa bbb\tccc aaa' }).asked, 0);
    const lines = new PastedLines();
    assert.equal(lines.isPaste('words'), true);
    assert.equal(lines.isPaste('word'), false);
    assert.equal(lines.isPaste('wa b'), true, 'pasted over a selection');
  });
});
