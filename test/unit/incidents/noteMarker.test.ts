import assert from 'node:assert/strict';
import { isMarkedWith, readMarker, withMarker } from '../../../src/core/incidents/providers/noteMarker.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const ref = '0b8f3f0e-5d1c-4a3e-9a77-c0ffee123456';

describe('The marker of a note', () => {
  it('is a last line with the end of the ref', () => {
    assert.equal(withMarker('Rolled back.', ref), 'Rolled back.\n[ref ffee123456]');
  });

  it('comes off again and leaves what the person wrote', () => {
    for (const text of ['x', 'a\nb\n\nc', ' “indented” 🙂', '- list\n- [ref tail]', 'see [ref abcdefghij]']) {
      assert.deepEqual(readMarker(withMarker(text, ref)), { text, ref: 'ffee123456' });
      assert.ok(isMarkedWith(withMarker(text, ref), ref));
    }
  });

  it('survives what a server does to line ends and to blanks at the end', () => {
    for (const change of [
      (content: string) => content.replaceAll('\n', '\r\n'),
      (content: string) => `${content}\n`,
      (content: string) => `${content}  \r\n`,
    ]) {
      assert.deepEqual(readMarker(change(withMarker('a', ref))), { text: 'a', ref: 'ffee123456' });
    }
  });

  it('is only what stands alone in the last line', () => {
    for (const content of [
      'see [ref ffee123456]',
      '[ref ffee123456]\nand more',
      'a\n[ref short]',
      'a\n[ref ffee1234567]',
      'a\n[REF ffee123456]',
      '',
    ]) {
      assert.deepEqual(readMarker(content), { text: content, ref: null });
      assert.ok(!isMarkedWith(content, ref));
    }
  });

  it('is not that of another ref', () => {
    assert.ok(!isMarkedWith(withMarker('a', ref), `${ref.slice(0, -1)}7`));
  });

  it('takes only the last of two', () => {
    const content = withMarker(withMarker('a', ref), 'zzzzzzzzzz');
    assert.deepEqual(readMarker(content), { text: withMarker('a', ref), ref: 'zzzzzzzzzz' });
  });

  it('finds a short ref and one with other characters, too', () => {
    for (const odd of ['1', 'täg]\n#', 'a b c d e f'])
      assert.ok(isMarkedWith(withMarker('a', odd), odd), odd);
  });

  const origin = {
    entry: '01JDA7Z3W0K4M8Q2X6Y9V5T1RB',
    at: '2026-11-22T10:15:00.000Z',
    author: 'Ada Lovelace',
    kind: 'hypothesis',
    corrects: null,
  };

  it('says which entry of a timeline the note is, readably', () => {
    const content = withMarker('The pool is full.', ref, origin);
    assert.equal(
      content,
      'The pool is full.\n[ref ffee123456, hypothesis by Ada Lovelace at 2026-11-22T10:15:00.000Z, 01JDA7Z3W0K4M8Q2X6Y9V5T1RB]',
    );
    assert.deepEqual(readMarker(content), { text: 'The pool is full.', ref: 'ffee123456', origin });
    assert.ok(isMarkedWith(content, ref));
  });

  it('tells people that an entry corrects another one, and takes that off again', () => {
    const corrects = '01JDA7Z3W0K4M8Q2X6Y9V5T1RA';
    const content = withMarker('It is empty.', ref, { ...origin, corrects });
    assert.match(content, /^Correction: It is empty\.\n.* corrects 01JDA7Z3W0K4M8Q2X6Y9V5T1RA\]$/);
    assert.deepEqual(readMarker(content), {
      text: 'It is empty.',
      ref: 'ffee123456',
      origin: { ...origin, corrects },
    });
  });

  it('gives back names of every kind, on one line', () => {
    for (const author of ['', 'O’Neill, Ada', 'a] at 2026', 'by at', '李 🙂', 'x'.repeat(200)])
      assert.equal(readMarker(withMarker('a', ref, { ...origin, author })).origin?.author, author);
    assert.equal(readMarker(withMarker('a', ref, { ...origin, author: 'A\nB' })).origin?.author, 'A B');
    const long = readMarker(withMarker('a', ref, { ...origin, author: 'y'.repeat(5_000) }));
    assert.equal(long.origin?.author.length, 200);
  });

  it('is no entry’s where a part of it is wrong', () => {
    for (const wrong of [{ at: '2026-13-22T10:15:00.000Z' }, { entry: 'I1JDA7Z3W0K4M8Q2X6Y9V5T1RB' }]) {
      const content = withMarker('a', ref, { ...origin, ...wrong });
      assert.deepEqual(readMarker(content), { text: 'a', ref: 'ffee123456' });
    }
  });

  it('gives back any text', () => {
    const alphabet = ['a', ' ', '\n', '[', ']', 'ref', '[ref abcdefghij]', '🙂', '-'];
    for (const seed of seeds(draws(200, 20_000))) {
      const random = seeded(seed);
      const text = Array.from(
        { length: 1 + Math.floor(random() * 12) },
        () => alphabet[Math.floor(random() * alphabet.length)]!,
      )
        .join('')
        .trimEnd();
      assert.deepEqual(readMarker(withMarker(text, ref)), { text, ref: 'ffee123456' }, `seed ${seed}`);
    }
  });
});
