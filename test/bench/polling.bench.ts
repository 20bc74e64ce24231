// What polling costs: requests a minute by attention (exact, on a clock of its own), a refresh in which little changed
// against one in which all is new, and the memory of many incidents.
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { type AttentionState, SettableAttention } from '../../src/core/incidents/cadence.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { IncidentProvider } from '../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../src/core/incidents/incidentStore.ts';
import { Poller } from '../../src/core/incidents/poller.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { FakeClock, settle } from '../unit/fakeClock.ts';
import { incident } from '../unit/incidents/incidentFixtures.ts';
import { FakeProvider } from '../unit/incidents/pollerHarness.ts';
import { interleave, type Row } from './frame.ts';

const many = 10_000;
const pageSize = 100;
const minutes = 60;
/** The setting’s default. */
const intervalMs = 30_000;

export default async function polling(): Promise<Row[]> {
  return [
    await requestsAMinute(100, 'looked', 2),
    await requestsAMinute(100, 'hidden', 1),
    await requestsAMinute(100, 'idle', 0.5),
    await requestsAMinute(many, 'looked', 240),
    await requestsAMinute(many, 'hidden', 240),
    await requestsAMinute(many, 'idle', 240),
    ...(await refresh()),
    memory(),
  ];
}

async function requestsAMinute(count: number, attention: AttentionState, limit: number): Promise<Row> {
  const clock = new FakeClock();
  const provider = new FakeProvider();
  provider.open = incidents(count);
  const poller = new Poller({
    provider: provider as unknown as IncidentProvider,
    store: new IncidentStore(undefined, () => clock.now()),
    clock,
    logger: silentLogger,
    intervalMs: () => intervalMs,
    attention: new SettableAttention(attention),
    random: () => 0.5,
  });
  poller.start();
  await settle();
  const before = provider.requests;
  await clock.advance(minutes * 60_000);
  poller.dispose();
  const value = (provider.requests - before) / minutes;
  const what = `${count.toLocaleString('en')} incidents, ${attention}, all windows together`;
  return { kind: 'figure', what, unit: 'requests a minute', value, limit };
}

/**
 * Both sides keep and announce the same 10,000. Who listens makes of each incident that it is told of the texts that
 * the tree has for it; a screen that knows nothing of what changed makes them all.
 */
async function refresh(): Promise<Row[]> {
  const [before, after] = [pages(incidents(many)), pages(incidents(many, n => n % 100 === 0))];
  let told = 0;
  const listening = () => {
    const store = new IncidentStore();
    store.onDidChange(({ added, changed }) => {
      told += [...added, ...changed.map(change => change.after)].map(textsOf).length;
    });
    return store;
  };
  const store = listening();
  read(store, before);
  told = 0;
  read(store, after);
  const what = 'refresh of 10,000 incidents, 1 % changed';
  const rows: Row = { kind: 'figure', what, unit: 'rows told of it', value: told, limit: many / 100 };
  let turn = 0;
  const times = await interleave({
    what: `${what}: store, events and texts`,
    against: 'the same with all of them new',
    goal: 0.25,
    ours: () => Promise.resolve(read(store, turn++ % 2 ? after : before)),
    theirs: () => Promise.resolve(read(listening(), after)),
  });
  return [rows, times];
}

function memory(): Row {
  // What `--expose-gc` does, for a bench that is started without it.
  setFlagsFromString('--expose-gc');
  const collect = runInNewContext('gc') as () => void;
  collect();
  const before = process.memoryUsage().heapUsed;
  const store = new IncidentStore();
  read(store, pages(incidents(many)));
  collect();
  const value = (process.memoryUsage().heapUsed - before) / 1e6;
  if (store.all().length !== many) throw new Error(`${store.all().length} of ${many} incidents are kept.`);
  const what = 'heap growth by 10,000 incidents';
  return { kind: 'figure', what, unit: 'MB', value, limit: 30 };
}

function read(store: IncidentStore, list: readonly (readonly Incident[])[]): void {
  const reading = store.beginRead('acme');
  for (const page of list) store.applyPage(reading, page);
  const open = new Set(list.flat().map(({ key }) => key));
  const gone = store.goneFrom(reading, open);
  if (gone.length > 0) throw new Error(`${gone.length} incidents are gone.`);
}

/** As a provider would make them: no object is shared by two. */
function incidents(count: number, isChanged: (n: number) => boolean = () => false): Incident[] {
  return Array.from({ length: count }, (_, n) =>
    incident(`P${n}`, {
      number: n,
      title: isChanged(n) ? `Changed title of incident ${n}` : `Title of incident ${n}`,
      assignees: [{ id: `PU${n % 40}`, name: `Person ${n % 40}` }],
      teams: [{ id: `PT${n % 8}`, name: `Team ${n % 8}` }],
      url: `https://acme.pagerduty.com/incidents/P${n}`,
    }),
  );
}

function pages(list: readonly Incident[]): readonly (readonly Incident[])[] {
  return Array.from({ length: Math.ceil(list.length / pageSize) }, (_, n) =>
    list.slice(n * pageSize, (n + 1) * pageSize),
  );
}

/** Label, description and tooltip, as `incidentItem` of the tree makes them. */
function textsOf({ number, severity, title, status, service, assignees, createdAt }: Incident): string[] {
  const people = assignees.map(({ name }) => name).join(', ');
  const since = `Since: ${new Date(createdAt).toLocaleString()}`;
  const description = [severity, service?.name, people].filter(Boolean).join(' · ');
  return [title, description, [`#${number} ${title}`, status, description, since].join('\n')];
}
