import * as vscode from 'vscode';
import { type Disposable, Emitter } from '../../core/events.ts';
import { CarriedState } from '../../core/execution/carriedState.ts';
import type { Snapshot } from '../../core/execution/snapshot.ts';
import type { StateView } from '../../protocol/runbook.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';
import { type KeptStore, KeptUses } from './keptUses.ts';

/** What the blocks of each runbook hand on, for each incident. Kept over a reload of the window, without secrets. */
export class CarriedStates implements Disposable {
  readonly #states = new Map<string, CarriedState>();
  readonly #changed = new Emitter<RunbookUse>();
  readonly onDidChange = this.#changed.event;
  readonly #kept: KeptUses;

  constructor(
    private readonly parts: {
      readonly store: KeptStore;
      /** Masks what must not be seen. */
      readonly redact: (text: string) => string;
      /** Whether the runbook calls the variable of this name a secret. */
      readonly isSecret: (use: RunbookUse, name: string) => boolean;
    },
  ) {
    this.#kept = new KeptUses(parts.store, 'onCall.carriedStates');
  }

  of(use: RunbookUse): CarriedState {
    const key = useKey(use);
    let state = this.#states.get(key);
    if (state === undefined) {
      state = CarriedState.from(this.#kept.get(key));
      this.#states.set(key, state);
    }
    return state;
  }

  view(use: RunbookUse): StateView {
    return this.of(use).view(this.parts.redact, name => this.parts.isSecret(use, name));
  }

  /**
   * A block ended, however: what it left is handed on. Not to be called for background blocks, which end while others
   * run. Either snapshot may be missing; then nothing is known, and nothing changes. Answers with a sentence for the
   * person about what could not be handed on, else null.
   */
  ended(use: RunbookUse, step: string, before: Snapshot | null, after: Snapshot | null): string | null {
    if (before === null || after === null) return null;
    const state = this.of(use).after(before, after, step);
    this.#set(use, state);
    if (state.dropped.length === 0) return null;
    return vscode.l10n.t(
      'Not handed on to the next block, because it is too large or no text: {0}.',
      state.dropped.slice(0, 5).join(', '),
    );
  }

  /** A person gave the name another value: what a block made of it does not count any more. */
  overrule(use: RunbookUse, name: string): void {
    this.#set(use, this.of(use).without(name));
  }

  /** These were called secrets only now: their values are still handed on, and are not kept from here on. */
  keepWithout(use: RunbookUse, names: readonly string[]): void {
    const state = this.of(use);
    if (names.some(name => state.set.has(name))) this.#set(use, state);
  }

  /** Where blocks went is not there any more, so that the next one starts in `cwd`. Answers with a sentence for the person. */
  leave(use: RunbookUse, cwd: string): string {
    const state = this.of(use);
    this.#set(use, state.withoutPlace());
    return vscode.l10n.t(
      'It started in {0}, because the directory that the blocks before it went to does not exist any more: {1}.',
      this.parts.redact(cwd),
      this.parts.redact(state.cwd ?? ''),
    );
  }

  reset(use: RunbookUse): void {
    this.#set(use, this.of(use).reset());
  }

  #set(use: RunbookUse, state: CarriedState): void {
    const key = useKey(use);
    this.#states.set(key, state);
    const { redact, isSecret } = this.parts;
    this.#kept.set(key, state.isEmpty ? null : state.kept(redact, name => isSecret(use, name)));
    this.#changed.fire(use);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
