import { utc } from '../../../../src/core/clock.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import type { IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import { Outbox, type OutboxItem } from '../../../../src/core/incidents/outbox/outbox.ts';
import { PagerDutyProvider } from '../../../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../../../src/core/logger.ts';
import { DrillAccount } from '../../../../src/drill/drillAccount.ts';
import { DrillServer } from '../../../../src/drill/drillServer.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { seeded } from '../../seeded.ts';
import { randomAction, randomFault, timeoutMs } from './faultScript.ts';
import { MemoryFolder, type FolderView } from './memoryFolder.ts';

const accountId = 'drill';

interface Limit {
  readonly from: number;
  readonly until: number;
  /** How many requests had arrived, the refused one included. */
  readonly after: number;
}

export interface Meanwhile {
  readonly incidentId: string;
  readonly at: number;
  readonly resolves: boolean;
}

/**
 * One seeded story: a person acts on a few incidents of a real drill server through the real client, while requests
 * fail as the script says and the process dies now and then. Time only moves while nothing is on its way.
 */
export class FaultSequence {
  readonly clock = new FakeClock();
  readonly account: DrillAccount;
  readonly limits: Limit[] = [];
  readonly asked: OutboxItem[] = [];
  /** What others did meanwhile. */
  readonly others: Meanwhile[] = [];
  readonly ended = new Map<string, OutboxItem>();
  faultsMet = 0;
  crashes = 0;
  readonly #random: () => number;
  readonly #folder = new MemoryFolder();
  readonly #dead = new Set<number>();
  #view!: FolderView;
  #outbox!: Outbox;
  #store!: IncidentStore;
  #provider!: IncidentProvider;
  #pid = 0;
  /** Calls of the provider that have not ended. */
  #pending = 0;
  /** A request is kept without an answer until then. */
  #heldUntil = 0;

  private constructor(
    seed: number,
    readonly server: DrillServer,
    account: DrillAccount,
    clock: FakeClock,
  ) {
    this.#random = seeded(seed);
    this.account = account;
    this.clock = clock;
  }

  static async start(seed: number): Promise<FaultSequence> {
    const clock = new FakeClock();
    const account = new DrillAccount({ clock, random: seeded(seed) });
    const server = await DrillServer.start({ account, clock });
    return new FaultSequence(seed, server, account, clock);
  }

