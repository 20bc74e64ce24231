import * as vscode from 'vscode';
import type { Change } from '../../core/changes/change.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { changedFiles, contentOf, type FileVersion } from '../../core/git/changedFiles.ts';
import type { Git } from '../../core/git/git.ts';
import { notify } from '../notify.ts';

const scheme = 'on-call-change';

/** Opens a change as a diff: all its files in one editor. What a commit holds never changes, so nothing is read twice. */
export class ChangeDiffs implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #registered = vscode.workspace.registerTextDocumentContentProvider(scheme, this);
  /** Nobody else’s link reads a repository. */
  readonly #opened = new Map<string, { readonly root: string; readonly version: FileVersion }>();

  constructor(private readonly git: Git) {}

  /** An event of the provider’s opens in a browser. Rejects with NotPossibleError where there is nothing to open. */
  async open({ root, sha, url, summary, where }: Change): Promise<void> {
    if (root === null || sha === null) {
      if (url === null) {
        throw new NotPossibleError(
          vscode.l10n.t('“{0}” has no link that can be opened from here.', summary),
          vscode.l10n.t('Where the provider gives a link, the incident’s details show it, to be copied.'),
        );
      }
      await vscode.env.openExternal(vscode.Uri.parse(url, true));
      return;
    }
    const { files, more } = await changedFiles(this.git, root, sha);
    if (files.length === 0) {
      void notify.info(vscode.l10n.t('“{0}” changes no file.', summary));
      return;
    }
    const short = sha.slice(0, 8);
    const resources = files.map(({ before, after }) => [
      vscode.Uri.file(`${root}/${(after ?? before)!.path}`),
      before ? this.#uri(root, before) : undefined,
      after ? this.#uri(root, after) : undefined,
    ]);
    const title = vscode.l10n.t('{0} {1} in {2}', short, summary, where ?? root);
    await vscode.commands.executeCommand('vscode.changes', title, resources);
    if (more > 0) void notify.info(vscode.l10n.t('It changes {0} more files, which are not shown.', more));
  }

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
    const known = this.#opened.get(path);
    return known ? contentOf(this.git, known.root, known.version) : '';
  }

  #uri(root: string, version: FileVersion): vscode.Uri {
    const path = `/${version.blob}/${version.path}`;
    this.#opened.set(path, { root, version });
    return vscode.Uri.from({ scheme, path });
  }

  dispose(): void {
    this.#registered.dispose();
  }
}
