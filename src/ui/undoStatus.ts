import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { Actions } from './actions.ts';
import { setContext } from './contextKeys.ts';
import { DisposableStore } from './disposables.ts';
import { withoutIcons } from './incidentPick.ts';
import type { UndoStep } from './undoStep.ts';

/** Long enough to read it and to be sorry. */
const shownMs = 20_000;

/** Says in the status bar what was just done, with one click to take it back. */
export class UndoStatus implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #item = this.#owned.add(
    vscode.window.createStatusBarItem('onCall.undo', vscode.StatusBarAlignment.Left, 48),
  );
  readonly #said = new WeakSet<UndoStep>();
  #shown: UndoStep | null = null;
  #cancelHide = () => {};

  constructor(
    private readonly actions: Actions,
    private readonly clock: Clock,
  ) {
    this.#item.name = vscode.l10n.t('On-Call: Undo');
    this.#owned.add(actions.onDidChangeUndo(() => this.#update()));
    this.#owned.add({ dispose: () => this.#cancelHide() });
    setContext('canUndo', false);
  }

  #update(): void {
    const { nextUndo } = this.actions;
    setContext('canUndo', nextUndo !== null);
    // A part of it was refused.
    if (nextUndo && nextUndo === this.#shown) return this.#show(nextUndo);
    this.#cancelHide();
    // After a step was taken back the one before it is next, but it is not what was just done.
    if (!nextUndo || this.#said.has(nextUndo)) return this.#hide();
    this.#said.add(nextUndo);
    this.#show(nextUndo);
    this.#cancelHide = this.clock.after(shownMs, () => this.#hide());
  }

  #show(step: UndoStep): void {
    this.#shown = step;
    const words = vscode.l10n.t('{0}. Undo', step.words);
    this.#item.text = `$(discard) ${withoutIcons(words)}`;
    this.#item.tooltip = vscode.l10n.t('Take it back');
    // A press takes back what it names, whatever became the next step meanwhile.
    this.#item.command = { command: 'onCall.undo', title: words, arguments: [step] };
    this.#item.accessibilityInformation = { label: words, role: 'button' };
    this.#item.show();
  }

  #hide(): void {
    this.#shown = null;
    this.#item.hide();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
