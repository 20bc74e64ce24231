import assert from 'node:assert/strict';
import { fold, pieceAt, placesOf } from '../../../src/webview/searchText.ts';

describe('Searching the text of a runbook', () => {
  it('folds case without moving anything', () => {
    assert.equal(fold('KubeCTL Äpfel ΣΑΣ'), 'kubectl äpfel σας');
    // The lower case of this letter is two characters long: it stays as it is, and what follows stays in its place.
    assert.equal(fold('İstanbul POD').length, 'İstanbul POD'.length);
    assert.equal(fold('İstanbul POD').indexOf('pod'), 9);
    assert.equal(fold('😀 POD').indexOf('pod'), 3);
  });

  it('finds places without overlaps, in order, up to a limit', () => {
    assert.deepEqual(placesOf('aa', 'aaaaa', 10), [0, 2]);
    assert.deepEqual(placesOf('a', 'banana', 2), [1, 3]);
    assert.deepEqual(placesOf('', 'banana', 10), []);
    assert.deepEqual(placesOf('x', 'banana', 10), []);
  });

  it('knows which piece of a joined text holds a place', () => {
    const starts = [0, 3, 3, 10];
    assert.deepEqual(
      [0, 2, 3, 9, 10, 99].map(at => pieceAt(starts, at)),
      [0, 0, 2, 2, 3, 3],
    );
  });
});
