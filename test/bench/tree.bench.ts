// The list of 10,000 incidents behind the tree: listing it, and what a change costs. The tree itself needs VS Code; a
// screen stands in for it that asks, as VS Code does, for every item that it is told to draw again.
import type { Incident } from '../../src/core/incidents/incident.ts';
import { IncidentStore } from '../../src/core/incidents/incidentStore.ts';
import { listIncidents } from '../../src/core/incidents/list/incidentList.ts';
import { IncidentRows, type ListRow, type RowChange } from '../../src/core/incidents/list/incidentRows.ts';
import { noFilter, wholeView, type IncidentView } from '../../src/core/incidents/list/incidentView.ts';
import { Pace } from '../../src/core/incidents/list/pace.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { incident } from '../unit/incidents/incidentFixtures.ts';
import { seeded } from '../unit/seeded.ts';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';

const count = 10_000;
const nobody = { me: new Map(), teams: new Map() };

export default async function tree(): Promise<Row[]> {
  return [...(await listing()), ...(await changing()), ...(await arriving())];
}

function incidents(): Incident[] {
  const random = seeded(1);
  const severities = ['P1', 'P2', 'P3', 'P4', null] as const;
  return Array.from({ length: count }, (_, n) => {
    const service = Math.floor(random() * 200);
    return incident(`P${n}`, {
      number: n,
      title: `Disk ${n} is filling up on host-${Math.floor(random() * 1000)}`,
      status: random() < 0.7 ? 'triggered' : 'acknowledged',
      urgency: random() < 0.5 ? 'high' : 'low',
      severity: severities[Math.floor(random() * severities.length)]!,
      service: { id: `S${service}`, name: `service ${service}` },
      createdAt: new Date(Date.UTC(2026, 0, 1) + Math.floor(random() * 1e9)).toISOString(),
    });
  });
}

/** The same incidents as after another read: equal, but none the same object, so that nothing kept of them serves. */
function fresh(list: readonly Incident[]): Incident[] {
  return list.map(one => ({ ...one }));
}

async function listing(): Promise<Row[]> {
  const list = incidents();
  const high: IncidentView = { ...wholeView, filter: { ...noFilter, urgencies: ['high'] } };
  const found: IncidentView = { ...wholeView, filter: { ...noFilter, text: 'host-1 disk' } };
  const byService: IncidentView = { ...wholeView, groupBy: 'service', sortBy: 'severity' };
  const against = 'bare `filter` + `sort` of the same array';
  const bare = (keep: (one: Incident) => boolean) =>
    list.filter(keep).sort((a, b) => (a.createdAt < b.createdAt ? 1 : -1));
  const side = (what: string, view: IncidentView, keep: (one: Incident) => boolean, goal: number) =>
    interleave({
      what: `list 10,000 incidents: ${what}`,
      against,
      goal,
      ours: () => done(listIncidents(list, view, nobody).length),
      theirs: () => done(bare(keep).length),
    });
  const words = (one: Incident) => {
    const text = `${one.title}\n${one.service?.name}`.toLowerCase();
    return text.includes('host-1') && text.includes('disk');
  };
  return [
    await side('by status, newest first', wholeView, () => true, 3),
    await side('high urgency', high, ({ urgency }) => urgency === 'high', 3),
    await side('by service, by severity', byService, () => true, 4),
    await side('text of two words', found, words, 3),
    await interleave({
      what: 'list 10,000 incidents: text, the first time',
      against,
      goal: 10,
      ours: () => {
        const unseen = fresh(list);
        const started = performance.now();
        listIncidents(unseen, found, nobody);
        return Promise.resolve(performance.now() - started);
      },
      theirs: () => {
        const started = performance.now();
        bare(words);
        return Promise.resolve(performance.now() - started);
      },
    }),
  ];
}

async function done(found: number): Promise<void> {
  if (found === 0) throw new Error('Nothing was found.');
}

