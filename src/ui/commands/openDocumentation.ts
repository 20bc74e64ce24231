import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';

/** Opens a page that came with the extension. @param name “team-file”; asks for one where none of that name is there. */
export async function openDocumentation(name: unknown): Promise<void> {
  const extension = vscode.extensions.getExtension('on-call.on-call');
  const folder = extension && vscode.Uri.joinPath(extension.extensionUri, 'docs');
  const pages = folder ? await pagesIn(folder) : [];
  if (pages.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('This copy of On-Call has no documentation.'),
      vscode.l10n.t('Install On-Call again.'),
    );
  }
  const page =
    pages.find(page => page.name === name) ??
    (await vscode.window.showQuickPick(pages, {
      title: vscode.l10n.t('Documentation of On-Call'),
      placeHolder: vscode.l10n.t('Which page? They are in English.'),
    }));
  if (page) await vscode.commands.executeCommand('markdown.showPreview', page.uri);
}

interface Page extends vscode.QuickPickItem {
  readonly name: string;
  readonly uri: vscode.Uri;
}

async function pagesIn(folder: vscode.Uri): Promise<readonly Page[]> {
  const files = await vscode.workspace.fs.readDirectory(folder).then(
    entries => entries.filter(([name]) => name.endsWith('.md')).map(([name]) => name),
    () => [],
  );
  const pages = files.map(async (file): Promise<Page> => {
    const uri = vscode.Uri.joinPath(folder, file);
    const text = new TextDecoder().decode(await vscode.workspace.fs.readFile(uri));
    const name = file.replace(/\.md$/, '');
    return { label: /^# (.+)$/m.exec(text)?.[1] ?? name, description: file, name, uri };
  });
  return (await Promise.all(pages)).sort((a, b) => a.label.localeCompare(b.label));
}
