// Reading all open incidents into the store. Both sides read the very same bytes from the same server.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { IncidentStore } from '../../src/core/incidents/incidentStore.ts';
import { PagerDutyProvider } from '../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import { seed } from '../../src/drill/seed.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';

export default async function incidents(): Promise<Row[]> {
  return [
    ...(await listing(1000, [0, 50])),
    ...(await listing(10_000, [0, 50])),
    await firstRow(1000),
    await firstRow(10_000),
  ];
}

async function listing(count: number, delays: readonly number[]): Promise<Row[]> {
  const pager = await Pager.start(count);
  const requests = await pager.requestsOf(() => list(pager, count));
  const needed = Math.ceil(count / 100);
  if (requests !== needed) throw new Error(`${count} incidents took ${requests} requests, not ${needed}.`);
  const what = `list ${count.toLocaleString('en')} incidents`;
  const rows: Row[] = [{ kind: 'figure', what, unit: 'requests', value: requests, limit: needed }];
  for (const delay of delays) {
    pager.delayMs = delay;
    rows.push(
      await interleave({
        what: `${what}, ${delay} ms a request`,
        against: 'keep-alive `fetch` + `JSON.parse` of the same pages',
        goal: delay === 0 ? 1.5 : 1.1,
        ours: () => list(pager, count),
        theirs: () => fetchAll(pager),
      }),
    );
  }
  await pager.stop();
  return rows;
}

/** The first page is to be seen before the second one is here. */
async function firstRow(count: number): Promise<Row> {
  const [many, few] = [await Pager.start(count), await Pager.start(100)];
  many.delayMs = few.delayMs = 50;
  const row = await interleave({
    what: `first 100 of ${count.toLocaleString('en')} incidents in the store, 50 ms a request`,
    against: 'our own listing of 100',
    goal: 1.3,
    ours: () => first(many),
    theirs: () => list(few, 100),
  });
  await Promise.all([many.stop(), few.stop()]);
  return row;
}

async function list(pager: Pager, count: number): Promise<void> {
  const store = new IncidentStore();
  const read = store.beginRead('bench');
  for await (const page of pager.provider().openIncidents()) store.applyPage(read, page);
  if (store.all().length !== count) throw new Error(`${store.all().length} of ${count} incidents arrived.`);
}

async function first(pager: Pager): Promise<number> {
  const store = new IncidentStore();
  const read = store.beginRead('bench');
  const started = performance.now();
  let ms = NaN;
  store.onDidChange(() => (ms = performance.now() - started));
  for await (const page of pager.provider().openIncidents()) {
    store.applyPage(read, page);
    break;
  }
  return ms;
}

async function fetchAll(pager: Pager): Promise<void> {
  for (const path of pager.paths) {
    const answer = await fetch(pager.origin + path, { headers: pager.headers });
    JSON.parse(await answer.text());
  }
}

/**
 * The drill’s server with its answers kept: finding and sorting a page takes the drill longer than reading it takes
 * a client, and would hide what is measured.
 */
class Pager {
  delayMs = 0;
  #requests = 0;
  readonly #kept = new Map<string, Buffer>();
  readonly #server = createServer(
    (request, response) => void this.#answer(request.url!).then(body => response.end(body)),
  );

  private constructor(private readonly drill: DrillServer) {}

  static async start(count: number): Promise<Pager> {
    const account = new DrillAccount({ clock });
    seed(account, count, clock.now());
    const pager = new Pager(await DrillServer.start({ account, clock, requestsPerMinute: 100_000 }));
    await new Promise<void>(resolve => pager.#server.listen(0, '127.0.0.1', resolve));
    return pager;
  }

  get origin(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  get headers(): Record<string, string> {
    return { authorization: `Token token=${this.drill.account.keys.user}` };
  }

  /** With their queries, in the order in which they were first asked for. */
  get paths(): Iterable<string> {
    return this.#kept.keys();
  }

  provider(): PagerDutyProvider {
    const token = this.drill.account.keys.user;
    const options = { accountId: 'bench', baseUrl: this.origin, token, from: null };
    return new PagerDutyProvider({ ...options, clock, logger: silentLogger });
  }

  async requestsOf(work: () => Promise<void>): Promise<number> {
    const before = this.#requests;
    await work();
    return this.#requests - before;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise(resolve => this.#server.close(resolve));
    await this.drill.stop();
  }

  async #answer(path: string): Promise<Buffer> {
    this.#requests++;
    let body = this.#kept.get(path);
    if (!body) {
      const answer = await fetch(this.drill.baseUrl + path, { headers: this.headers });
      body = Buffer.from(await answer.arrayBuffer());
      this.#kept.set(path, body);
    }
    if (this.delayMs > 0) await sleep(this.delayMs);
    return body;
  }
}