async function changing(): Promise<Row[]> {
  const list = incidents();
  const rows: Row[] = [];
  const figures = (what: string, screen: Screen, items: number) => {
    rows.push({
      kind: 'figure',
      what: `${what}: items built`,
      unit: 'items',
      value: screen.items,
      limit: items,
    });
    rows.push({ kind: 'figure', what: `${what}: events`, unit: 'events', value: screen.events, limit: 1 });
  };
  const after = (change: (one: Incident, at: number) => Incident): Screen => {
    const screen = new Screen();
    screen.poll(list);
    const shown = screen.rows.incidentRows()[0]!.incident;
    const at = list.findIndex(({ key }) => key === shown.key);
    screen.reset();
    screen.poll(list.map((one, place) => change(one, place - at)));
    return screen;
  };
  const first = new Screen();
  first.poll(list);
  figures('10,000 incidents for the first time', first, 2 + 2 * 101);
  figures(
    'poll that found nothing new',
    after(one => ({ ...one })),
    0,
  );
  figures(
    'one shown incident of 10,000 changed',
    after((one, from) => (from ? one : { ...one, title: 'Other' })),
    1,
  );
  figures(
    'one incident of 10,000 acknowledged',
    after((one, from) => (from ? one : { ...one, status: 'acknowledged' })),
    2 + 2 * 101,
  );
  figures(
    '1 % of 10,000 changed their titles',
    after((one, from) => (from % 100 ? one : { ...one, title: 'Other' })),
    10,
  );
  figures(
    '1 % of 10,000 acknowledged',
    after((one, from) => (from % 100 ? one : { ...one, status: 'acknowledged' })),
    2 + 2 * 101,
  );
  rows.push(await changeTime(list));
  return rows;
}

/** What 1 % of changes costs beside what they would cost with nothing kept. */
function changeTime(list: readonly Incident[]): Promise<Row> {
  const rows = new IncidentRows();
  rows.arrange(list, wholeView, nobody);
  let turn = 0;
  const changed = () => {
    turn++;
    return list.filter((_, n) => n % 100 === 0).map(one => ({ ...one, title: `Turn ${turn}` }));
  };
  return interleave({
    what: 'bring 1 % changes of 10,000 incidents into the list',
    against: 'listing all anew',
    goal: 0.5,
    ours: () => {
      const changes = changed();
      const started = performance.now();
      rows.apply(changes.map(one => [one.key, one]));
      return Promise.resolve(performance.now() - started);
    },
    theirs: () => {
      const started = performance.now();
      listIncidents(list, wholeView, nobody);
      return Promise.resolve(performance.now() - started);
    },
  });
}

/** A hundred pages, one every 20 ms. */
async function arriving(): Promise<Row[]> {
  const list = incidents();
  const clock = new FakeClock();
  const screen = new Screen();
  const pace = new Pace(clock, 100, () => screen.draw());
  screen.store.onDidChange(() => pace.want());
  const read = screen.store.beginRead('acme');
  let first = 0;
  for (let at = 0; at < count; at += 100) {
    screen.store.applyPage(read, list.slice(at, at + 100));
    first ||= screen.items;
    await clock.advance(20);
  }
  await clock.advance(1000);
  if (first === 0) throw new Error('The first page was not drawn at once.');
  const what = '10,000 incidents in 100 pages, 20 ms each';
  return [
    { kind: 'figure', what: `${what}: events`, unit: 'events', value: screen.events, limit: 21 },
    {
      kind: 'figure',
      what: `${what}: items built`,
      unit: 'items',
      value: screen.items,
      limit: 21 * (2 + 2 * 101),
    },
  ];
}

/** Draws what it is told to, with everything below it that is open, and counts the items that it asks for. */
class Screen {
  readonly store = new IncidentStore();
  readonly rows = new IncidentRows();
  items = 0;
  events = 0;
  readonly #news = new Map<string, Incident | undefined>();

  constructor() {
    this.rows.arrange([], wholeView, nobody);
    this.store.onDidChange(({ added, changed, removed }) => {
      for (const one of added) this.#news.set(one.key, one);
      for (const { after } of changed) this.#news.set(after.key, after);
      for (const { key } of removed) this.#news.set(key, undefined);
    });
  }

  reset(): void {
    this.items = this.events = 0;
  }

  poll(list: readonly Incident[]): void {
    this.store.applyPage(this.store.beginRead('acme'), list);
    this.draw();
  }

  draw(): void {
    const change: RowChange = this.rows.apply([...this.#news]);
    this.#news.clear();
    if (change !== 'all' && change.length === 0) return;
    this.events++;
    for (const row of change === 'all' ? this.rows.top() : change) this.#build(row);
  }

  #build(row: ListRow): void {
    this.items++;
    if (row.type === 'group' && row.open) for (const child of this.rows.below(row)) this.#build(child);
  }
}
