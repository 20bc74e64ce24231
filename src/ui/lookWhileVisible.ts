import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Disposable, Event } from '../core/events.ts';
import { localDay } from '../core/localDay.ts';
import { DisposableStore } from './disposables.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { withProgress } from './prompts.ts';

/** Many changes in a row are one look at the disk. */
const settleMs = 1_000;
/** So long what was found holds by itself: nobody tells of a pull, of another branch, or of a file changed elsewhere. */
const holdsMs = 5 * 60_000;

/**
 * Looks at what a view shows when that may have changed, while the view is to be seen; what came meanwhile is looked at
 * when it is seen again. Who comes back, to the view or to its window, also has it look again where the last look was
 * long ago or on another day: what is due is counted in days.
 */
export class LookWhileVisible implements Disposable {
  readonly #owned = new DisposableStore();
  #stale = true;
  /** When the last look began, also one that failed: ms since the epoch. */
  #lookedAt = 0;
  #cancelLook = () => {};
  /** Ends the look that is under way. */
  #looking: AbortController | null = null;

  constructor(
    private readonly view: vscode.TreeView<unknown>,
    private readonly viewId: string,
    private readonly parts: {
      /** “Looking for open action items” */
      readonly what: string;
      /** What is shown may be another thing after one of these, after a Markdown file is saved, and in other folders. */
      readonly changes: readonly Event<unknown>[];
      /** Answers what shows what was found; null where it was ended. */
      readonly look: (signal: AbortSignal) => Promise<(() => void) | null>;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { workspace } = vscode;
    this.#owned.add(
      view.onDidChangeVisibility(({ visible }) => {
        if (!visible) this.#stop();
        else if (this.#stale || this.#old) this.#lookSoon(0);
      }),
    );
    this.#owned.add(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused && view.visible && this.#old) this.#lookSoon(0);
      }),
    );
    for (const change of parts.changes) this.#owned.add(change(() => this.#outdated()));
    this.#owned.add(
      workspace.onDidSaveTextDocument(({ languageId }) => languageId === 'markdown' && this.#outdated()),
    );
    this.#owned.add(workspace.onDidChangeWorkspaceFolders(() => this.#outdated()));
    // A view that was open when VS Code closed is visible from the start, and nothing tells of it.
    if (view.visible) this.#lookSoon(0);
  }

  /** Looks again now, whether or not the view is to be seen; of several looks only the latest shows what it found. */
  async refresh(): Promise<void> {
    this.#stop();
    const looking = new AbortController();
    this.#looking = looking;
    // At its beginning: what changes during a look it may have passed already.
    this.#stale = false;
    this.#lookedAt = this.parts.clock.now();
    const { signal } = looking;
    let seen = false;
    try {
      const show = await withProgress({ location: { viewId: this.viewId } }, () => this.parts.look(signal));
      if (!show || signal.aborted) return;
      seen = true;
      show();
    } finally {
      if (this.#looking === looking) {
        this.#looking = null;
        if (!seen) this.#stale = true;
      }
    }
  }

  get #old(): boolean {
    const now = this.parts.clock.now();
    return now - this.#lookedAt >= holdsMs || localDay(now) !== localDay(this.#lookedAt);
  }

  #outdated(): void {
    this.#stale = true;
    if (this.view.visible) this.#lookSoon(settleMs);
  }

  #lookSoon(ms: number): void {
    this.#cancelLook();
    const { clock, boundary, what } = this.parts;
    this.#cancelLook = clock.after(ms, () => boundary.watch(what, this.refresh()));
  }

  #stop(): void {
    this.#cancelLook();
    if (!this.#looking) return;
    this.#looking.abort();
    this.#looking = null;
    this.#stale = true;
  }

  dispose(): void {
    this.#stop();
    this.#owned.dispose();
  }
}
