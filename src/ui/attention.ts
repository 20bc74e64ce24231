import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import type { AttentionSource, AttentionState } from '../core/incidents/cadence.ts';
import { DisposableStore } from './disposables.ts';

/** Nobody has touched the window for so long: nobody sits there, ms. */
const idleAfterMs = 10 * 60_000;

/**
 * How closely this window’s incidents are followed. `looked`: something that shows them is visible in the window
 * that has the focus, or a panel about an incident is open. `idle`: nobody has touched the window for 10 minutes.
 */
export class Attention implements AttentionSource, Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  readonly #visible = new Set<object>();
  readonly #held = new Set<object>();
  #window = vscode.window.state;
  #idle = false;
  #state: AttentionState = 'hidden';
  #cancelIdle = () => {};

  constructor(private readonly clock: Clock) {
    this.#owned.add(
      vscode.window.onDidChangeWindowState(state => {
        this.#window = state;
        this.#activityChanged();
      }),
    );
    this.#owned.add({ dispose: () => this.#cancelIdle() });
    this.#activityChanged();
  }

  get state(): AttentionState {
    return this.#state;
  }

  /** Counts a view as looked at while it is visible. */
  watch(view: {
    readonly visible: boolean;
    readonly onDidChangeVisibility: vscode.Event<unknown>;
  }): Disposable {
    const look = () => {
      if (view.visible) this.#visible.add(view);
      else this.#visible.delete(view);
      this.#update();
    };
    const watching = view.onDidChangeVisibility(look);
    look();
    return {
      dispose: () => {
        watching.dispose();
        this.#visible.delete(view);
        this.#update();
      },
    };
  }

  /** For as long as a panel about an incident is open, whatever has the focus. */
  hold(): Disposable {
    const holder = {};
    this.#held.add(holder);
    this.#update();
    return {
      dispose: () => {
        this.#held.delete(holder);
        this.#update();
      },
    };
  }

  dispose(): void {
    this.#owned.dispose();
  }

  /** VS Code calls a window inactive after a minute or so without a key or a mouse. */
  #activityChanged(): void {
    this.#cancelIdle();
    this.#idle = false;
    if (!this.#window.active) {
      this.#cancelIdle = this.clock.after(idleAfterMs, () => {
        this.#idle = true;
        this.#update();
      });
    }
    this.#update();
  }

  #update(): void {
    const looked = this.#held.size > 0 || (this.#visible.size > 0 && this.#window.focused);
    const state = this.#idle ? 'idle' : looked ? 'looked' : 'hidden';
    if (state === this.#state) return;
    this.#state = state;
    this.#changed.fire();
  }
}
