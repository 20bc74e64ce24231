/** The part of VS Code’s Memento that is needed. */
export interface KeptStore {
  get<T>(key: string): T | undefined;
  update(key: string, value: unknown): Thenable<void>;
}

/** So many incidents’ runbooks are remembered, the latest ones. */
const most = 60;

/** Something kept for each use of a runbook, under one key of a store. Plain JSON. */
export class KeptUses {
  constructor(
    private readonly store: KeptStore,
    private readonly key: string,
  ) {}

  get(use: string): unknown {
    return this.#all().find(([key]) => key === use)?.[1];
  }

  /** Null forgets it. */
  set(use: string, value: unknown): void {
    const others = this.#all().filter(([key]) => key !== use);
    const all = value === null ? others : [...others, [use, value] as const];
    // What cannot be kept is only lost with the window, and VS Code reports it in its own log.
    void this.store.update(this.key, all.slice(-most)).then(undefined, () => {});
  }

  #all(): readonly (readonly [key: string, value: unknown])[] {
    const kept: unknown = this.store.get(this.key);
    if (!Array.isArray(kept)) return [];
    return kept.filter(
      (pair): pair is [string, unknown] => Array.isArray(pair) && typeof pair[0] === 'string',
    );
  }
}
