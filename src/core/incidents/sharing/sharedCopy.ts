import type { Clock } from '../../clock.ts';
import type { Logger } from '../../logger.ts';
import type { IncidentStore } from '../incidentStore.ts';
import type { IncidentFeed } from '../poller.ts';
import type { SharedFolder } from './sharedFolder.ts';
import { type SharedState, withoutExpired } from './snapshotFile.ts';

/** A poll of our own that is older than this says nothing about what another window reads now, ms. */
const ownReadCountsMs = 60_000;

/** What the window that polls says of what it read. */
export type Reading = Pick<IncidentFeed, 'health' | 'readBegunAt' | 'clockOffsetMs'>;

/** Keeps the store of this window and the files of the shared folder the same, in either direction. */
export class SharedCopy {
  /** The content of the snapshot that was last read or written here. */
  #revision: string | null = null;
  #readBegunAt = -Infinity;
  #attempt = 0;
  #writtenAt = -Infinity;
  /** The store’s revision at which it held exactly what the snapshot holds; null where that is not certain. */
  #sameAt: number | null = null;
  #ownReadAt = -Infinity;
  #writes = 0;

  constructor(
    private readonly parts: {
      readonly folder: SharedFolder;
      readonly store: IncidentStore;
      readonly accountId: string;
      readonly window: string;
      readonly clock: Clock;
      readonly logger: Logger;
      /** Once aborted, nothing more is applied. */
      readonly signal: AbortSignal;
    },
  ) {}

  /** Of the last whole list that the store was given, here or elsewhere; null before the first. */
  get readBegunAt(): number | null {
    const last = Math.max(this.#readBegunAt, this.#ownReadAt);
    return Number.isFinite(last) ? last : null;
  }

  /** Brings what another window wrote into the store; answers its state, null where nothing was written since. */
  async read(): Promise<SharedState | null> {
    const { folder, logger } = this.parts;
    const state = await folder.readState();
    if (state === 'broken') {
      // Its writer writes it anew after its next poll.
      if (this.#writtenAt !== 0)
        logger.warn(`${folder.path}: the shared state is damaged and was passed over.`);
      this.#writtenAt = 0;
      return null;
    }
    if (!state || (state.attempt === this.#attempt && state.at === this.#writtenAt)) return null;
    await this.#readIncidents(state);
    this.#attempt = state.attempt;
    this.#writtenAt = state.at;
    return state;
  }

  /** This window asked the provider itself; what another one asked before it is older. */
  readMyself(begunAt: number): void {
    this.#ownReadAt = begunAt;
  }

  /** @param feed whose `readBegunAt` is null where no list has arrived whole here yet */
  async write({ health, readBegunAt, clockOffsetMs }: Reading): Promise<void> {
    const { folder, store, accountId, window, clock } = this.parts;
    const storeRevision = store.revisionOf(accountId);
    if (readBegunAt !== null) this.#readBegunAt = readBegunAt;
    if (readBegunAt !== null && this.#sameAt !== storeRevision) {
      const revision = `${window}.${++this.#writes}`;
      await folder.writeSnapshot({ revision, readBegunAt, incidents: store.baseOf(accountId) });
      this.#revision = revision;
      this.#sameAt = storeRevision;
    }
    this.#attempt++;
    this.#writtenAt = clock.now();
    await folder.writeState({
      revision: this.#revision,
      readBegunAt: Number.isFinite(this.#readBegunAt) ? this.#readBegunAt : 0,
      attempt: this.#attempt,
      clockOffsetMs,
      at: this.#writtenAt,
      health,
    });
  }

  async #readIncidents(state: SharedState): Promise<void> {
    const { folder, store, accountId, clock, logger, signal } = this.parts;
    if (state.revision === null) return;
    // What was changed here, and not taken over for that, the next list that began later decides.
    const changedHere = store.changedHereSince(accountId, this.#readBegunAt);
    if (state.revision === this.#revision && !changedHere) {
      this.#readBegunAt = state.readBegunAt;
      return;
    }
    const snapshot = await folder.readSnapshot();
    if (signal.aborted) return;
    if (!snapshot || snapshot === 'broken') {
      logger.warn(`${folder.path}: the snapshot is ${snapshot ?? 'missing'} and was passed over.`);
      this.#revision = this.#sameAt = null;
      return;
    }
    const readBegunAt = snapshot.revision === state.revision ? state.readBegunAt : snapshot.readBegunAt;
    const older = this.#ownReadAt - readBegunAt;
    if (older > 0 && older < ownReadCountsMs) return;
    const incidents = withoutExpired(snapshot.incidents, clock.now());
    store.applyShared(store.readBegunAt(accountId, readBegunAt), incidents);
    this.#revision = snapshot.revision;
    this.#readBegunAt = readBegunAt;
    const same =
      incidents.length === snapshot.incidents.length && !store.changedHereSince(accountId, readBegunAt);
    this.#sameAt = same ? store.revisionOf(accountId) : null;
  }
}
