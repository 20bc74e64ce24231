import assert from 'node:assert/strict';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import { LiveTimeline } from '../../../../src/core/timeline/liveTimeline.ts';
import { groupOf } from '../../../../src/core/timeline/panel/kindGroups.ts';
import { PanelModel } from '../../../../src/core/timeline/panel/panelModel.ts';
import {
  type EntryFilter,
  type EntryRow,
  everything,
  type PanelView,
  type TimelineNews,
} from '../../../../src/core/timeline/panel/panelView.ts';
import { FakeClock } from '../../fakeClock.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { sampleEntry, sampleId } from '../sampleEntries.ts';

/** What a screen has after all that it was told. */
class Screen {
  view: PanelView | null = null;
  from = 0;
  total = 0;
  told = 0;
  readonly rows = new Map<string, EntryRow>();
  ids: readonly string[] = [];

  hear(news: TimelineNews): void {
    this.told++;
    if (news.type === 'panel') {
      this.view = news.view;
      return;
    }
    [this.from, this.total, this.ids] = [news.from, news.total, news.ids];
    for (const row of news.changed) this.rows.set(row.id, row);
    for (const id of [...this.rows.keys()]) if (!news.ids.includes(id)) this.rows.delete(id);
  }

  texts(): string[] {
    return this.ids.map(id => this.rows.get(id)?.text ?? `nothing was told of ${id}`);
  }
}

describe('The model of a timeline’s screen', () => {
  function open(entries: readonly TimelineEntry[] = []) {
    const clock = new FakeClock(0);
    const live = new LiveTimeline();
    live.take({ anew: true, entries, unreadable: [] });
    const screen = new Screen();
    const offset = { ms: 0 };
    const incident = { label: 'P1', title: 'Checkout', status: 'triggered', drill: false };
    const model = new PanelModel({
      ...{ live, clock, zone: 'Europe/Paris', incidentKey: 'work:Q1', clockOffsetMs: () => offset.ms },
      incident: () => incident,
      tell: news => screen.hear(news),
    });
    model.tellAll();
    const add = async (...more: readonly TimelineEntry[]) => {
      live.take({ anew: false, entries: more, unreadable: [] });
      await clock.advance(100);
    };
    return { clock, live, screen, model, add, offset };
  }

  it('begins with the newest and goes to where the person looks', () => {
    const { screen, model } = open(Array.from({ length: 1_000 }, (_, number) => sampleEntry(number)));
    assert.deepEqual([screen.from, screen.total, screen.texts().at(-1)], [800, 1_000, 'entry 999']);
    model.show(100, 50);
    assert.deepEqual([screen.from, screen.ids.length, screen.texts()[0]], [100, 50, 'entry 100']);
    model.show(5_000, 300);
    assert.deepEqual([screen.from, screen.texts().at(-1)], [700, 'entry 999']);
  });

  it('says how far this machine’s clock is off, as soon as that is known', async () => {
    const { screen, model, clock, offset } = open();
    assert.equal(screen.view?.clockOffsetMs, 0);
    offset.ms = -20 * 60_000;
    model.refresh(null);
    await clock.advance(100);
    assert.equal(screen.view?.clockOffsetMs, -20 * 60_000);
  });

  it('tells once of all that came within a tenth of a second, and only of what is new', async () => {
    const { screen, live, clock } = open([sampleEntry(0)]);
    const before = screen.told;
    for (let number = 1; number <= 50; number++) {
      live.take({ anew: false, entries: [sampleEntry(number)], unreadable: [] });
      await clock.advance(1);
    }
    await clock.advance(100);
    assert.ok(screen.told - before <= 4, `told ${screen.told - before} times`);
    assert.equal(screen.ids.length, 51);
  });

  it('leaves the part that is looked at where it is when something comes before or after it', async () => {
    const entries = Array.from({ length: 1_000 }, (_, number) => sampleEntry(number + 10));
    const { screen, model, add } = open(entries);
    model.show(400, 100);
    const before = screen.texts();
    await add(sampleEntry(2_000), sampleEntry(2_001), sampleEntry(5));
    assert.deepEqual([screen.texts(), screen.from, screen.total], [before, 401, 1_003]);
  });

  it('is the filter of all there is, after whatever came', async () => {
    const kinds = ['note', 'decision', 'run', 'impact'] as const;
    for (const seed of seeds(draws(150, 3_000))) {
      const random = seeded(seed);
      const below = (most: number) => Math.floor(random() * most);
      const { screen, model, add, live } = open([sampleEntry(0)]);
      let filter: EntryFilter = everything;
      for (let step = 1; step < 20; step++) {
        if (random() < 0.3) {
          filter = {
            groups: random() < 0.5 ? [groupOf[kinds[below(4)]!]] : [],
            people: random() < 0.3 ? [below(3)] : [],
            keyOnly: random() < 0.2,
            retracted: random() < 0.5,
            search: random() < 0.3 ? `entry ${below(3)}` : '',
          };
          model.filter(filter);
        }
        const amends = random() < 0.4 ? { amends: sampleId(below(step)) } : {};
        await add(
          sampleEntry(step, {
            ...amends,
            at: new Date(Date.UTC(2026, 10, 22, 10, below(30))).toISOString(),
            author: ['Ada', 'Grace', 'Linus'][below(3)]!,
            kind: kinds[below(4)]!,
            ...(random() < 0.3 && { key: true as const }),
            ...(amends.amends && random() < 0.4 && { retracts: true as const }),
          }),
        );
        const all = [...live.entries];
        const person = new Map(screen.view!.people.map(({ name, number }) => [name, number]));
        const wanted = all.filter(
          ({ entry, history }) =>
            (filter.retracted || !entry.retracts) &&
            (!filter.keyOnly || entry.key) &&
            (filter.groups.length === 0 || filter.groups.includes(groupOf[entry.kind])) &&
            (filter.people.length === 0 ||
              filter.people.includes(person.get((history[0] ?? entry).author) ?? -1)) &&
            filter.search
              .split(' ')
              .every(word => `${entry.text}\n${(history[0] ?? entry).author}`.toLowerCase().includes(word)),
        );
        assert.deepEqual(
          screen.ids,
          wanted.map(({ id }) => id),
          `seed ${seed}, step ${step}`,
        );
        assert.deepEqual(
          screen.texts(),
          wanted.map(({ entry }) => entry.text),
          `seed ${seed}`,
        );
        const counted = all.filter(({ entry }) => !entry.retracts);
        assert.equal(screen.view!.total, counted.length, `seed ${seed}`);
        assert.equal(screen.view!.retracted, all.length - counted.length, `seed ${seed}`);
        assert.equal(screen.view!.keyEvents, counted.filter(({ entry }) => entry.key).length, `seed ${seed}`);
        const byGroup = screen.view!.groups.reduce((sum, { count }) => sum + count, 0);
        const byPerson = screen.view!.people.reduce((sum, { count }) => sum + count, 0);
        assert.deepEqual([byGroup, byPerson], [counted.length, counted.length], `seed ${seed}`);
      }
    }
  });
});
