import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Ticks } from './ticks.ts';

/** A run writes several entries at once; they are one look. */
const settleMs = 200;

/** Brings ticks made in another window, or by a colleague’s commit, into the runbooks that are open here. */
export class TicksOfOthers implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  #cancel = () => {};

  constructor(
    private readonly parts: {
      readonly ticks: Ticks;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher('**/timeline*.jsonl'));
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete])
      this.#owned.add(event(() => this.#lookSoon()));
    this.#owned.add({ dispose: () => this.#cancel() });
  }

  #lookSoon(): void {
    this.#cancel();
    this.#cancel = this.parts.clock.after(settleMs, () =>
      this.parts.boundary.watch('Reading ticks made elsewhere', this.parts.ticks.refresh()),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
