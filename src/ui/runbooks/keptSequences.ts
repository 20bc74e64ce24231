import type * as vscode from 'vscode';
import { afterReload, type Sequence, sequenceFrom } from '../../core/runbooks/sequence.ts';
import { isObject } from '../../core/timeline/entryGuard.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';

const stateKey = 'onCall.sequences';
const mostKept = 50;

/** Where each sequence stands, over a reload of the window. */
export class KeptSequences {
  readonly #known = new Map<string, Sequence>();

  constructor(private readonly state: vscode.Memento) {}

  /** One of before a reload is as `afterReload` says; null where none stands. */
  of(use: RunbookUse): Sequence | null {
    const key = useKey(use);
    const known = this.#known.get(key);
    if (known) return known;
    const kept = sequenceFrom(this.#kept()[key]);
    if (!kept) return null;
    const sequence = afterReload(kept);
    this.#known.set(key, sequence);
    return sequence;
  }

  /**
   * It counts at once; resolves when it is kept. One that is done need not be.
   * @param sequence null forgets it
   */
  async set(use: RunbookUse, sequence: Sequence | null): Promise<void> {
    const key = useKey(use);
    if (sequence) this.#known.set(key, sequence);
    else this.#known.delete(key);
    const { [key]: _, ...others } = this.#kept();
    const kept = Object.entries(others).slice(1 - mostKept);
    if (sequence && sequence.state !== 'done') kept.push([key, sequence]);
    await this.state.update(stateKey, Object.fromEntries(kept));
  }

  #kept(): Readonly<Record<string, unknown>> {
    const kept = this.state.get<unknown>(stateKey);
    return isObject(kept) ? kept : {};
  }
}
