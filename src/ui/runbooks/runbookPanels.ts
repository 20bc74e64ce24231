import { homedir } from 'node:os';
import * as vscode from 'vscode';
import { NotPossibleError, RemoteRunbookError } from '../../core/errors.ts';
import type { Disposable } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { isObject } from '../../core/timeline/entryGuard.ts';
import type { GoTo } from '../../protocol/runbook.ts';
import { DisposableStore } from '../disposables.ts';
import { setContext } from '../contextKeys.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { viewTypes } from '../restorePanels.ts';
import { holdWhileVisible } from '../holdWhileVisible.ts';
import { incidentAfterReload } from '../incidentAfterReload.ts';
import { incidentLine } from '../incidentLine.ts';
import { notify } from '../notify.ts';
import { webviewOptions } from '../webviewPage.ts';
import type { RemoteRunbooks } from './remoteRunbooks.ts';
import type { RunbookFile } from './runbookLibrary.ts';
import { RunbookPanel, type RunbookPanelParts } from './runbookPanel.ts';
import type { RunbookUse } from './runbookUse.ts';

export interface OpenRunbook {
  readonly file: RunbookFile;
  readonly incident: Incident | null;
  /** Why this one, in a sentence. */
  readonly reason: string;
  /** Slug of the heading to show. */
  readonly fragment: string | null;
  /** Next to the editor in front, where there is no panel for it yet. */
  readonly beside?: boolean;
}

interface OpenPanel {
  readonly panel: RunbookPanel;
  readonly webviewPanel: vscode.WebviewPanel;
  readonly file: RunbookFile;
}

/** The open runbooks: one panel for each pair of incident and runbook. VS Code brings them back after a reload. */
export class RunbookPanels implements Disposable, vscode.WebviewPanelSerializer {
  readonly #owned = new DisposableStore();
  readonly #panels = new Map<string, OpenPanel>();

  constructor(
    private readonly parts: Omit<
      RunbookPanelParts,
      'incidentView' | 'onDidChangeIncidents' | 'chooseAnother'
    > & {
      readonly store: IncidentStore;
      readonly current: CurrentIncident;
      readonly remote: Pick<RemoteRunbooks, 'open' | 'openAgain'>;
      /** The incidents that have a timeline here, as they were last known. */
      readonly remembered: () => Promise<readonly Incident[]>;
      /** Called while a panel is to be seen: the incidents deserve frequent polling until it is disposed. */
      readonly hold: () => Disposable;
    },
  ) {}

  open({ file, incident, reason, fragment, beside = false }: OpenRunbook): void {
    const open = this.#panels.get(idOf(file, incident));
    if (open) return open.panel.reveal(reason, fragment);
    const webviewPanel = vscode.window.createWebviewPanel(
      viewTypes.runbook,
      file.title,
      beside ? vscode.ViewColumn.Beside : vscode.ViewColumn.Active,
      webviewOptions,
    );
    this.#show(webviewPanel, { file, incident, reason, fragment });
  }

  /**
   * A panel as it stood before the window was reloaded. @param state What its screen kept: RunbookRestore in
   * `restore`; it comes from the webview, so it is only ever compared.
   */
  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const restore = isObject(state) && isObject(state['restore']) ? state['restore'] : {};
    const file = await this.#file(restore['runbook']);
    const key = restore['incidentKey'];
    if (!file) return webviewPanel.dispose();
    const incident = typeof key === 'string' ? await incidentAfterReload(this.parts, key) : null;
    const gone = typeof key === 'string' && incident === null;
    if (this.#panels.has(idOf(file, incident))) return webviewPanel.dispose();
    webviewPanel.webview.options = webviewOptions;
    const reason = gone
      ? vscode.l10n.t('Opened again without its incident, which is not known here any more.')
      : vscode.l10n.t('Opened again after the window was reloaded.');
    this.#show(webviewPanel, { file, incident, reason, fragment: null });
  }

