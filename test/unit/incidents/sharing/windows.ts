import assert from 'node:assert/strict';
import { SettableAttention } from '../../../../src/core/incidents/cadence.ts';
import type { Incident, IncidentStatus } from '../../../../src/core/incidents/incident.ts';
import type { IncidentProvider } from '../../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../../src/core/incidents/incidentStore.ts';
import type { PollerHealth } from '../../../../src/core/incidents/poller.ts';
import { Lease } from '../../../../src/core/incidents/sharing/lease.ts';
import { SharedFolder } from '../../../../src/core/incidents/sharing/sharedFolder.ts';
import { SharedPoller } from '../../../../src/core/incidents/sharing/sharedPoller.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { temporaryFolder } from '../../timeline/temporaryFolder.ts';
import { FakeProvider, interval } from '../pollerHarness.ts';
import { RecordingLogger } from '../recordingLogger.ts';

/** Lets file operations and what follows from them come to rest; time stands still. */
export async function quiet(): Promise<void> {
  for (let calm = 0; calm < 6; calm++) {
    await settle();
    if (process.getActiveResourcesInfo().some(name => /^(FSReq|CloseReq)/.test(name))) calm = 0;
  }
}

/** One window of VS Code: a store, a poller and somebody who looks at it or does not. */
export class Window {
  readonly provider = new FakeProvider();
  readonly logger = new RecordingLogger();
  readonly attention = new SettableAttention();
  readonly store: IncidentStore;
  readonly poller: SharedPoller;
  /** Each report of health: `ok`, `failed OfflineError`. */
  readonly states: string[] = [];
  storeEvents = 0;
  #alive = true;

  constructor(
    readonly pid: number,
    root: string,
    clock: FakeClock,
    alive: (pid: number) => boolean,
  ) {
    this.store = new IncidentStore(undefined, () => clock.now());
    this.store.onDidChange(() => this.storeEvents++);
    this.poller = new SharedPoller({
      provider: this.provider as unknown as IncidentProvider,
      store: this.store,
      clock,
      logger: this.logger,
      intervalMs: () => interval,
      attention: this.attention,
      random: () => 0.999999,
      root,
      window: `w${pid}`,
      leaseProcess: { pid, host: 'here', alive },
    });
    this.poller.onDidChangeHealth(({ state, error }) =>
      this.states.push(error ? `${state} ${error.name}` : state),
    );
  }

  get alive(): boolean {
    return this.#alive;
  }

  /** As it is now; a call, so that the compiler does not remember an earlier look. */
  health(): PollerHealth {
    return this.poller.health;
  }

  polls(): boolean {
    return this.poller.polls;
  }

  /** What is shown: id → status. */
  statuses(): Record<string, IncidentStatus> {
    return Object.fromEntries(this.store.all().map(({ id, status }) => [id, status]));
  }

  async close(): Promise<void> {
    this.#alive = false;
    this.poller.dispose();
    await this.poller.ended;
  }
}

/** Windows of one machine and one account, on one real folder and one clock; new for each test. */
export class Windows {
  clock!: FakeClock;
  /** Process ids that stand for no `Window` here, and live. */
  readonly strangers = new Set<number>();
  #all: Window[] = [];
  readonly #folder: () => string;

  /** To be called inside `describe`. */
  constructor() {
    beforeEach(() => {
      this.clock = new FakeClock();
      this.#all = [];
      this.strangers.clear();
    });

    afterEach(async () => {
      await Promise.all(this.#all.map(window => window.close()));
      await quiet();
      assert.equal(this.clock.pending, 0, 'a timer outlived its window');
    });
    // Its own hooks come after: the windows are closed before the folder goes.
    this.#folder = temporaryFolder();
  }

  get root(): string {
    return this.#folder();
  }

  get folder(): string {
    return SharedFolder.of(this.root, 'acme').path;
  }

  create(open: readonly Incident[] = []): Window {
    const window = new Window(this.#all.length + 1, this.root, this.clock, pid => this.#isAlive(pid));
    window.provider.open = [...open];
    this.#all.push(window);
    return window;
  }

  /** A window that holds the lease and does nothing else: it hangs, or is about to die. */
  async stranger(): Promise<void> {
    const pid = 99;
    this.strangers.add(pid);
    const process = { pid, host: 'here', alive: (other: number) => this.#isAlive(other) };
    const path = SharedFolder.of(this.root, 'acme').leasePath;
    await new Lease({ path, owner: 'stranger', clock: this.clock, process }).acquire();
  }

  async open(open: readonly Incident[] = []): Promise<Window> {
    const window = this.create(open);
    window.poller.start();
    await quiet();
    return window;
  }

  /** Second by second, each with all that follows from it on disk. */
  async advance(ms: number): Promise<void> {
    await quiet();
    for (let left = ms; left > 0; left -= 1_000) {
      await this.clock.advance(Math.min(1_000, left));
      await quiet();
    }
  }

  /** For what takes more turns than `quiet` waits; a test that waits in vain ends by its timeout. */
  async until(condition: () => boolean): Promise<void> {
    while (!condition()) await quiet();
  }

  #isAlive(pid: number): boolean {
    return this.strangers.has(pid) || this.#all.some(window => window.pid === pid && window.alive);
  }
}
