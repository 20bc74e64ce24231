import { basename, dirname, extname, join } from 'node:path';
import * as vscode from 'vscode';
import { keptForm } from '../../core/postmortem/documentForm.ts';
import { nodeTextFiles } from '../../core/timeline/textFiles.ts';
import { notify } from '../notify.ts';
import { meantPostMortem } from '../postMortems/meantPostMortem.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

/** A larger picture would make a file that no mail takes. */
const largestPicture = 5 * 1024 * 1024;

const types: Readonly<Record<string, string>> = {
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
};

/** One HTML file, pictures included, wherever the person says. */
export async function exportPostMortem(parts: TimelineParts, args: readonly unknown[]): Promise<void> {
  const document = await meantPostMortem(parts, args);
  if (!document) return;
  const path = document.uri.fsPath;
  const { picturesIn, postMortemHtml } = await import('../../core/postmortem/export/postMortemHtml.ts');
  const source = document.getText();
  const pictures = await picturesBeside(path, picturesIn(source));
  const language = (await keptForm(path, nodeTextFiles))?.language ?? 'en';
  const html = postMortemHtml(source, { clock: parts.clock, language, pictures });
  const target = await vscode.window.showSaveDialog({
    defaultUri: vscode.Uri.file(join(dirname(path), `${basename(path, '.md')}.html`)),
    filters: { HTML: ['html'] },
    title: vscode.l10n.t('Export Post-mortem as HTML'),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(html));
  const open = vscode.l10n.t('Open in Browser');
  const told = vscode.l10n.t('Exported to {0}.', vscode.workspace.asRelativePath(target));
  void notify.info(told, open).then(choice => {
    if (choice === open) void vscode.env.openExternal(target);
  });
}

/** A link or a picture that cannot be read is passed over: the text counts. */
async function picturesBeside(path: string, names: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const pictures = new Map<string, string>();
  for (const name of names) {
    const type = types[extname(name).toLowerCase()];
    const bytes = await nodeTextFiles.read(join(dirname(path), name)).catch(() => null);
    if (type !== undefined && bytes && bytes.length <= largestPicture) {
      pictures.set(name, `data:${type};base64,${Buffer.from(bytes).toString('base64')}`);
    }
  }
  return pictures;
}
