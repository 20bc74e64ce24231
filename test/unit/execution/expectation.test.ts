import assert from 'node:assert/strict';
import { expectationOf, OutputSearch, wentWell } from '../../../src/core/execution/expectation.ts';
import type { Outcome } from '../../../src/core/execution/outcome.ts';
import { seeded, seeds } from '../seeded.ts';

const ok: Outcome = { type: 'ok', exitCode: 0 };
const failed = (exitCode: number): Outcome => ({ type: 'failed', exitCode });
const ends: readonly Outcome[] = [ok, failed(3), { type: 'cancelled' }, { type: 'unknown', reason: 'x' }];
const seen = { found: true, timedOutAfterMs: null };

describe('What a block expects of its end', () => {
  it('is nothing where it says nothing', () => {
    for (const end of ends)
      assert.equal(expectationOf({ exit: null, output: null }, end, { ...seen, found: null }), null);
  });

  it('is an exit code, 0 where only output is named', () => {
    assert.equal(expectationOf({ exit: 3, output: null }, failed(3), seen)?.met, true);
    assert.deepEqual(expectationOf({ exit: 3, output: null }, ok, seen), {
      met: false,
      words: 'Exit code 0 instead of 3.',
    });
    assert.equal(expectationOf({ exit: null, output: 'x' }, failed(3), seen)?.met, false);
    assert.equal(expectationOf({ exit: 0, output: null }, ok, seen)?.met, true);
  });

  it('is a text in the output, and not met where nobody could read it', () => {
    const expected = { exit: null, output: 'ready' };
    assert.deepEqual(expectationOf(expected, ok, seen), { met: true, words: 'The output holds “ready”.' });
    assert.match(expectationOf(expected, ok, { ...seen, found: false })!.words, /does not hold “ready”/);
    const unread = expectationOf(expected, ok, { ...seen, found: null })!;
    assert.equal(unread.met, false);
    assert.match(unread.words, /could not be read/);
  });

  it('is never met by an end that is unknown or was cancelled', () => {
    for (const end of ends.slice(2))
      for (const expected of [
        { exit: 0, output: null },
        { exit: 130, output: 'x' },
      ])
        assert.equal(expectationOf(expected, end, seen)?.met, false);
  });

  it('is not met by a block that its time-out stopped, whatever else it expects', () => {
    for (const output of [null, 'x'])
      assert.deepEqual(
        expectationOf(
          { exit: null, output },
          { type: 'cancelled' },
          { found: true, timedOutAfterMs: 30_000 },
        ),
        { met: false, words: 'Stopped after 30 s, its time-out.' },
      );
  });

  it('decides what may follow: as expected or, without expectations, ok', () => {
    const met = { met: true, words: '' };
    assert.equal(wentWell({ outcome: failed(3), expectation: met }), true);
    assert.equal(wentWell({ outcome: ok, expectation: { met: false, words: '' } }), false);
    assert.deepEqual(
      ends.map(outcome => wentWell({ outcome, expectation: null })),
      [true, false, false, false],
    );
  });
});

describe('A search of output', () => {
  it('finds a text however the pieces are cut', () => {
    for (const seed of seeds(300)) {
      const random = seeded(seed);
      const text = Array.from({ length: 200 }, () => 'ab\n'[Math.floor(random() * 3)]).join('');
      const length = 1 + Math.floor(random() * 8);
      const at = Math.floor(random() * (text.length - length));
      const wanted = random() < 0.5 ? text.slice(at, at + length) : 'abababababab';
      const search = new OutputSearch(wanted);
      for (let from = 0; from < text.length;) {
        const next = from + 1 + Math.floor(random() * 20);
        search.add(text.slice(from, next));
        from = next;
      }
      assert.equal(search.found, text.includes(wanted), `seed ${seed}`);
    }
  });
});
