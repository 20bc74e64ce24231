import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { RemoteRunbook } from '../../core/runbooks/remote/fetchRunbook.ts';
import type { TitledLink } from '../../core/timeline/noteData.ts';
import { config } from '../config.ts';
import type { RunbookFile } from './runbookLibrary.ts';

/** The scheme of documents that were fetched; VS Code shows them read-only. */
export const remoteScheme = 'oncall-runbook';

/** What reaches the web; a test puts another one in its place. */
export interface Web {
  /** As fetchRunbook of the core. */
  readonly fetch: (href: string, allowed: readonly string[]) => Promise<RemoteRunbook>;
}

/** As many as one has open; the oldest is forgotten first. */
const mostKept = 50;
const openedKey = 'onCall.remoteRunbooks';

/**
 * Runbooks from hosts that the person allowed. Their texts are kept in memory only, as long as the window is open: what
 * is shown is what runs, until somebody reloads it. Their addresses are remembered, to fetch those again that stood
 * open when the window was reloaded.
 */
export class RemoteRunbooks implements vscode.Disposable, vscode.TextDocumentContentProvider {
  readonly #texts = new Map<string, string>();
  readonly #changed = new vscode.EventEmitter<vscode.Uri>();
  readonly onDidChange = this.#changed.event;
  readonly #registration: vscode.Disposable;

  constructor(
    readonly web: Web,
    private readonly state: vscode.Memento,
    /** Hears what was fetched from where. */
    private readonly learn: (links: readonly TitledLink[]) => void,
  ) {
    this.#registration = vscode.workspace.registerTextDocumentContentProvider(remoteScheme, this);
  }

  /** Fetches it anew. Rejects with RemoteRunbookError. @param href may have a fragment */
  async open(href: string): Promise<RunbookFile> {
    const { text, href: from, host } = await this.web.fetch(href, config.allowedHosts());
    const { readPurpose } = await import('../../core/runbooks/frontMatter.ts');
    const { withoutKeys } = await import('../../core/execution/addressKeys.ts');
    const { title } = readPurpose(text);
    if (title !== null)
      this.learn([href, from].map(address => ({ href: address.replace(/#.*$/s, ''), title })));
    const { pathname, search } = new URL(from);
    const uri = vscode.Uri.from({
      scheme: remoteScheme,
      authority: host,
      path: pathname,
      query: search.slice(1),
    });
    this.#keep(uri, text);
    await this.#remember(uri.toString(), from);
    // The path goes into journals, which are shared; what it is fetched by again stays in this workspace’s state.
    const path = host + withoutKeys(pathname + search);
    return {
      ...{ id: uri.toString(), uri, path, title: title ?? path, origin: 'remote', repository: null },
      // Nobody vouches for what it says it is for: it was opened because somebody links to it.
      purpose: { title: null, services: [], alerts: [], titles: [], labels: [], severities: [] },
      remote: { host, href: from },
    };
  }

  /** One that was open here before, fetched anew; null where it never was. Rejects as `open` does. */
  async openAgain(id: string): Promise<RunbookFile | null> {
    const href = this.#opened().find(([known]) => known === id)?.[1];
    return href === undefined ? null : this.open(href);
  }

  #opened(): readonly (readonly [id: string, href: string])[] {
    return this.state.get<readonly (readonly [string, string])[]>(openedKey, []);
  }

  async #remember(id: string, href: string): Promise<void> {
    const others = this.#opened().filter(([known]) => known !== id);
    await this.state.update(openedKey, [...others.slice(1 - mostKept), [id, href]]);
  }

  /** As it was fetched last. */
  text(uri: vscode.Uri): string {
    const text = this.#texts.get(uri.toString());
    if (text !== undefined) return text;
    throw new NotPossibleError(
      vscode.l10n.t('This runbook was fetched earlier and is not kept.'),
      vscode.l10n.t('Open it from its incident again.'),
    );
  }

  provideTextDocumentContent(uri: vscode.Uri): string {
    return this.text(uri);
  }

  dispose(): void {
    this.#registration.dispose();
    this.#changed.dispose();
  }

  #keep(uri: vscode.Uri, text: string): void {
    const id = uri.toString();
    this.#texts.delete(id);
    this.#texts.set(id, text);
    const [oldest] = this.#texts.keys();
    if (this.#texts.size > mostKept && oldest !== undefined) this.#texts.delete(oldest);
    this.#changed.fire(uri);
  }
}
