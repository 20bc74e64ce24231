import assert from 'node:assert/strict';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { LiveTimeline } from '../../../src/core/timeline/liveTimeline.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { draws, seeded, seeds } from '../seeded.ts';
import { sampleEntry, sampleId } from './sampleEntries.ts';

/** A record as any window, in any order, might have written it. */
function anyRecord(random: () => number, number: number): TimelineEntry {
  const below = (most: number) => Math.floor(random() * most);
  const amends = random() < 0.5 ? { amends: sampleId(below(25)) } : {};
  return sampleEntry(number, {
    at: new Date(Date.UTC(2026, 10, 22, 10, below(20))).toISOString(),
    ...amends,
    ...(random() < 0.5 && {
      kind: 'severity' as const,
      text: `Severity P1. ${below(3)}`,
      data: { from: null, to: 'P1', reason: `${below(3)}` },
    }),
    ...(amends.amends && random() < 0.3 && { retracts: true as const }),
    ...(random() < 0.5 && { writer: random() < 0.5 ? 'a' : 'b', seq: 1 + below(30) }),
    ...(random() < 0.2 && { source: { type: 'provider', id: `work:L${below(4)}` } as const }),
  });
}

describe('A timeline that grows', () => {
  it('is what timelineView makes of all of it, after each piece of any journal', () => {
    for (const seed of seeds(draws(600, 20_000))) {
      const random = seeded(seed);
      const below = (most: number) => Math.floor(random() * most);
      const live = new LiveTimeline();
      const written: TimelineEntry[] = [];
      const followed = new Map<string, string>();
      let told = 0;
      live.onDidChange(changes => {
        told++;
        if (!changes) {
          followed.clear();
          for (const { id, entry } of live.entries) followed.set(id, entry.id);
        } else {
          for (const { before, after } of changes) {
            assert.equal(followed.get(after.id), before?.entry.id, `seed ${seed}`);
            followed.set(after.id, after.entry.id);
          }
        }
      });
      for (let piece = 0; piece < 12; piece++) {
        const entries = Array.from({ length: below(4) }, () => anyRecord(random, below(30)));
        written.push(...entries);
        live.take({ anew: piece === 0, entries, unreadable: [] });
        const view = timelineView({ entries: written, unreadable: [] });
        const all = [...live.entries];
        assert.deepEqual(
          all.filter(({ entry }) => !entry.retracts),
          view.entries,
          `seed ${seed}`,
        );
        assert.deepEqual(
          all.filter(({ entry }) => entry.retracts),
          view.retracted,
          `seed ${seed}`,
        );
        const now = new Map(all.map(({ id, entry }) => [id, entry.id]));
        assert.deepEqual(new Map([...followed].sort()), new Map([...now].sort()), `seed ${seed}`);
      }
      assert.ok(told > 0);
    }
  });

  it('says what changed, and only that', () => {
    const live = new LiveTimeline();
    live.take({ anew: true, entries: [sampleEntry(1), sampleEntry(3)], unreadable: [] });
    const heard: unknown[] = [];
    live.onDidChange(changes =>
      heard.push(changes?.map(({ before, after }) => [before?.entry.text, after.entry.text])),
    );
    live.take({ anew: false, entries: [sampleEntry(2)], unreadable: [] });
    const amended = sampleEntry(4, { amends: sampleId(1), text: 'better' });
    live.take({ anew: false, entries: [amended, sampleEntry(2)], unreadable: [] });
    live.take({ anew: false, entries: [amended], unreadable: [] });
    assert.deepEqual(heard, [[[undefined, 'entry 2']], [['entry 1', 'better']]]);
    assert.deepEqual(
      [...live.entries].map(({ id }) => id),
      [2, 3, 1].map(sampleId).sort((a, b) => timeOf(live, a) - timeOf(live, b)),
    );
  });
});

function timeOf(live: LiveTimeline, id: string): number {
  return Date.parse(live.get(id)!.entry.at);
}
