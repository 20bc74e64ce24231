import assert from 'node:assert/strict';
import { lineDiff } from '../../../src/core/postmortem/lineDiff.ts';
import { seeded } from '../seeded.ts';

describe('lineDiff', () => {
  it('turns the one into the other, in order and without touching, for 2,000 random texts', () => {
    for (let seed = 1; seed <= 2_000; seed++) {
      const random = seeded(seed);
      const lines = () =>
        Array.from({ length: Math.floor(random() * 14) }, () => 'abcde|  '[Math.floor(random() * 8)]!);
      const before = lines();
      const after = lines();
      const result: string[] = [];
      let position = 0;
      let touching = false;
      for (const { oldStart, oldLength, newStart, newLength } of lineDiff(before, after)) {
        assert.ok(oldStart >= position && !(touching && oldStart === position), `seed ${seed}: order`);
        assert.ok(oldLength + newLength > 0, `seed ${seed}: empty change`);
        result.push(...before.slice(position, oldStart));
        assert.equal(result.length, newStart, `seed ${seed}: place`);
        result.push(...after.slice(newStart, newStart + newLength));
        position = oldStart + oldLength;
        touching = true;
      }
      result.push(...before.slice(position));
      assert.deepEqual(result, after, `seed ${seed}`);
    }
  });

  it('finds one row put into 100,000 without comparing all with all', () => {
    const before = Array.from({ length: 100_000 }, (_, number) => `| row ${number} |`);
    const after = ['| head |', ...before.slice(1, 50_000), '| new |', ...before.slice(50_000), '| last |'];
    assert.deepEqual(lineDiff(before, after), [
      { oldStart: 0, oldLength: 1, newStart: 0, newLength: 1 },
      { oldStart: 50_000, oldLength: 0, newStart: 50_000, newLength: 1 },
      { oldStart: 100_000, oldLength: 0, newStart: 100_001, newLength: 1 },
    ]);
  });

  it('takes a new paragraph for its words and the blank line after them', () => {
    assert.deepEqual(lineDiff(['| row |', '', '## Next'], ['| row |', '', 'words', '', '## Next']), [
      { oldStart: 2, oldLength: 0, newStart: 2, newLength: 2 },
    ]);
  });
});
