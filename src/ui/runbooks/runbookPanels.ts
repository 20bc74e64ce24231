import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { RunbookView } from '../../protocol.ts';
import { DisposableStore } from '../disposables.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import { severityText } from '../trees/incidentNodes.ts';
import { webviewOptions } from '../webviewPage.ts';
import type { BlockRuns, RunbookUse } from './blockRuns.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';
import { RunbookPanel } from './runbookPanel.ts';
import type { Ticks } from './ticks.ts';

export interface OpenRunbook {
  readonly file: RunbookFile;
  readonly incident: Incident | null;
  /** Why this one, in a sentence. */
  readonly reason: string;
  /** Slug of the heading to show. */
  readonly fragment: string | null;
}

/** The open runbooks: one panel for each pair of incident and runbook. */
export class RunbookPanels implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #panels = new Map<string, RunbookPanel>();

  constructor(
    private readonly parts: {
      readonly library: RunbookLibrary;
      readonly runs: BlockRuns;
      readonly ticks: Ticks;
      readonly boundary: ErrorBoundary;
      readonly store: IncidentStore;
      readonly sessions: Sessions;
      readonly extensionUri: vscode.Uri;
      readonly clock: Clock;
      readonly current: CurrentIncident;
      /** Called while a panel is to be seen: the incidents deserve frequent polling until it is disposed. */
      readonly hold: () => Disposable;
    },
  ) {}

  open({ file, incident, reason, fragment }: OpenRunbook): void {
    const id = `${incident?.key ?? ''}\n${file.id}`;
    const open = this.#panels.get(id);
    if (open) return open.reveal(reason, fragment);

    const { library, runs, ticks, boundary, extensionUri, clock, store } = this.parts;
    const webviewPanel = vscode.window.createWebviewPanel(
      'onCall.runbook',
      file.title,
      vscode.ViewColumn.Active,
      webviewOptions(extensionUri),
    );
    webviewPanel.iconPath = new vscode.ThemeIcon('book');
    const use: RunbookUse = { incident, runbook: file.path, cwd: workingDirectory(file) };
    const panel = new RunbookPanel(
      {
        library,
        runs,
        ticks,
        boundary,
        extensionUri,
        clock,
        incidentView: ({ incident: shown }) => shown && this.#incidentView(store.get(shown.key) ?? shown),
        onDidChangeIncidents: listener =>
          store.onDidChange(({ changed }) => {
            if (changed.some(({ after }) => after.key === incident?.key)) listener();
          }),
        openLink: (from, usedFor, href) => this.#openLink(from, usedFor, href),
      },
      webviewPanel,
      file,
      use,
      reason,
      fragment,
    );
    this.#panels.set(id, panel);
    this.#owned.add(panel);
    let held: Disposable | null = null;
    const look = () => {
      // What is done next is meant for the incident whose runbook one looks at.
      if (webviewPanel.active && incident) this.parts.current.set(store.get(incident.key) ?? incident);
      if (webviewPanel.visible) held ??= this.parts.hold();
      else {
        held?.dispose();
        held = null;
      }
    };
    webviewPanel.onDidChangeViewState(look);
    look();
    webviewPanel.onDidDispose(() => {
      held?.dispose();
      this.#panels.delete(id);
      panel.dispose();
    });
  }

  #incidentView(incident: Incident): RunbookView['incident'] {
    return {
      label: `${severityText(incident)}${incident.number === null ? '' : ` #${incident.number}`}`,
      title: incident.title,
      status: incident.status,
      drill: this.parts.sessions.get(incident.accountId)?.account.drill ?? false,
    };
  }

  /** https, http to loopback, and Markdown files beside this one; anything else is refused with its address. */
  async #openLink(from: RunbookFile, { incident }: RunbookUse, href: string): Promise<void> {
    const address = URL.canParse(href) ? new URL(href) : null;
    if (address) {
      const loopback =
        address.protocol === 'http:' && ['localhost', '127.0.0.1', '[::1]'].includes(address.hostname);
      if (address.protocol === 'https:' || loopback) {
        // VS Code itself shows the address and asks, unless the person trusted the site before.
        await vscode.env.openExternal(vscode.Uri.parse(href, true));
        return;
      }
      throw new NotPossibleError(
        vscode.l10n.t('This kind of link is not opened from a runbook: {0}', href),
        vscode.l10n.t('Copy it if you trust it.'),
      );
    }
    const [path = '', fragment = null] = href.split('#');
    const target = vscode.Uri.joinPath(from.uri, '..', decoded(path));
    const known = (await this.parts.library.files({ drill: true })).find(
      ({ uri }) => uri.path === target.path,
    );
    if (!known) {
      throw new NotPossibleError(
        vscode.l10n.t('{0} is no runbook of this workspace or of the extension.', path),
        vscode.l10n.t('See whether the file was moved, or open it from the Explorer.'),
      );
    }
    this.open({
      file: known,
      incident,
      reason: vscode.l10n.t('Opened from a link in {0}.', from.path),
      fragment,
    });
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/** Blocks of a workspace’s runbook run in its folder, shipped ones in the first folder, else at home. */
function workingDirectory(file: RunbookFile): string {
  const folder =
    (file.origin === 'workspace' && vscode.workspace.getWorkspaceFolder(file.uri)) ||
    vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : homedir();
}

/** A `%` that encodes nothing stands for itself. */
function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
