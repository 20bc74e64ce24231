import type { Clock } from '../../clock.ts';
import type { Disposable } from '../../events.ts';

/** How long a done item stays for the other windows to see, ms; longer where the window that sent it is gone. */
const doneFor = 10_000;
const doneElsewhereFor = 30_000;

/** What is done leaves the folder a while later, and which of it this window sent. */
export class DoneItems implements Disposable {
  readonly #sentHere = new Set<string>();
  readonly #removals = new Set<() => void>();

  constructor(
    private readonly clock: Clock,
    private readonly folder: {
      get(id: string): { readonly state: string } | undefined;
      remove(ids: readonly string[], durable: boolean): Promise<void>;
    },
  ) {}

  sendHere(id: string): void {
    this.#sentHere.add(id);
  }

  isOurs(id: string): boolean {
    return this.#sentHere.has(id);
  }

  forget(id: string): void {
    this.#sentHere.delete(id);
  }

  removeLater(ids: readonly string[]): void {
    const delay = ids.every(id => this.#sentHere.has(id)) ? doneFor : doneElsewhereFor;
    const cancel = this.clock.after(delay, () => {
      this.#removals.delete(cancel);
      const left = ids.filter(id => this.folder.get(id)?.state === 'done');
      if (left.length > 0) void this.folder.remove(left, false);
    });
    this.#removals.add(cancel);
  }

  dispose(): void {
    for (const cancel of this.#removals) cancel();
  }
}