  async run(): Promise<void> {
    const incidents = 2 + this.#below(2);
    for (let n = 0; n < incidents; n++) this.#trigger(n);
    this.#watchFaults();
    await this.#open();
    const actions = 3 + this.#below(4);
    const crashAt = this.#random() < 0.4 ? this.#below(actions) : -1;
    for (let n = 0; n < 2 + this.#below(5); n++)
      this.server.faults.add(randomFault(this.#random, this.clock.now()));
    for (let n = 0; n < actions; n++) {
      await this.#act(n);
      if (this.#random() < 0.25) this.#somebodyElseActs();
      if (n === crashAt) await this.#crash();
      // Sometimes in the middle of a request, sometimes late.
      else for (let turns = this.#below(12); turns > 0; turns--) await settle();
      if (this.#random() < 0.5) await this.#pass([500, 3_000, 30_000, 90_000][this.#below(4)]!);
    }
    if (crashAt >= 0 && this.#random() < 0.5) await this.#crash();
    await this.#pass(60_000);
    this.server.faults.clear();
    await this.#pass(40 * 60_000, () => this.#outbox.items().every(({ state }) => state !== 'waiting'));
  }

  async stop(): Promise<void> {
    this.#outbox.dispose();
    await this.server.stop();
  }

  listed(): readonly OutboxItem[] {
    return this.#outbox.items();
  }

  shown(id: string): Incident | undefined {
    return this.#store.get(`${accountId}:${id}`);
  }

  /** What came of an item that is not listed: nothing but “done” may take it off the list. */
  outcome(item: OutboxItem): OutboxItem['state'] {
    return this.#outbox.items().find(({ id }) => id === item.id)?.state ?? 'done';
  }

  /** A colleague at another machine. */
  #somebodyElseActs(): void {
    const open = this.account.incidents().filter(({ status }) => status !== 'resolved');
    const incident = open[this.#below(open.length)];
    if (!incident) return;
    const { colleague } = this.account.directory;
    const at = this.clock.now();
    const resolves = this.#random() < 0.7;
    if (resolves) this.account.resolve(incident, colleague);
    else if (incident.acknowledgements.every(({ user }) => user !== colleague))
      this.account.acknowledge(incident, colleague);
    else return;
    this.others.push({ incidentId: incident.id, at, resolves });
  }

  #trigger(number: number): void {
    const { directory } = this.account;
    this.account.trigger({
      service: directory.services.checkout,
      title: `Incident ${number}`,
      urgency: 'high',
      priority: null,
      alert: { key: `key ${number}`, severity: 'error', details: {}, contexts: [] },
    });
  }

  /** Starts a process. */
  async #open(): Promise<void> {
    const { clock } = this;
    const pid = ++this.#pid;
    this.#view = this.#folder.view();
    this.#store = new IncidentStore(undefined, () => clock.now());
    const provider = new PagerDutyProvider({
      accountId,
      baseUrl: this.server.baseUrl,
      token: this.account.keys.user,
      from: null,
      clock,
      logger: silentLogger,
    });
    this.#provider = this.#counted(provider);
    for (const { id, number, title, createdAt } of this.account.incidents())
      this.#store.upsert({
        ...blank,
        id,
        key: `${accountId}:${id}`,
        number,
        title,
        createdAt: utc(createdAt),
      });
    const outbox = new Outbox({
      folder: '/outbox',
      files: this.#view.files,
      leaseFiles: this.#view.leaseFiles,
      process: { pid, host: 'here', alive: asked => !this.#dead.has(asked) },
      clock,
      random: this.#random,
      logger: {
        ...silentLogger,
        error: (message, error) => this.#failures.push(`${message}: ${String(error)}`),
      },
      store: this.#store,
      providerOf: () => (pid === this.#pid ? this.#provider : undefined),
      personOf: () => ({ id: this.account.directory.me.id, name: 'Robin Castillo' }),
      author: () => 'Robin Castillo',
    });
    this.#outbox = outbox;
    outbox.onDidFinish(item => this.ended.set(item.id, item));
    await outbox.open();
  }

  /** What was logged as an error. */
  readonly #failures: string[] = [];

  failures(): readonly string[] {
    return this.#failures;
  }

  async #crash(): Promise<void> {
    for (let turns = this.#below(10); turns > 0; turns--) await settle();
    this.crashes++;
    const arrived = this.server.requests.length;
    this.#view.kill();
    this.#dead.add(this.#pid);
    this.#outbox.dispose();
    // What was sent reaches the server before the process is started again.
    while (this.#pending > 0 && this.clock.now() >= this.#heldUntil) await settle();
    // Whatever the answers to those requests said, nobody read it.
    const unread = this.limits.findIndex(({ after }) => after >= arrived);
    if (unread >= 0) this.limits.splice(unread);
    this.#pending = 0;
    this.#heldUntil = 0;
    this.clock.jump(this.#random() < 0.5 ? 1_000 : 100_000);
    await this.#open();
  }

  async #act(number: number): Promise<void> {
    const incidents = this.account.incidents().filter(({ title }) => !title.startsWith('New'));
    const incident = incidents[this.#below(incidents.length)]!;
    const { directory } = this.account;
    const pick = this.#random();
    if (pick < 0.1) {
      const { id, name } = directory.services.exports;
      const title = `New ${number}`;
      const action = {
        type: 'trigger',
        title,
        service: { id, name },
        urgency: 'low',
        priority: null,
        details: 'x',
      } as const;
      this.asked.push(await this.#outbox.addTrigger(accountId, action));
      return;
    }
    const all = pick < 0.2;
    const others = incidents
      .filter(other => other !== incident)
      .map(({ id, title }) => ({ id, name: title }));
    const action = randomAction(this.#random, directory, number, { now: this.clock.now(), others });
    // Nothing is merged into itself.
    const targets = (all && action.type !== 'merge' ? incidents : [incident]).map(({ id }) =>
      this.#store.get(`${accountId}:${id}`)!,
    );
    this.asked.push(...(await this.#outbox.add(accountId, targets, action)));
  }

  /** Notes when a fault is met: which limit it sets, and how long it keeps the request. */
  #watchFaults(): void {
    const { faults } = this.server;
    const take = faults.take.bind(faults);
    faults.take = (method, path) => {
      const fault = take(method, path);
      if (!fault) return fault;
      this.faultsMet++;
      const now = this.clock.now();
      const { effect, delayMs } = fault;
      if (effect.type === 'hang' || delayMs !== undefined) this.#heldUntil = now + timeoutMs;
      if (effect.type === 'answer' && effect.status === 429) {
        const told = Number(effect.headers?.['ratelimit-reset'] ?? 15) * 1000;
        this.limits.push({ from: now, until: now + told, after: this.server.requests.length });
      }
      return fault;
    };
  }

  #counted(provider: PagerDutyProvider): IncidentProvider {
    const pid = this.#pid;
    const count = <T>(call: Promise<T>): Promise<T> => {
      this.#pending++;
      return call.finally(() => {
        if (pid === this.#pid) this.#pending--;
      });
    };
    return new Proxy(provider, {
      get: (target, name: keyof PagerDutyProvider) => {
        const member = target[name];
        if (typeof member !== 'function') return member;
        const method = member.bind(target) as (...args: unknown[]) => unknown;
        return (...args: unknown[]) => {
          const result = method(...args);
          return result instanceof Promise ? count(result) : result;
        };
      },
    });
  }

  /** Lets so much time pass, or less when something holds; a request on its way takes none. */
  async #pass(ms: number, isEnough: () => boolean = () => false): Promise<void> {
    const end = this.clock.now() + ms;
    for (let idle = 0; !isEnough();) {
      await settle();
      if (this.#pending > 0 && this.clock.now() >= this.#heldUntil) {
        idle = 0;
        continue;
      }
      // What follows an answer takes a few turns.
      if (++idle < 3) continue;
      idle = 0;
      const next = Math.min(this.clock.nextIn ?? Infinity, end - this.clock.now());
      await this.clock.advance(Math.max(0, next));
      if (this.clock.now() >= end) return;
    }
  }

  #below(n: number): number {
    return Math.floor(this.#random() * n);
  }
}

const blank: Incident = {
  key: '',
  accountId,
  id: '',
  number: null,
  title: '',
  status: 'triggered',
  urgency: 'high',
  priority: null,
  severity: null,
  service: null,
  assignees: [],
  acknowledgers: [],
  teams: [],
  escalationPolicy: null,
  createdAt: '',
  updatedAt: null,
  resolvedAt: null,
  acknowledgedUntil: null,
  alertCount: null,
  url: null,
};
