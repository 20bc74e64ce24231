import type { Clock } from '../../core/clock.ts';
import { type Disposable, Emitter } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { AlertSeverities, AlertSeverity } from '../../core/team/alertSeverities.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from './teamFiles.ts';

export interface TeamSeveritiesParts {
  readonly store: IncidentStore;
  readonly current: CurrentIncident;
  readonly sessions: Sessions;
  readonly teamFiles: () => Promise<TeamFiles>;
  readonly clock: Clock;
  readonly boundary: ErrorBoundary;
}

/** Gives the incidents of the store the severity that the team’s file says; loaded with the first incident. */
export class TeamSeverities implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<readonly string[]>());
  /** The keys of incidents whose alerts say another severity now. */
  readonly onDidChange = this.#changed.event;
  #severities: AlertSeverities | null = null;
  #isLoading = false;
  #disposed = false;

  constructor(private readonly parts: TeamSeveritiesParts) {
    const { store, current, sessions } = parts;
    this.#owned.add(
      store.onDidChange(({ added, changed, removed }) => {
        if (!this.#severities) return this.#load();
        // What left the store may still be looked at.
        const shown = current.get()?.key;
        this.#severities.forget(removed.map(({ key }) => key).filter(key => key !== shown));
        this.#severities.look([...added, ...changed.map(({ after }) => after)]);
      }),
    );
    this.#owned.add(
      current.onDidChange(incident => {
        if (!this.#severities) return this.#load();
        if (incident) this.#severities.lookAt(incident);
      }),
    );
    // An account can be asked again.
    this.#owned.add(sessions.onDidChange(() => this.#severities?.look(store.all())));
  }

  /** What the alerts of that incident say, where nobody else says how bad it is. */
  of(incident: Incident): AlertSeverity | null {
    return this.#severities?.of(incident) ?? null;
  }

  /** After a failure the next change tries again. */
  #load(): void {
    if (this.#isLoading) return;
    this.#isLoading = true;
    void this.#begin()
      .catch((error: unknown) => this.parts.boundary.log('Reading what the team says of severities', error))
      .finally(() => (this.#isLoading = false));
  }

  async #begin(): Promise<void> {
    const { store, current, sessions, clock, boundary } = this.parts;
    const [{ AlertSeverities: Severities }, files] = await Promise.all([
      import('../../core/team/alertSeverities.ts'),
      this.parts.teamFiles(),
    ]);
    if (this.#disposed) return;
    const severities = this.#owned.add(
      new Severities({
        ...{ clock, random: Math.random },
        alertsOf: ({ accountId, id }) => sessions.get(accountId)?.provider.alerts(id) ?? null,
        onError: error => boundary.log('Reading the alerts for the severity', error),
      }),
    );
    this.#severities = severities;
    severities.setTeam(files.team);
    store.setSeverities(incident => severities.laidOver(incident));
    this.#owned.add(
      severities.onDidChange(keys => {
        store.overlayChanged(keys);
        this.#changed.fire(keys);
      }),
    );
    const look = () => {
      severities.look(store.all());
      const shown = current.get();
      if (shown) severities.lookAt(shown);
    };
    this.#owned.add(
      files.onDidChange(team => {
        severities.setTeam(team);
        store.overlayChanged();
        look();
      }),
    );
    look();
  }

  dispose(): void {
    this.#disposed = true;
    this.#owned.dispose();
  }
}
