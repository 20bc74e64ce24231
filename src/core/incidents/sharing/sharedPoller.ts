import { type Disposable, Emitter } from '../../events.ts';
import { watchDirectory } from '../../execution/directoryWatch.ts';
import { errorCode } from '../../timeline/journalFiles.ts';
import { alwaysLooked, type AttentionSource } from '../cadence.ts';
import { type IncidentFeed, Poller, type PollerHealth, type PollerOptions } from '../poller.ts';
import { askForPoll } from './askForPoll.ts';
import { Lease, type LeaseProcess } from './lease.ts';
import { SharedAttention } from './sharedAttention.ts';
import { SharedCopy } from './sharedCopy.ts';
import { SharedFolder } from './sharedFolder.ts';
import type { SharedState } from './snapshotFile.ts';
import { isOld, limitHolds } from './stateAge.ts';

export interface SharedPollerOptions extends PollerOptions {
  /** In the extension’s global storage; each account gets a folder of its own in it. */
  readonly root: string;
  /** Unique to this poller, and new each time; letters, digits and `-`. */
  readonly window: string;
  readonly leaseProcess?: LeaseProcess;
}

const mostFailedLooks = 5;

/**
 * One window polls for all windows of this machine. Whoever holds the lease polls and writes what it knows into
 * the shared folder; the others read it into their store, show the same health, and take over when it is gone.
 * Where the folder cannot be used, every window polls for itself.
 */
export class SharedPoller implements IncidentFeed {
  #health: PollerHealth = { state: 'connecting', lastSuccessAt: null, error: null };
  readonly #healthChanged = new Emitter<PollerHealth>();
  readonly onDidChangeHealth = this.#healthChanged.event;
  readonly #folder: SharedFolder;
  readonly #copy: SharedCopy;
  readonly #lease: Lease;
  readonly #own: AttentionSource;
  readonly #attention: SharedAttention;
  readonly #owned: Disposable[] = [];
  #watch: Disposable = { dispose() {} };
  readonly #stop = new AbortController();
  #ended: Promise<void> | null = null;
  #started: Promise<void> = Promise.resolve();

  /** Not null while this window polls. */
  #poller: Poller | null = null;
  #alone = false;
  /** What another window last wrote. */
  #known: SharedState | null = null;
  #looking: Promise<void> | null = null;
  #lookAgain = false;
  #failedLooks = 0;
  #writing: Promise<void> = Promise.resolve();
  #published = 0;
  #asking: Promise<void> | null = null;
  #asked = 0;
  #answered = () => {};

