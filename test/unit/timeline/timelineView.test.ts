import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleId, START } from './sampleEntries.ts';
import { draws, seeded, seeds } from '../seeded.ts';

const view = (entries: readonly TimelineEntry[]) => timelineView({ entries, unreadable: [] });
const texts = (entries: readonly TimelineEntry[]) => view(entries).entries.map(({ entry }) => entry.text);

/** What an amendment of the first has of its own. */
const later = (number: number) => ({ id: sampleId(number), amends: sampleId(1) });

describe('timelineView', () => {
  it('orders by when things happened, then by when they were written', () => {
    const late = sampleEntry(1, { at: utc(START + 60_000), text: 'late' });
    const early = sampleEntry(2, { at: utc(START), text: 'early' });
    const sameTime = sampleEntry(3, { at: utc(START), text: 'early, written later' });
    assert.deepEqual(texts([sameTime, late, early]), ['early', 'early, written later', 'late']);
  });

  it('lets the last written amendment count, keeps its id and shows what was there before', () => {
    const first = sampleEntry(1, { text: 'db down' });
    const second = sampleEntry(2, { text: 'db slow', amends: first.id });
    const third = sampleEntry(3, { text: 'pool full', amends: second.id, at: utc(START - 1_000) });
    for (const order of [
      [first, second, third],
      [third, second, first],
      [second, third, first],
    ]) {
      const { entries } = view([...order, sampleEntry(0, { text: 'other' })]);
      assert.deepEqual(
        entries.map(({ entry }) => entry.text),
        ['pool full', 'other'],
      );
      assert.equal(entries[0]?.id, first.id);
      assert.deepEqual(entries[0]?.history, [first, second]);
    }
  });

  it('lets the data of a corrected entry say what its text says, and leaves what was there before as it was', () => {
    const data = { from: null, to: 'P1', reason: 'ACME is down' };
    const first = sampleEntry(1, { kind: 'severity', text: 'Severity P1. ACME is down', data });
    const second = sampleEntry(2, { ...first, ...later(2), text: 'Severity P1', key: true });
    const third = sampleEntry(3, { ...first, ...later(3), text: 'Severity P1. A customer is down' });
    const [viewed] = view([first, second, third]).entries;
    assert.deepEqual(viewed?.entry.data, { ...data, reason: 'A customer is down' });
    assert.deepEqual(viewed?.history, [first, second]);
    const back = sampleEntry(4, { ...first, ...later(4) });
    assert.equal(view([first, second, third, back]).entries[0]?.entry, back);
  });

  it('makes the same of a journal that is in order as of one that is not', () => {
    for (const seed of seeds(draws(20, 500))) {
      const random = seeded(seed);
      const upTo = (most: number) => Math.floor(random() * most);
      const entries = Array.from({ length: 30 }, (_, n) =>
        sampleEntry(n, {
          at: utc(START + upTo(5) * 1_000),
          text: `text ${n}`,
          ...(upTo(3) === 0 && { source: { type: 'run', id: `run-${upTo(4)}` } }),
          // Now and then of what is not there, of itself or of a later one.
          ...(upTo(3) === 0 && { amends: sampleId(upTo(33)), ...(upTo(3) === 0 && { retracts: true }) }),
        }),
      );
      assert.deepEqual(view(entries.toReversed()), view(entries), `seed ${seed}`);
    }
  });

  it('hides what was retracted, with its history in reach, until it is amended again', () => {
    const first = sampleEntry(1, { text: 'wrong incident' });
    const retraction = sampleEntry(2, { text: 'wrong incident', amends: first.id, retracts: true });
    const hidden = view([first, retraction]);
    assert.deepEqual(hidden.entries, []);
    assert.deepEqual(hidden.retracted[0]?.history, [first]);
    assert.deepEqual(
      texts([first, retraction, sampleEntry(3, { text: 'right after all', amends: first.id })]),
      ['right after all'],
    );
  });

  it('counts a record once that came twice', () => {
    assert.deepEqual(texts([sampleEntry(1), sampleEntry(2), sampleEntry(1)]), ['entry 1', 'entry 2']);
  });

  it('counts a provider’s log entry once that two windows wrote, with the amendment of either', () => {
    const source = { type: 'provider', id: 'work:L1' } as const;
    const one = sampleEntry(1, { source, text: 'Acknowledged by Ada' });
    const two = sampleEntry(2, { source, text: 'Acknowledged by Ada' });
    const amendment = sampleEntry(3, { text: 'Acknowledged by Ada, from the train', amends: two.id });
    assert.deepEqual(texts([one, two]), ['Acknowledged by Ada']);
    assert.deepEqual(texts([two, amendment, one]), ['Acknowledged by Ada, from the train']);
  });

  it('takes the first of two that tell the same, also where a slow clock amended the other one before', () => {
    const told = { source: { type: 'provider', id: 'work:L1' } } as const;
    const amendment = sampleEntry(1, { text: 'better', amends: sampleId(3) });
    const [first, second] = [sampleEntry(2, told), sampleEntry(3, told)];
    const { entries } = view([first, second, amendment]);
    assert.deepEqual(
      entries.map(({ id, entry, history }) => [id, entry.text, history.length]),
      [[first.id, 'better', 1]],
    );
  });

  it('shows an amendment whose original is lost, and entries that amend each other in a circle, once', () => {
    const orphan = sampleEntry(1, { text: 'orphan', amends: sampleId(99) });
    const a = sampleEntry(2, { text: 'a', amends: sampleId(3) });
    const b = sampleEntry(3, { text: 'b', amends: sampleId(2) });
    const self = sampleEntry(4, { text: 'self', amends: sampleId(4) });
    assert.deepEqual(texts([orphan, a, b, self]), ['orphan', 'b', 'self']);
  });

  it('comes out the same whatever the order of the lines', () => {
    for (const seed of seeds(draws(200, 10_000))) {
      const random = seeded(seed);
      const entries = Array.from({ length: 12 }, (_, number) => {
        const amends = number > 0 && random() < 0.5 ? sampleId(Math.floor(random() * number)) : undefined;
        return sampleEntry(number, {
          at: utc(START + Math.floor(random() * 4)),
          ...(amends && { amends }),
          ...(amends && random() < 0.3 && { retracts: true as const }),
        });
      });
      const shuffled = entries
        .map(entry => ({ entry, place: random() }))
        .sort((x, y) => x.place - y.place)
        .map(({ entry }) => entry);
      assert.deepEqual(view(shuffled), view(entries), `seed ${seed}`);
    }
  });

  it('counts a run once that was written again because it seemed lost', () => {
    const run = (id: string): TimelineEntry => ({
      id,
      at: '2026-11-22T10:00:00.000Z',
      writtenAt: '2026-11-22T10:00:01.000Z',
      author: 'Ada',
      source: { type: 'run', id: 'run-1' },
      kind: 'run',
      text: 'Rollback: ok',
    });
    const view = timelineView({ entries: [run('01A'), run('01B')], unreadable: [] });
    assert.deepEqual(
      view.entries.map(({ id }) => id),
      ['01A'],
    );
  });
});
