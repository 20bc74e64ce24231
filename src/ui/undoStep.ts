import type { Action } from '../core/incidents/action.ts';
import type { Incident } from '../core/incidents/incident.ts';
import type { OutboxItem } from '../core/incidents/outbox/outbox.ts';
import { whichWords } from './commands/changeIncidents.ts';

/** One action as it went into the outbox. */
export interface Deed {
  readonly itemId: string;
  readonly before: Incident;
  readonly action: Action;
}

/** What one command did. What the provider refused is no part of it, unless it is sent again. */
export class UndoStep {
  readonly #refused = new Set<string>();
  #all: readonly Deed[];

  /** @param say what it is called, given on what it was done: “Acknowledged 3 incidents” */
  constructor(
    all: readonly Deed[],
    private readonly say: (which: string) => string,
  ) {
    this.#all = all;
  }

  get deeds(): readonly Deed[] {
    return this.#all.filter(({ itemId }) => !this.#refused.has(itemId));
  }

  get words(): string {
    return this.say(whichWords(this.deeds.map(({ before }) => before)));
  }

  /** These are no part of it any more. */
  takenBack(deeds: readonly Deed[]): void {
    this.#all = this.#all.filter(deed => !deeds.includes(deed));
  }

  /**
   * Hears what the outbox holds, by id; what it holds no more is as it last was: done, or refused and dropped.
   * @returns whether the step is another one by that
   */
  update(held: ReadonlyMap<string, OutboxItem['state']>): boolean {
    const before = this.#refused.size;
    let back = false;
    for (const { itemId } of this.#all) {
      const state = held.get(itemId);
      if (state === 'refused') this.#refused.add(itemId);
      else if (state) back = this.#refused.delete(itemId) || back;
    }
    return back || this.#refused.size !== before;
  }
}
