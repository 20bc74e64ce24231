import type * as vscode from 'vscode';
import type { Disposable } from '../../core/events.ts';

/**
 * What is selected in a view. While VS Code asks for rows anew, what it gives as the selection lacks those that it is
 * still asking for, and it says so to nobody; on the screen they are selected all the time.
 */
export class SelectedRows<Node> implements Disposable {
  /** As VS Code said last. */
  #said: readonly Node[];
  readonly #listening: Disposable;

  constructor(private readonly view: Pick<vscode.TreeView<Node>, 'selection' | 'onDidChangeSelection'>) {
    this.#said = view.selection;
    this.#listening = view.onDidChangeSelection(({ selection }) => (this.#said = selection));
  }

  get current(): readonly Node[] {
    const { selection } = this.view;
    return selection.length < this.#said.length ? this.#said : selection;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}
