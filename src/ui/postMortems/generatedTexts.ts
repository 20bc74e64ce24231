import * as vscode from 'vscode';
import { DisposableStore } from '../disposables.ts';

const scheme = 'on-call-post-mortem';
/** Each may be as long as a post-mortem; the oldest go first. */
const MOST = 24;

/** Texts that are shown and never edited: the sides of a merge, the outline of a template, response times. */
export class GeneratedTexts implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  readonly #texts = new Map<string, string>();

  constructor() {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** @param name With `.md` at its end it is shown as Markdown. */
  keep(name: string, text: string): vscode.Uri {
    const uri = vscode.Uri.from({ scheme, path: `/${name}` });
    this.#texts.delete(uri.path);
    this.#texts.set(uri.path, text);
    for (const path of this.#texts.keys()) {
      if (this.#texts.size <= MOST) break;
      this.#texts.delete(path);
    }
    this.#changed.fire(uri);
    return uri;
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? '';
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** Closes the tabs that show this text, for one that was there only while something was chosen. */
export async function closeTabsOf(uri: vscode.Uri): Promise<void> {
  const tabs = vscode.window.tabGroups.all.flatMap(group => group.tabs);
  const ours = tabs.filter(
    ({ input }) => input instanceof vscode.TabInputText && input.uri.toString() === uri.toString(),
  );
  if (ours.length > 0) await vscode.window.tabGroups.close(ours, true);
}
