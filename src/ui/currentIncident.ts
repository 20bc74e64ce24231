import { type Disposable, Emitter } from '../core/events.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';

/** The incident that the person works on: what the timeline shows and what a command means when none is named. */
export class CurrentIncident implements Disposable {
  #key: string | null = null;
  readonly #changed = new Emitter<Incident | null>();
  /** Another incident became the current one, or this one changed. */
  readonly onDidChange = this.#changed.event;
  readonly #store: Disposable;

  constructor(private readonly store: IncidentStore) {
    this.#store = store.onDidChange(({ added, changed, removed }) => {
      const touched = [...added, ...changed.map(({ after }) => after), ...removed];
      if (touched.some(({ key }) => key === this.#key)) this.#changed.fire(this.get());
    });
  }

  /** Of what was set last, also while the store does not know it any more. */
  get key(): string | null {
    return this.#key;
  }

  get(): Incident | null {
    return (this.#key && this.store.get(this.#key)) || null;
  }

  set(incident: Incident): void {
    if (incident.key === this.#key) return;
    this.#key = incident.key;
    this.#changed.fire(incident);
  }

  dispose(): void {
    this.#store.dispose();
    this.#changed.dispose();
  }
}
