import { randomBytes } from 'node:crypto';
import * as vscode from 'vscode';

/** A post-mortem in an editor, in a folder of its own: VS Code may still have the file of the last test in memory. */
export class OpenPostMortem {
  private constructor(
    readonly document: vscode.TextDocument,
    private readonly folder: vscode.Uri,
  ) {}

  static async of(text: string): Promise<OpenPostMortem> {
    const workspace = vscode.workspace.workspaceFolders![0]!.uri;
    // Not counted: each file of tests is a bundle of its own, with a count of its own.
    const id = `Q${randomBytes(6).toString('hex').toUpperCase()}`;
    const folder = vscode.Uri.joinPath(workspace, `incidents/2026-11-20-${id}`);
    const file = vscode.Uri.joinPath(folder, 'post-mortem.md');
    await vscode.workspace.fs.writeFile(file, new TextEncoder().encode(text));
    const document = await vscode.workspace.openTextDocument(file);
    await vscode.window.showTextDocument(document);
    return new OpenPostMortem(document, folder);
  }

  /** What stands on disk. */
  async saved(): Promise<string> {
    return new TextDecoder().decode(await vscode.workspace.fs.readFile(this.document.uri));
  }

  async remove(): Promise<void> {
    await vscode.commands.executeCommand('workbench.action.closeAllEditors');
    await vscode.workspace.fs.delete(this.folder, { recursive: true });
  }
}
