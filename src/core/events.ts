/** A lifetime that somebody owns. */
export interface Disposable {
  dispose(): void;
}

/**
 * The smallest event there is, so that core/ needs nobody else’s. A listener that throws does not keep
 * the others from hearing; what it threw goes to `onError`.
 */
export class Emitter<T> implements Disposable {
  readonly #listeners = new Set<(event: T) => void>();

  constructor(private readonly onError: (error: unknown) => void = () => {}) {}

  readonly event = (listener: (event: T) => void): Disposable => {
    // A wrapper of its own, so that the same function may listen twice and each be disposed alone.
    const own = (event: T) => listener(event);
    this.#listeners.add(own);
    return { dispose: () => void this.#listeners.delete(own) };
  };

  fire(event: T): void {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.onError(error);
      }
    }
  }

  dispose(): void {
    this.#listeners.clear();
  }
}

export type Event<T> = (listener: (event: T) => void) => Disposable;