  constructor(private readonly options: SharedPollerOptions) {
    const { root, window, provider, store, clock, logger, leaseProcess } = options;
    const { accountId } = provider;
    this.#folder = SharedFolder.of(root, accountId);
    const { signal } = this.#stop;
    this.#copy = new SharedCopy({ folder: this.#folder, store, accountId, window, clock, logger, signal });
    this.#lease = new Lease({
      path: this.#folder.leasePath,
      owner: window,
      clock,
      ...(leaseProcess && { process: leaseProcess }),
    });
    this.#own = options.attention ?? alwaysLooked;
    this.#attention = new SharedAttention({ folder: this.#folder, window, own: this.#own, clock });
    this.#owned.push(this.#own.onDidChange(() => void this.#look()));
  }

  get health(): PollerHealth {
    return this.#health;
  }

  get readBegunAt(): number | null {
    return this.#poller?.readBegunAt ?? this.#copy.readBegunAt;
  }

  get clockOffsetMs(): number {
    const own = this.options.provider.clockOffsetMs ?? 0;
    const asksItself = this.#poller !== null && this.#poller.readBegunAt !== null;
    return asksItself ? own : (this.#known?.clockOffsetMs ?? own);
  }

  /** Whether it is this window that polls. */
  get polls(): boolean {
    return this.#poller !== null;
  }

  /** Once disposed: when the last file operation is over. */
  get ended(): Promise<void> {
    return this.#ended ?? Promise.resolve();
  }

  /** Shows what was last known, then polls or follows the window that does. */
  start(): void {
    this.#started = this.#begin();
  }

  /** Polls now, or has the window poll that does so for all; see `IncidentFeed`. */
  async refresh(): Promise<void> {
    await this.#started;
    if (this.#disposed) return;
    if (this.#poller) return this.#poller.refresh();
    this.#asking ??= this.#ask().finally(() => (this.#asking = null));
    return this.#asking;
  }

  dispose(): void {
    if (this.#disposed) return;
    this.#stop.abort();
    this.#watch.dispose();
    this.#poller?.dispose();
    for (const owned of this.#owned) owned.dispose();
    this.#healthChanged.dispose();
    this.#answered();
    this.#ended = this.#end().catch((error: unknown) => this.#warn('Leaving the shared folder', error));
  }

  get #disposed(): boolean {
    return this.#stop.signal.aborted;
  }

  async #begin(): Promise<void> {
    try {
      await this.#folder.prepare();
    } catch (error) {
      this.#pollAlone(error);
      return;
    }
    if (this.#disposed) return;
    this.#watch = watchDirectory(this.#folder.path, this.options.clock, () => void this.#look());
    await this.#look();
  }

  /** Resolves after a look that began now or later; never rejects. */
  #look(): Promise<void> {
    if (this.#disposed || this.#alone) return Promise.resolve();
    this.#lookAgain = true;
    this.#looking ??= this.#lookUntilSeen().finally(() => (this.#looking = null));
    return this.#looking;
  }

  async #lookUntilSeen(): Promise<void> {
    while (this.#lookAgain && !this.#disposed && !this.#alone) {
      this.#lookAgain = false;
      try {
        await this.#attention.say();
        if (this.#poller) await this.#lead(this.#poller);
        else await this.#follow();
        this.#failedLooks = 0;
      } catch (error) {
        await this.#lookFailed(error);
      }
    }
  }

  async #lookFailed(error: unknown): Promise<void> {
    if (this.#disposed) return;
    this.#warn('Looking at the shared folder', error);
    if (++this.#failedLooks >= mostFailedLooks) this.#pollAlone(error);
    // It was removed: another window signed out.
    else if (errorCode(error) === 'ENOENT') await this.#folder.prepare().catch(() => undefined);
  }

  async #lead(poller: Poller): Promise<void> {
    if (!(await this.#lease.holds())) {
      this.options.logger.info('Another window polls now.');
      poller.dispose();
      this.#poller = null;
      return;
    }
    await this.#attention.hear();
    if (await this.#folder.takeWanted()) this.#answer(poller);
  }

  /** Not waited for: a poll of many pages must not keep the lease from being renewed. */
  #answer(poller: Poller): void {
    const before = this.#published;
    void this.#polled(poller).then(() => {
      // No poll, no news: a rate limit holds. Whoever asked is told all the same.
      if (this.#published === before) this.#publish(poller);
    });
  }

  /** Never rejects. */
  #polled(poller: Pick<Poller, 'refresh'>): Promise<void> {
    return poller
      .refresh()
      .catch((error: unknown) => this.options.logger.error('Polling failed unexpectedly', error));
  }

  async #follow(): Promise<void> {
    const first = this.#known === null;
    const state = await this.#readShared();
    if (first && state) {
      const { lastSuccessAt } = state.health;
      this.#show({ state: 'connecting', lastSuccessAt, error: null });
    }
    if (this.#disposed) return;
    if (await this.#lease.acquire()) return this.#takeOver();
    if (!state) return;
    if (first && isOld(state, this.options.intervalMs(), this.options.clock.now())) {
      void this.#polled(this);
      return;
    }
    this.#show(state.health);
    this.#answered();
  }

  async #readShared(): Promise<SharedState | null> {
    const state = await this.#copy.read();
    if (state) this.#known = state;
    return state;
  }

  async #takeOver(): Promise<void> {
    // Whoever polled before may have written since the last look.
    const last = this.#disposed ? null : await this.#readShared();
    if (last && this.#health.state !== 'connecting') this.#show(last.health);
    await this.#folder.sweep();
    if (this.#disposed) await this.#lease.release();
    else this.#beginPolling();
  }

  #beginPolling(): void {
    const poller = new Poller({ ...this.options, attention: this.#attention.closest });
    this.#poller = poller;
    poller.onDidChangeHealth(health => {
      this.#show(health);
      this.#publish(poller);
    });
    const shared = this.#known?.health;
    poller.resume(shared && limitHolds(shared, this.options.clock.now()) ? shared : this.#health);
    if (poller.health !== this.#health) this.#show(poller.health);
    if (this.#asking) void this.#polled(poller).then(() => this.#answered());
  }

  #pollAlone(error: unknown): void {
    if (this.#disposed) return;
    this.#warn('The shared folder cannot be used; this window polls for itself', error);
    this.#alone = true;
    this.#watch.dispose();
    this.#attention.hearNobody();
    this.#owned.push(this.#own.onDidChange(() => this.#attention.hearNobody()));
    if (!this.#poller) this.#beginPolling();
  }

  #publish(poller: Poller): void {
    this.#published++;
    if (this.#alone) return;
    const { health, readBegunAt } = poller;
    // One that has taken over and had no answer yet knows nothing better.
    const { clockOffsetMs } = this;
    this.#writing = this.#writing
      .then(async () => {
        if (!(await this.#lease.holds()) || this.#disposed) return;
        await this.#copy.write({ health, readBegunAt, clockOffsetMs });
      })
      .catch((error: unknown) => this.#warn('Sharing what was read', error));
  }

  /** Has the window poll that polls for all; polls here where it gives no sign. */
  async #ask(): Promise<void> {
    const { window, clock } = this.options;
    const answered = new Promise<void>(resolve => (this.#answered = resolve));
    const asked = await askForPoll({
      wish: () => this.#folder.want(window, ++this.#asked),
      answered,
      clock,
    }).catch((error: unknown) => {
      this.#warn('Asking the window that polls', error);
      return false;
    });
    this.#answered = () => {};
    if (!asked && !this.#poller) await this.#pollOnce();
  }

  async #pollOnce(): Promise<void> {
    if (this.#disposed || limitHolds(this.#health, this.options.clock.now())) return;
    const poller = new Poller(this.options);
    this.#owned.push(poller);
    try {
      await poller.refresh();
      const lastSuccessAt = poller.health.lastSuccessAt ?? this.#health.lastSuccessAt;
      if (!this.#disposed) this.#show({ ...poller.health, lastSuccessAt });
      if (poller.readBegunAt !== null) this.#copy.readMyself(poller.readBegunAt);
    } finally {
      poller.dispose();
      this.#owned.splice(this.#owned.indexOf(poller), 1);
    }
  }

  #show(health: PollerHealth): void {
    this.#health = health;
    this.#healthChanged.fire(health);
  }

  async #end(): Promise<void> {
    await this.#lease.release();
    await Promise.all([this.#started, this.#looking, this.#writing]);
    if (!this.#alone) await this.#folder.leave(this.options.window);
  }

  #warn(what: string, error: unknown): void {
    this.options.logger.warn(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
