import type { Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';
import type { Claims } from '../incidents/notifications/claims.ts';
import type { Logger } from '../logger.ts';
import type { Deadline } from './deadlines.ts';
import { dueName, type ResponseState } from './responseState.ts';

/** A timer stops while the machine sleeps, and somebody may set the clock: never is one waited for longer. */
const longestWaitMs = 30_000;

/** An incident whose timeline has been read. */
export interface KeptIncident {
  readonly key: string;
  readonly saidDue: ResponseState['saidDue'];
  /** By its own clock: see IncidentClock. */
  now(): number;
  deadlines(now: number): readonly Deadline[];
}

export interface DeadlineKeeperParts {
  readonly clock: Clock;
  readonly claims: Claims;
  readonly logger: Logger;
  /** Those that somebody works on, as they are now. */
  readonly incidents: () => Iterable<KeptIncident>;
  /** Whether the person works on it in a window with other timelines, which alone knows what was done. */
  readonly isElsewhere: (key: string) => Promise<boolean>;
  /** It fell due and nobody was told yet. Called in one window of this machine. */
  readonly tell: (key: string, deadline: Deadline) => void;
}

/**
 * Tells of each deadline once when it falls due, in one window, also after a reload, a sleep or a change of the
 * clock: what was told stands in the timeline, and until it does the windows of a machine agree by a claim.
 */
export class DeadlineKeeper implements Disposable {
  readonly #told = new Set<string>();
  #cancel = () => {};
  #disposed = false;

  constructor(private readonly parts: DeadlineKeeperParts) {}

  /** Whenever something may have changed: an entry, an incident, the team’s rules. */
  look(): void {
    if (this.#disposed) return;
    this.#cancel();
    let wait = longestWaitMs;
    for (const incident of this.parts.incidents()) {
      const now = incident.now();
      for (const deadline of incident.deadlines(now)) {
        if (deadline.state === 'pending') wait = Math.min(wait, Date.parse(deadline.dueAt) - now);
        if (deadline.state === 'due') this.#tell(incident, deadline);
      }
    }
    this.#cancel = this.parts.clock.after(wait, () => this.look());
  }

  #tell({ key, saidDue }: KeptIncident, deadline: Deadline): void {
    const name = JSON.stringify([key, dueName(deadline)]);
    if (saidDue.has(dueName(deadline)) || this.#told.has(name)) return;
    this.#told.add(name);
    void this.#tellHere(key, deadline, name);
  }

  async #tellHere(key: string, deadline: Deadline, name: string): Promise<void> {
    if (await this.parts.isElsewhere(key)) {
      // The person may come back to this window: asked again at the next look.
      this.#told.delete(name);
      return;
    }
    if ((await this.#claim(name)) && !this.#disposed) this.parts.tell(key, deadline);
  }

  async #claim(name: string): Promise<boolean> {
    try {
      return await this.parts.claims.claim(`deadline ${name}`);
    } catch (error) {
      // Rather told in two windows than in none.
      this.parts.logger.error('Which window tells of a deadline could not be settled', error);
      return true;
    }
  }

  dispose(): void {
    this.#disposed = true;
    this.#cancel();
  }
}