  /** Shows a line of the file (1-based) in an open panel of it, the current incident’s first; false where there is none. */
  reveal(uri: vscode.Uri, line: number): boolean {
    const panels = [...this.#panels.values()].filter(({ file }) => file.uri.toString() === uri.toString());
    const current = this.parts.current.get()?.key;
    const panel = panels.find(({ panel }) => panel.page.use.incident?.key === current) ?? panels[0];
    panel?.panel.revealLine(line);
    return panel !== undefined;
  }

  /** The runbook in front, where a command was called from; null while another kind of tab is. */
  active(): Pick<OpenRunbook, 'file' | 'incident'> | null {
    const active = [...this.#panels.values()].find(({ webviewPanel }) => webviewPanel.active);
    return active ? { file: active.file, incident: active.panel.page.use.incident } : null;
  }

  /** Reads the runbook in front again; what was fetched is fetched anew. Rejects with an OnCallError. */
  async reload(): Promise<void> {
    const { panel, file } = this.#inFront();
    if (file.remote) await this.parts.remote.open(file.remote.href);
    await panel.reload();
  }

  go(to: GoTo): void {
    this.#inFront().panel.go(to);
  }

  /** All blocks of the runbook in front, one after the other. Rejects as Sequences.begin does. */
  async runAll(): Promise<void> {
    await this.#inFront().panel.runAll();
  }

  #inFront(): OpenPanel {
    const panels = [...this.#panels.values()];
    const active =
      panels.find(({ webviewPanel }) => webviewPanel.active) ??
      panels.find(({ webviewPanel }) => webviewPanel.visible);
    if (active) return active;
    throw new NotPossibleError(
      vscode.l10n.t('No runbook is open in front.'),
      vscode.l10n.t('Open one with “On-Call: Open Runbook” first.'),
    );
  }

  #show(webviewPanel: vscode.WebviewPanel, { file, incident, reason, fragment }: OpenRunbook): void {
    const { store } = this.parts;
    webviewPanel.iconPath = new vscode.ThemeIcon('book');
    const id = idOf(file, incident);
    const use: RunbookUse = { incident, runbook: file.path, cwd: workingDirectory(file) };
    const panel = new RunbookPanel(
      {
        ...this.parts,
        incidentView: ({ incident: shown }) => shown && incidentLine(store.latest(shown)),
        onDidChangeIncidents: listener =>
          store.onDidChange(({ added, changed }) => {
            // Opened again with what its timeline kept, it comes to the list only later.
            const now = [...added, ...changed.map(({ after }) => after)];
            if (now.some(({ key }) => key === incident?.key)) listener();
          }),
        chooseAnother: async ({ incident: usedFor }) => {
          const known = usedFor && store.latest(usedFor);
          await vscode.commands.executeCommand(
            'onCall.chooseRunbook',
            ...(known ? [{ type: 'incident', incident: known }] : []),
          );
        },
      },
      webviewPanel,
      file,
      use,
      reason,
      fragment,
    );
    this.#panels.set(id, { panel, webviewPanel, file });
    setContext('runbookOpen', true);
    const held = holdWhileVisible(webviewPanel, () => this.parts.hold());
    const look = () => {
      // What is done next is meant for the incident whose runbook one looks at.
      if (webviewPanel.active && incident) this.parts.current.set(store.latest(incident));
    };
    webviewPanel.onDidChangeViewState(look);
    look();
    webviewPanel.onDidDispose(() => {
      held.dispose();
      this.#panels.delete(id);
      setContext('runbookOpen', this.#panels.size > 0);
      panel.dispose();
    });
  }

  /** Null where there is none any more, also on the web: then why not is said. */
  async #file(id: unknown): Promise<RunbookFile | null> {
    const files = await this.parts.library.files({ drill: true });
    const file = files.find(known => known.id === id);
    if (file || typeof id !== 'string') return file ?? null;
    try {
      return await this.parts.remote.openAgain(id);
    } catch (error) {
      if (!(error instanceof RemoteRunbookError)) throw error;
      void notify.info(
        vscode.l10n.t('A runbook that was open could not be fetched again. {0}', error.message),
      );
      return null;
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function idOf(file: RunbookFile, incident: Incident | null): string {
  return `${incident?.key ?? ''}\n${file.id}`;
}

/** Blocks of a workspace’s runbook run in its folder, shipped ones in the first folder, else at home. */
function workingDirectory(file: RunbookFile): string {
  const folder =
    (file.origin === 'workspace' && vscode.workspace.getWorkspaceFolder(file.uri)) ||
    vscode.workspace.workspaceFolders?.[0];
  return folder?.uri.scheme === 'file' ? folder.uri.fsPath : homedir();
}
