import type * as vscode from 'vscode';
import { Emitter } from '../../core/events.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';

export interface LateTreeParts {
  /** Loads what fills the view; asked for when somebody looks at it. */
  readonly load: () => Promise<unknown>;
  readonly boundary: Pick<ErrorBoundary, 'report'>;
}

/** A view that is there from the start; what it shows is loaded when it is looked at first, or was before. */
export class LateTree<T> implements vscode.TreeDataProvider<T>, vscode.Disposable {
  readonly #changed = new Emitter<T | T[] | void | null | undefined>();
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<T>;
  #rows: vscode.TreeDataProvider<T> | null = null;
  #listening: vscode.Disposable | undefined;
  #failed = false;

  constructor(
    create: (rows: vscode.TreeDataProvider<T>) => vscode.TreeView<T>,
    private readonly parts: LateTreeParts,
  ) {
    this.#view = create(this);
  }

  /** From now on it shows these. Answers the view, which stays the same one and is not to be disposed. */
  fill(rows: vscode.TreeDataProvider<T>): vscode.TreeView<T> {
    this.#rows = rows;
    // What could not be loaded at first left it empty.
    if (this.#failed) this.#changed.fire();
    this.#failed = false;
    this.#listening?.dispose();
    this.#listening = rows.onDidChangeTreeData?.(changed => this.#changed.fire(changed));
    return this.#view;
  }

  /** VS Code asks for the first rows when the view is to be seen. */
  getChildren(node?: T): vscode.ProviderResult<T[]> {
    return this.#rows ? this.#rows.getChildren(node) : this.#firstRows();
  }

  getTreeItem(node: T): vscode.TreeItem | Thenable<vscode.TreeItem> {
    if (!this.#rows) throw new Error('A row was asked for before there was one.');
    return this.#rows.getTreeItem(node);
  }

  getParent(node: T): vscode.ProviderResult<T> {
    return this.#rows?.getParent?.(node);
  }

  async #firstRows(): Promise<T[]> {
    try {
      await this.parts.load();
    } catch (error) {
      this.#failed = true;
      this.parts.boundary.report('Opening a view', error);
    }
    return (await this.#rows?.getChildren()) ?? [];
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#view.dispose();
    this.#changed.dispose();
  }
}
