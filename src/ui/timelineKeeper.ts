import * as vscode from 'vscode';
import { RateLimitError } from '../core/errors.ts';
import type { Disposable } from '../core/events.ts';
import { type Incident, incidentKey } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { type LogFollower, mostAtOnce } from '../core/timeline/logFollower.ts';
import type { WorkPlaces } from '../core/timeline/workPlaces.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import type { Sessions } from './sessions.ts';
import type { Timelines } from './timelines.ts';

/** The newest ones; what is older has had its time. */
const mostResumed = 25;

/**
 * Decides whose timeline goes on by itself: incidents that have one already (begun in this window, in another
 * or before a restart) and those the signed-in person has acknowledged anywhere, unless they are worked on in a window
 * with other timelines. Also keeps what is known of an incident beside its journal, for the day when the provider has
 * forgotten it.
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
      readonly places: Pick<WorkPlaces, 'isElsewhere' | 'workHere'>;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { store, sessions, follower, places } = parts;
    this.#owned.add(
      store.onDidChange(({ added, changed }) => {
        this.#look([...added, ...changed.map(({ after }) => after)]);
      }),
    );
    this.#owned.add(follower.onDidWork(incidents => void places.workHere(incidents.map(({ key }) => key))));
    this.#owned.add(sessions.onDidChange(() => this.#resume()));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#resume()));
  }

  #look(incidents: readonly Incident[]): void {
    const { follower, timelines, boundary } = this.parts;
    const mine = incidents.filter(one => this.#isMine(one) && !follower.follows(one.key));
    // As with `followAll`: a storm is acknowledged, not worked on one by one.
    if (mine.length <= mostAtOnce) for (const { key } of mine) void this.#begin(key);
    for (const incident of incidents.filter(({ key }) => follower.follows(key)))
      // A copy for later: whoever cannot keep it need not be told at every poll.
      timelines.remember(incident).catch((error: unknown) => boundary.log(`Keeping ${incident.key}`, error));
  }

  async #begin(key: string): Promise<void> {
    const { store, follower, places } = this.parts;
    if (await places.isElsewhere(key)) return;
    const incident = store.get(key);
    if (incident) follower.followByItself(incident);
  }

  #isMine({ accountId, acknowledgers }: Incident): boolean {
    const me = this.parts.sessions.get(accountId)?.account.person;
    return me != null && acknowledgers.some(({ id }) => id === me.id);
  }

  /** Once an account answers: what happened to the incidents with a timeline while nobody looked. */
  #resume(): void {
    const open = this.parts.sessions.all();
    for (const id of this.#resumed) {
      if (!open.some(({ account }) => account.id === id)) this.#resumed.delete(id);
    }
    // A folder that nobody trusts must not decide which requests are sent.
    if (!vscode.workspace.isTrusted) return;
    for (const { account, poller } of open) {
      if (poller.health.state !== 'ok' || this.#resumed.has(account.id)) continue;
      this.#resumed.add(account.id);
      // A drill’s incidents end with it.
      if (account.drill) continue;
      this.parts.boundary.watch(
        `Resuming the timelines of ${account.label}`,
        this.#resumeAccount(account.id),
      );
    }
  }

  async #resumeAccount(accountId: string): Promise<void> {
    const { store, timelines, sessions, follower, boundary } = this.parts;
    const mine = (await timelines.remembered()).filter(
      incident => incident.accountId === accountId && incident.key === incidentKey(accountId, incident.id),
    );
    for (const incident of mine.slice(0, mostResumed)) {
      try {
        if (!(await this.#isUnfinished(incident))) continue;
        const now = store.get(incident.key) ?? (await sessions.of(incident).provider.incident(incident.id));
        follower.followByItself(now);
        if (now.status !== 'resolved') store.upsert(now);
        await timelines.remember(now);
      } catch (error) {
        boundary.log(`Looking up ${incident.key}`, error);
        if (error instanceof RateLimitError) return;
      }
    }
  }

  /** Its timeline does not tell its end yet. */
  async #isUnfinished(incident: Incident): Promise<boolean> {
    const entries = await this.parts.timelines.entries(incident);
    return incident.status !== 'resolved' || !entries.some(({ kind }) => kind === 'resolved');
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
