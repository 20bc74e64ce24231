import { type Disposable } from '../events.ts';
import type { Incident, LogEntry } from '../incidents/incident.ts';
import type { IncidentChanges, IncidentStore } from '../incidents/incidentStore.ts';
import type { Logger } from '../logger.ts';

/** What the follower needs of the Scribe. */
export interface ProviderLogScribe {
  recordProviderLog(incident: Incident, log: readonly LogEntry[]): Promise<number>;
}

/**
 * Keeps the timelines of followed incidents up to date with the provider’s own log. An incident is followed
 * once a person works on it; its log is then read whenever the incident changes, one read at a time for each.
 * Incidents that nobody here works on cost no request and leave no file.
 */
export class LogFollower implements Disposable {
  readonly #followed = new Map<string, { reading: boolean; again: boolean }>();
  readonly #store: Disposable;

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly scribe: ProviderLogScribe;
      /** The log of one incident from its provider; rejects with the classes of errors.ts. */
      readonly readLog: (incident: Incident) => Promise<readonly LogEntry[]>;
      readonly logger: Logger;
    },
  ) {
    this.#store = parts.store.onDidChange(changes => this.#onChanges(changes));
  }

  follows(key: string): boolean {
    return this.#followed.has(key);
  }

  /** From now on; reads the log at once. Following twice is following once. */
  follow(incident: Incident): void {
    if (this.#followed.has(incident.key)) return;
    this.#followed.set(incident.key, { reading: false, again: false });
    this.read(incident);
  }

  /** Reads the log now, or once more after the read that is under way. */
  read(incident: Incident): void {
    const state = this.#followed.get(incident.key);
    if (!state) return;
    if (state.reading) {
      state.again = true;
      return;
    }
    state.reading = true;
    state.again = false;
    void this.#readOnce(incident).finally(() => {
      state.reading = false;
      if (state.again) this.read(incident);
    });
  }

  async #readOnce(incident: Incident): Promise<void> {
    const { scribe, readLog, logger } = this.parts;
    try {
      const added = await scribe.recordProviderLog(incident, await readLog(incident));
      if (added > 0) logger.info(`Timeline of ${incident.key}: ${added} entries from the provider’s log`);
    } catch (error) {
      // The next change or refresh reads it again; entries come once each, so nothing is lost by that.
      logger.error(`Reading the log of ${incident.key}`, error);
    }
  }

  #onChanges({ changed }: IncidentChanges): void {
    for (const { after } of changed) this.read(after);
  }

  dispose(): void {
    this.#store.dispose();
    this.#followed.clear();
  }
}
