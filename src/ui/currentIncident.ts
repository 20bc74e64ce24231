import { type Disposable, Emitter } from '../core/events.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';

/** The incident that the person works on: what the timeline shows and what a command means when none is named. */
export class CurrentIncident implements Disposable {
  #key: string | null = null;
  #outside: Incident | null = null;
  readonly #changed = new Emitter<Incident | null>();
  /** Another incident became the current one, or this one changed. */
  readonly onDidChange = this.#changed.event;
  readonly #store: Disposable;

  constructor(private readonly store: IncidentStore) {
    this.#store = store.onDidChange(({ added, changed, removed }) => {
      const touched = [...added, ...changed.map(({ after }) => after), ...removed];
      if (!touched.some(({ key }) => key === this.#key)) return;
      this.#outside = null;
      this.#changed.fire(this.get());
    });
  }

  /** Of what was set last, also while the store does not know it any more. */
  get key(): string | null {
    return this.#key;
  }

  get(): Incident | null {
    return (this.#key && this.store.get(this.#key)) || null;
  }

  /**
   * The one that was set although the store did not know it: its timeline is all there is of it. Null for one that has left
   * the store since it was set: nobody chose it as what is left of it.
   */
  get outside(): Incident | null {
    return this.#outside;
  }

  set(incident: Incident): void {
    const known = this.store.get(incident.key) !== undefined;
    if (incident.key === this.#key && (known || this.#outside)) return;
    this.#key = incident.key;
    this.#outside = known ? null : incident;
    this.#changed.fire(incident);
  }

  dispose(): void {
    this.#store.dispose();
    this.#changed.dispose();
  }
}
