import { type Disposable } from '../core/events.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { LogFollower } from '../core/timeline/logFollower.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import type { Sessions } from './sessions.ts';
import type { Timelines } from './timelines.ts';

/**
 * Decides whose timeline goes on by itself: incidents that have one already (begun in this window, in another
 * or before a restart) and those the signed-in person has acknowledged anywhere. Also keeps what is known of an
 * incident beside its journal, for the day when the provider has forgotten it.
 */
export class TimelineKeeper implements Disposable {
  readonly #owned = new DisposableStore();
  /** Accounts whose open incidents of earlier days were looked up. */
  readonly #resumed = new Set<string>();

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly sessions: Sessions;
      readonly timelines: Timelines;
      readonly follower: LogFollower;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { store, sessions } = parts;
    this.#owned.add(
      store.onDidChange(({ added, changed }) => {
        for (const incident of [...added, ...changed.map(({ after }) => after)]) this.#look(incident);
      }),
    );
    this.#owned.add(sessions.onDidChange(() => this.#resume()));
  }

  #look(incident: Incident): void {
    const { follower, timelines, boundary } = this.parts;
    if (this.#isMine(incident)) follower.follow(incident);
    if (follower.follows(incident.key))
      boundary.watch(`Keeping ${incident.key}`, timelines.remember(incident));
  }

  #isMine({ accountId, acknowledgers }: Incident): boolean {
    const me = this.parts.sessions.get(accountId)?.account.person;
    return me != null && acknowledgers.some(({ id }) => id === me.id);
  }

  /** Once an account answers: what happened to the incidents with a timeline while nobody looked. */
  #resume(): void {
    for (const { account, poller } of this.parts.sessions.all()) {
      if (poller.health.state !== 'ok' || this.#resumed.has(account.id)) continue;
      this.#resumed.add(account.id);
      // A drill’s incidents end with it.
      if (!account.drill)
        this.parts.boundary.watch(
          `Resuming the timelines of ${account.label}`,
          this.#resumeAccount(account.id),
        );
    }
  }

  async #resumeAccount(accountId: string): Promise<void> {
    const { store, timelines, sessions, follower } = this.parts;
    for (const incident of await timelines.remembered()) {
      if (incident.accountId !== accountId || incident.status === 'resolved') continue;
      const known = store.get(incident.key);
      if (known) {
        follower.follow(known);
        continue;
      }
      try {
        const now = await sessions.of(incident).provider.incident(incident.id);
        follower.follow(now);
        store.upsert(now);
      } catch (error) {
        this.parts.boundary.log(`Looking up ${incident.key}`, error);
      }
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
