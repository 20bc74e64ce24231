import { type Disposable, Emitter } from '../../events.ts';
import {
  incidentViewFrom,
  isSameView,
  noFilter,
  type IncidentFilter,
  type IncidentView,
} from './incidentView.ts';
import {
  keptViewsFrom,
  savedViews,
  withoutSaved,
  withSaved,
  type ExampleWords,
  type KeptViews,
  type SavedView,
} from './savedViews.ts';

/** What a change names stays as it is where it is not named. */
export interface ViewChange {
  readonly filter?: Partial<IncidentFilter>;
  readonly groupBy?: IncidentView['groupBy'];
  readonly sortBy?: IncidentView['sortBy'];
}

/** Where it is kept: a part of VS Code’s Memento. */
export interface ViewMemory {
  get(name: string): unknown;
  update(name: string, value: unknown): PromiseLike<void>;
}

const currentName = 'onCall.incidentView';
const savedName = 'onCall.incidentViews';

/**
 * How the incidents are looked at in this window, and the views saved for all windows. Both are kept for the person,
 * never in a workspace. What is kept is read anew each time, as another window may have written it.
 */
export class IncidentViews implements Disposable {
  #current: IncidentView;
  readonly #changed = new Emitter<IncidentView>();
  /** This window looks at the incidents another way. */
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly memory: ViewMemory,
    private readonly words: ExampleWords,
  ) {
    this.#current = incidentViewFrom(memory.get(currentName));
  }

  get current(): IncidentView {
    return this.#current;
  }

  /** From now on and in the next window. */
  async set(change: ViewChange): Promise<void> {
    this.preview(change);
    await this.memory.update(currentName, this.#current);
  }

  /** Shows it without remembering it: what is being typed may be given up again. */
  preview({ filter, ...rest }: ViewChange): void {
    const view = incidentViewFrom({
      ...this.#current,
      ...rest,
      filter: { ...this.#current.filter, ...filter },
    });
    if (isSameView(view, this.#current)) return;
    this.#current = view;
    this.#changed.fire(view);
  }

  clearFilter(): Promise<void> {
    return this.set({ filter: noFilter });
  }

  /** The person’s own first, then the examples. */
  saved(): readonly SavedView[] {
    return savedViews(this.#kept(), this.words);
  }

  /** The current view; a view that has the name already is replaced. */
  async save(name: string): Promise<void> {
    await this.memory.update(savedName, withSaved(this.#kept(), this.words, name, this.#current));
  }

  /** For good, also an example. */
  async remove(name: string): Promise<void> {
    await this.memory.update(savedName, withoutSaved(this.#kept(), this.words, name));
  }

  #kept(): KeptViews {
    return keptViewsFrom(this.memory.get(savedName));
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
