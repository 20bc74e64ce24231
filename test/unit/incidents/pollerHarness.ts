import assert from 'node:assert/strict';
import { NotFoundError } from '../../../src/core/errors.ts';
import type { Incident, IncidentStatus } from '../../../src/core/incidents/incident.ts';
import type { IncidentProvider, ReadOptions } from '../../../src/core/incidents/incidentProvider.ts';
import { IncidentStore } from '../../../src/core/incidents/incidentStore.ts';
import { Poller, type PollerHealth, type PollerOptions } from '../../../src/core/incidents/poller.ts';
import { FakeClock, settle } from '../fakeClock.ts';
import { RecordingLogger } from './recordingLogger.ts';

export const interval = 30_000;
export const minute = 60_000;

/** Holds its incidents in memory and counts what it is asked. */
export class FakeProvider implements Pick<
  IncidentProvider,
  'accountId' | 'openIncidents' | 'resolvedIncidents' | 'incident' | 'spareUntil'
> {
  readonly accountId = 'acme';
  open: Incident[] = [];
  readonly resolved = new Map<string, Incident | Error>();
  /** Thrown by the next readings of the list. */
  failure: Error | null = null;
  /** Runs, and is waited for, before each page is given. */
  beforePage: () => Promise<void> | void = () => {};
  spareUntil = 0;
  lists = 0;
  /** Pages and look-ups: what a real provider would have sent. */
  requests = 0;
  readonly lookUps: string[] = [];
  resolvedPages = 0;
  /** Thrown by the list of what is resolved. */
  resolvedFailure: Error | null = null;
  signal: AbortSignal | undefined;

  async *openIncidents({ signal }: ReadOptions = {}): AsyncGenerator<readonly Incident[]> {
    this.lists++;
    this.signal = signal;
    const all = [...this.open];
    for (let offset = 0; offset === 0 || offset < all.length; offset += 100) {
      await this.beforePage();
      signal?.throwIfAborted();
      this.requests++;
      if (this.failure) throw this.failure;
      yield all.slice(offset, offset + 100);
    }
  }

  async *resolvedIncidents(): AsyncGenerator<readonly Incident[]> {
    const all = [...this.resolved.values()].filter(one => !(one instanceof Error)) as Incident[];
    all.sort((a, b) => (a.resolvedAt! < b.resolvedAt! ? 1 : -1));
    for (let offset = 0; offset === 0 || offset < all.length; offset += 100) {
      await this.beforePage();
      this.requests++;
      this.resolvedPages++;
      if (this.resolvedFailure) throw this.resolvedFailure;
      yield all.slice(offset, offset + 100);
    }
  }

  incident(id: string): Promise<Incident> {
    this.lookUps.push(id);
    this.requests++;
    const found =
      this.open.find(open => open.id === id) ?? this.resolved.get(id) ?? new NotFoundError('gone');
    return found instanceof Error ? Promise.reject(found) : Promise.resolve(found);
  }
}

/** A poller with everything it needs, new for each test. */
export class PollerHarness {
  clock!: FakeClock;
  provider!: FakeProvider;
  store!: IncidentStore;
  logger!: RecordingLogger;
  poller!: Poller;
  storeEvents = 0;
  /** Each report of health: `ok`, `failed OfflineError`. */
  states: string[] = [];

  /** To be called inside `describe`. */
  constructor() {
    beforeEach(() => {
      this.clock = new FakeClock();
      this.provider = new FakeProvider();
      this.store = new IncidentStore();
      this.logger = new RecordingLogger();
      this.storeEvents = 0;
      this.states = [];
      this.store.onDidChange(() => this.storeEvents++);
      this.poller = this.create();
      this.poller.onDidChangeHealth(({ state, error }) =>
        this.states.push(error ? `${state} ${error.name}` : state),
      );
    });

    afterEach(() => {
      this.poller.dispose();
      assert.equal(this.clock.pending, 0, 'a timer outlived the poller');
    });
  }

  create(options: Partial<PollerOptions> = {}): Poller {
    const { provider, store, clock, logger } = this;
    const fake = provider as unknown as IncidentProvider;
    return new Poller({
      provider: fake,
      store,
      clock,
      logger,
      intervalMs: () => interval,
      random: () => 0.999999,
      ...options,
    });
  }

  async start(): Promise<void> {
    this.poller.start();
    await settle();
  }

  /** As it is now; a call, so that the compiler does not remember an earlier look. */
  health(): PollerHealth {
    return this.poller.health;
  }

  /** What the store holds: id → status. */
  statuses(): Record<string, IncidentStatus> {
    return Object.fromEntries(this.store.all().map(({ id, status }) => [id, status]));
  }
}
