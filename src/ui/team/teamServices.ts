import { type Disposable, Emitter } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Bridge, KnownBridge } from '../../core/incidents/incidentDetails.ts';
import { bridgeFrom } from '../../core/team/bridgeFrom.ts';
import { serviceNamed, type TeamService } from '../../core/team/teamFile.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamFiles } from './teamFiles.ts';

/** What the team’s file says of the services that incidents are about. */
export class TeamServices implements Disposable {
  #files: TeamFiles | null = null;
  /** Incident → its own call, as the provider last said. */
  readonly #own = new Map<string, Bridge | null>();
  readonly #changed = new Emitter<void>();
  /** The files were read, for the first time or again. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      readonly teamFiles: () => Promise<TeamFiles>;
      readonly sessions: Sessions;
      /** The call of an incident that somebody said in its timeline; null where nobody did. */
      readonly said: (incident: Incident) => Promise<string | null>;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  /** As far as the files were read by now; asking has them read. */
  of({ service }: Pick<Incident, 'service'>): TeamService | null {
    if (!this.#files) this.parts.boundary.watch('Reading the team’s file', this.#read());
    return this.#files && serviceNamed(this.#files.team, service?.name);
  }

  /** The same once the files were read; null where the team names no such service. */
  async serviceOf({ service }: Pick<Incident, 'service'>): Promise<TeamService | null> {
    return serviceNamed((await this.#read()).team, service?.name);
  }

  /**
   * The call of an incident: the one that somebody said, else its own at the provider, else its service’s; null where
   * nobody names one. Rejects where the provider cannot be asked and nobody else names one.
   */
  async bridgeOf(incident: Incident): Promise<Bridge | null> {
    const { bridge, failure } = await this.knownBridge(incident);
    if (failure) this.parts.boundary.log('Reading the bridge', failure);
    return bridge;
  }

  /** The same, and why its own is only what the provider said last, or another one stands in its place. */
  knownBridge(incident: Incident, signal?: AbortSignal): Promise<KnownBridge> {
    return bridgeFrom({
      said: () => this.saidBridge(incident),
      own: () => this.#ownBridge(incident, signal),
      team: async () => (await this.serviceOf(incident))?.bridge ?? null,
    });
  }

  /** The call that somebody said; null where nobody did, or the timeline cannot be read. */
  async saidBridge(incident: Incident): Promise<string | null> {
    return this.parts.said(incident).catch((error: unknown) => {
      this.parts.boundary.log('Reading the call that was said', error);
      return null;
    });
  }

  async #ownBridge(incident: Incident, signal?: AbortSignal): Promise<KnownBridge> {
    try {
      const { provider } = this.parts.sessions.of(incident);
      if (!provider.capabilities.parts.has('bridge')) return { bridge: null, failure: null };
      const bridge = await provider.bridge(incident.id, signal && { signal });
      this.#own.set(incident.key, bridge);
      return { bridge, failure: null };
    } catch (error) {
      if (signal?.aborted) throw error;
      // Its service’s would lead away from those who talk already.
      const bridge = this.#own.get(incident.key) ?? null;
      return { bridge, failure: error instanceof Error ? error : new Error(String(error)) };
    }
  }

  async #read(): Promise<TeamFiles> {
    const files = await this.parts.teamFiles();
    if (!this.#files) {
      this.#files = files;
      files.onDidChange(() => this.#changed.fire());
      this.#changed.fire();
    }
    return files;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
