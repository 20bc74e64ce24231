import * as vscode from 'vscode';

/** The webview of a panel without a browser behind it. */
export class SilentPage<Told> {
  readonly told: Told[] = [];
  readonly #said = new vscode.EventEmitter<unknown>();
  readonly #disposed = new vscode.EventEmitter<void>();
  #open = true;
  readonly panel: vscode.WebviewPanel;

  /** @param active whether it has the keyboard */
  constructor(active: boolean) {
    const webview = {
      html: '',
      options: {},
      onDidReceiveMessage: this.#said.event,
      postMessage: (message: Told) => Promise.resolve(this.told.push(message) > 0),
    };
    const isOpen = () => this.#open;
    this.panel = {
      title: '',
      active,
      visible: true,
      viewColumn: vscode.ViewColumn.One,
      reveal() {},
      dispose: () => this.close(),
      onDidDispose: this.#disposed.event,
      onDidChangeViewState: new vscode.EventEmitter<unknown>().event,
      // As VS Code’s own, which throws at whoever touches what was closed.
      get webview() {
        if (!isOpen()) throw new Error('Webview is disposed');
        return webview;
      },
    } as unknown as vscode.WebviewPanel;
  }

  say(message: unknown): void {
    this.#said.fire(message);
  }

  /** As a person closes it. */
  close(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#disposed.fire();
  }
}
