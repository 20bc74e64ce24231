import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { LiveTimelines } from '../timeline/liveTimelines.ts';
import { watchTimelines } from '../watchTimelines.ts';
import { LooksAgain } from './looksAgain.ts';
import type { Ticks } from './ticks.ts';

/** Brings ticks made in another window, or by a colleague’s commit, into the runbooks that are open here. */
export class TicksOfOthers implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #looks: LooksAgain;

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
    this.#looks = this.#owned.add(new LooksAgain(parts.clock, () => this.#look()));
    this.#owned.add(watchTimelines(parts.root, () => this.#looks.soon()));
    this.#owned.add(parts.lives.onDidChange(() => this.#looks.soon()));
  }

  #look(): void {
    const { ticks, boundary } = this.parts;
    const looking = ticks.refresh(({ key }, error) =>
      boundary.report(`Reading ticks of ${key} made elsewhere`, error),
    );
    this.#looks.began(looking);
    boundary.watch('Reading ticks made elsewhere', looking);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
