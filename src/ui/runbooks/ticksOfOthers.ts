import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { LiveTimelines } from '../timeline/liveTimelines.ts';
import { watchTimelines } from '../watchTimelines.ts';
import type { Ticks } from './ticks.ts';

/** A run writes several entries at once; they are one look. */
const settleMs = 200;

/** Brings ticks made in another window, or by a colleague’s commit, into the runbooks that are open here. */
export class TicksOfOthers implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  #cancel = () => {};

  constructor(
    private readonly parts: {
      readonly ticks: Pick<Ticks, 'refresh'>;
      /** The folder that holds one folder for each incident. */
      readonly root: string;
      /** They are looked at in any case: VS Code is not told of each change, on a network share of none. */
      readonly lives: Pick<LiveTimelines, 'onDidChange'>;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#owned.add(watchTimelines(parts.root, () => this.#lookSoon()));
    this.#owned.add(parts.lives.onDidChange(() => this.#lookSoon()));
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
