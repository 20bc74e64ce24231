import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { atHeading, type HeadingParts } from './chosenRunbook.ts';
import { followRemote } from './remoteGate.ts';
import type { RemoteRunbooks } from './remoteRunbooks.ts';
import { isLinked } from './runbookFolders.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';
import type { OpenRunbook } from './runbookPanels.ts';
import { urlOf } from '../../core/webAddress.ts';
import { decodedAddress } from '../../core/decodedAddress.ts';

export interface RunbookLinksParts extends HeadingParts {
  readonly library: RunbookLibrary;
  readonly remote: RemoteRunbooks;
  readonly open: (runbook: OpenRunbook) => void;
}

const folderPages = ['README.md', 'readme.md', 'index.md'];

/** Follows the links of runbooks: to headings, other runbooks, other files of the workspace, and addresses. */
export class RunbookLinks {
  constructor(private readonly parts: RunbookLinksParts) {}

  /** Rejects with NotPossibleError for what is not opened from a runbook. */
  async follow(from: RunbookFile, incident: Incident | null, href: string): Promise<void> {
    if (/^[a-z][a-z0-9+.-]*:/i.test(href)) return this.#browse(href);
    if (href.startsWith('#')) return this.#show(from, from, incident, href.slice(1));
    if (from.remote) return this.#followRemote(from, from.remote.href, incident, href);
    return this.#followPath(from, incident, href);
  }

  /** VS Code itself shows the address and asks, unless the person trusted the site before. */
  async #browse(href: string): Promise<void> {
    const address = urlOf(href);
    const loopback =
      address?.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
    if (address?.protocol !== 'https:' && !loopback) {
      throw new NotPossibleError(
        vscode.l10n.t('This kind of link is not opened from a runbook: {0}', href),
        vscode.l10n.t('Copy it if you trust it.'),
      );
    }
    await vscode.env.openExternal(vscode.Uri.parse(href, true));
  }

  /** A relative link of a fetched runbook leads to the web, through the same gate as the first one. */
  async #followRemote(
    from: RunbookFile,
    base: string,
    incident: Incident | null,
    href: string,
  ): Promise<void> {
    const address = urlOf(href, base);
    if (!address || !/\.(?:md|markdown)$/i.test(address.pathname)) return this.#browse(address?.href ?? href);
    const fragment = address.hash.slice(1);
    const sentence = vscode.l10n.t('The runbook links to {0}, whose host is not on your list.', address.href);
    const answer = await followRemote(this.parts.remote, address.href, sentence);
    if (answer.type === 'runbook') await this.#show(from, answer.file, incident, fragment);
  }

  async #followPath(from: RunbookFile, incident: Incident | null, href: string): Promise<void> {
    const [, path = '', fragment = ''] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(href) ?? [];
    const folder = vscode.workspace.getWorkspaceFolder(from.uri);
    const plain = decodedAddress(path);
    // On GitHub, a path that begins with a slash begins at the repository’s root.
    const base = plain.startsWith('/') && folder ? folder.uri : vscode.Uri.joinPath(from.uri, '..');
    const target = vscode.Uri.joinPath(base, plain);
    for (const uri of [target, ...folderPages.map(page => vscode.Uri.joinPath(target, page))]) {
      const file = await this.parts.library.find(uri);
      if (file) return this.#show(from, file, incident, fragment);
    }
    if (folder && (await isFileBelow(folder.uri, target))) {
      await vscode.commands.executeCommand('vscode.open', target, { preview: true });
      return;
    }
    throw new NotPossibleError(
      vscode.l10n.t('{0} is no runbook of this workspace or of the extension.', path),
      vscode.l10n.t('See whether the file was moved, or open it from the Explorer.'),
    );
  }

  async #show(
    from: RunbookFile,
    file: RunbookFile,
    incident: Incident | null,
    fragment: string,
  ): Promise<void> {
    const reason = vscode.l10n.t('Opened from a link in {0}.', from.path);
    const chosen = { file, reason, fragment: fragment === '' ? null : decodedAddress(fragment) };
    this.parts.open({ ...(await atHeading(this.parts, chosen)), incident });
  }
}

/** A file that really lies below the workspace’s folder, however the path winds and whatever is linked on the way. */
async function isFileBelow(folder: vscode.Uri, uri: vscode.Uri): Promise<boolean> {
  const root = `${folder.path.replace(/\/$/, '')}/`;
  if (uri.authority !== folder.authority || !uri.path.startsWith(root)) return false;
  if (await isLinked(folder, uri.path.slice(root.length))) return false;
  try {
    return (await vscode.workspace.fs.stat(uri)).type === vscode.FileType.File;
  } catch {
    return false;
  }
}
