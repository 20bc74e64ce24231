import { monitorEventLoopDelay } from 'node:perf_hooks';
import { utc } from '../../src/core/clock.ts';
import type { TimelineEntry } from '../../src/core/timeline/entry.ts';
import { LiveTimeline } from '../../src/core/timeline/liveTimeline.ts';
import { PanelModel } from '../../src/core/timeline/panel/panelModel.ts';
import type { TimelineNews } from '../../src/core/timeline/panel/panelView.ts';
import { interleave, type Row } from './frame.ts';

const began = Date.UTC(2026, 0, 5, 10);

/** What an entry costs the extension that comes into an open panel: how long the timeline is must not matter. */
export default async function timeline(): Promise<Row[]> {
  const long = open(100_000);
  const short = open(100);
  const row = await interleave({
    what: 'an entry into an open panel with 100,000, median of 200',
    against: 'the same into one with 100',
    goal: 2,
    ours: async () => long.add(200),
    theirs: async () => short.add(200),
  });
  const delay = monitorEventLoopDelay({ resolution: 1 });
  delay.enable();
  for (let burst = 0; burst < 50; burst++) {
    long.add(10);
    await new Promise(resolve => setTimeout(resolve, 2));
  }
  delay.disable();
  const what = 'longest event-loop block while 500 entries come into it';
  return [row, { kind: 'figure', what, unit: 'ms', value: delay.max / 1e6, limit: 50 }];
}

function open(count: number) {
  let next = 0;
  const entry = (): TimelineEntry => {
    const number = next++;
    const at = utc(began + number * 1_000);
    return {
      id: number.toString().padStart(26, '0'),
      ...{ at, writtenAt: at, author: number % 3 ? 'Ada Osei' : 'Grace Lindt' },
      ...{ source: { type: 'person' }, kind: number % 5 ? 'note' : 'decision' },
      text: `Checked the pool of web-${number % 7}: ${number % 100} of 100 connections are in use`,
    };
  };
  const live = new LiveTimeline();
  live.take({ anew: true, entries: Array.from({ length: count }, entry), unreadable: [] });
  let due = () => {};
  let told: TimelineNews | null = null;
  const model = new PanelModel({
    live,
    // The wait for more is no work.
    clock: { now: () => 0, after: (_delay, callback) => ((due = callback), () => {}) },
    zone: 'UTC',
    incident: () => ({ label: 'P1', title: 'Checkout', status: 'triggered', drill: false }),
    incidentKey: 'bench:Q1',
    tell: news => (told = news),
  });
  model.tellAll();
  model.show(Number.MAX_SAFE_INTEGER, 200);
  return {
    /** The median, ms. */
    add: (entries: number): number => {
      const times = Array.from({ length: entries }, () => {
        const more = [entry()];
        const started = performance.now();
        live.take({ anew: false, entries: more, unreadable: [] });
        due();
        if (JSON.stringify(told).length === 0) throw new Error('Nothing was told.');
        return performance.now() - started;
      });
      model.show(Number.MAX_SAFE_INTEGER, 200);
      return times.toSorted((a, b) => a - b)[Math.floor(entries / 2)]!;
    },
  };
}
