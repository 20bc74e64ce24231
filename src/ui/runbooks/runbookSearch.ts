import type { Clock } from '../../core/clock.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import type { RunbookIndex, SimilarRunbook } from '../../core/runbooks/runbookIndex.ts';

export interface SearchableRunbook {
  readonly id: string;
  readonly title: string;
  /** Another one means another text. */
  readonly version: string;
}

/** How long an index is brought up to date before the search begins with what there is, ms. */
const patienceMs = 1_500;

/** The index of the runbooks at hand: made when it is first asked for, and kept up to date by their versions. */
export class RunbookSearch {
  #index: RunbookIndex | null = null;
  readonly #versions = new Map<string, string>();

  constructor(
    private readonly parts: { readonly clock: Clock; readonly read: (id: string) => Promise<string> },
  ) {}

  /** What reads like the incident, best first. A runbook that cannot be read is not among it. */
  async similar(
    runbooks: readonly SearchableRunbook[],
    incident: Incident,
    alerts: readonly Alert[],
  ): Promise<readonly SimilarRunbook[]> {
    const { RunbookIndex, incidentWords } = await import('../../core/runbooks/runbookIndex.ts');
    const index = (this.#index ??= new RunbookIndex());
    const present = new Set(runbooks.map(({ id }) => id));
    for (const id of this.#versions.keys()) if (!present.has(id)) this.#forget(index, id);
    const end = this.parts.clock.now() + patienceMs;
    for (const { id, title, version } of runbooks) {
      if (this.#versions.get(id) === version) continue;
      if (this.parts.clock.now() > end) break;
      try {
        index.set(id, title, await this.parts.read(id));
        this.#versions.set(id, version);
      } catch {
        this.#forget(index, id);
      }
    }
    return index.search(incidentWords(incident, alerts));
  }

  #forget(index: RunbookIndex, id: string): void {
    index.delete(id);
    this.#versions.delete(id);
  }
}
