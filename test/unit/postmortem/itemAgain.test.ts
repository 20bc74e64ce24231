import assert from 'node:assert/strict';
import { actionItemsIn } from '../../../src/core/postmortem/actionItems.ts';
import { itemAgain } from '../../../src/core/postmortem/itemAgain.ts';

const ada = 'Rotate the key | Ada | 2026-12-24 | [#5](https://x.test/issues/5)';
const bob = 'Rotate the key | Bob | 2026-12-31 | ';
const struck = '~~Rotate the key~~ | Bob | 2026-12-31 | ';
const open = 'Rotate the key | Ada | | ';
const other = 'Buy a disk | Eve | | ';

/** Which row of `now` the one of `before` is found in; null where that is not certain. */
function rowOf(chosen: number, before: readonly string[], now: readonly string[]): number | null {
  const [were, are] = [before, now].map(rows =>
    actionItemsIn(`| Action | Owner | Due | Issue |\n|-|-|-|-|\n${rows.map(row => `| ${row} |`).join('\n')}`),
  );
  const found = itemAgain(were![chosen]!, were!, are!);
  return found && are!.indexOf(found);
}

describe('An action item, after somebody wrote into its document', () => {
  it('is the one that says the same, wherever it stands', () => {
    assert.equal(rowOf(0, [bob], [other, bob]), 1);
    assert.equal(rowOf(1, [ada, bob], [other, ada, bob]), 2);
    assert.equal(rowOf(1, [ada, bob], [bob, ada]), 0);
    assert.equal(rowOf(1, [ada, bob], [bob]), 0);
    assert.equal(rowOf(0, [bob], [ada, bob]), 1);
    assert.equal(rowOf(1, [struck, bob], [other, struck, bob]), 2);
    assert.equal(rowOf(0, [bob, bob.replace('31', '30')], [bob.replace('31', '30'), bob]), 1);
  });

  it('is told by its place from those that say all of it alike, while there are as many', () => {
    assert.equal(rowOf(1, [open, open], [other, open, open]), 2);
    assert.equal(rowOf(1, [open, open], [ada, open]), 1);
    assert.equal(rowOf(1, [open, bob], [bob, bob]), 1);
  });

  it('may have another owner or day where no other has its words', () => {
    assert.equal(rowOf(0, [open], [other, bob]), 1);
  });

  it('is none where another may be meant, or where it has an issue of its own by now', () => {
    assert.equal(rowOf(1, [ada, bob], [ada]), null);
    assert.equal(rowOf(1, [ada, bob], [ada, ada]), null);
    assert.equal(rowOf(1, [struck, bob], [struck]), null);
    assert.equal(rowOf(0, [open, open], [open]), null);
    assert.equal(rowOf(1, [open, open], [open, open, open]), null);
    assert.equal(rowOf(0, [open, open], [ada, open]), null);
    assert.equal(rowOf(0, [open], [ada]), null);
    assert.equal(rowOf(0, [open], [other]), null);
    assert.equal(rowOf(0, [open], []), null);
  });
});
