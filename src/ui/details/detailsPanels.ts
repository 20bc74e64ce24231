import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import type { DetailsModelParts } from '../../core/incidents/details/detailsModel.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import type { TeamServices } from '../team/teamServices.ts';
import { webviewOptions } from '../webviewPage.ts';
import type { CommandRunner, DetailsPanel, DetailsPanelParts } from './detailsPanel.ts';

export interface DetailsPanelsParts {
  readonly store: IncidentStore;
  readonly sessions: Sessions;
  readonly boundary: ErrorBoundary;
  readonly clock: Clock;
  readonly current: CurrentIncident;
  readonly extensionUri: vscode.Uri;
  readonly runbookFor: DetailsModelParts['runbookFor'];
  readonly learn: DetailsModelParts['learn'];
  readonly services: TeamServices;
  readonly responseOf: NonNullable<DetailsModelParts['responseOf']>;
  readonly saidBridge: NonNullable<DetailsModelParts['saidBridge']>;
  readonly run: CommandRunner;
  readonly attention: DetailsPanelParts['attention'];
}

/** The open details: one panel for each incident. */
export class DetailsPanels implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #panels = new Map<string, DetailsPanel>();

  constructor(private readonly parts: DetailsPanelsParts) {
    this.#owned.add(
      parts.sessions.onDidChange(() => {
        for (const panel of this.#panels.values()) panel.accountsChanged();
      }),
    );
    this.#owned.add(
      parts.services.onDidChange(() => {
        for (const panel of this.#panels.values()) panel.responseChanged();
      }),
    );
    this.#owned.add({ dispose: () => [...this.#panels.values()].forEach(panel => panel.dispose()) });
  }

  async open(incident: Incident): Promise<void> {
    // Loaded with the first panel: most of what a screen needs is not needed before.
    const { DetailsPanel } = await import('./detailsPanel.ts');
    const open = this.#panels.get(incident.key);
    if (open) return open.reveal();

    const { sessions, current, services, ...others } = this.parts;
    const webviewPanel = vscode.window.createWebviewPanel(
      'onCall.details',
      incident.title,
      vscode.ViewColumn.Active,
      webviewOptions,
    );
    webviewPanel.iconPath = new vscode.ThemeIcon('pulse');
    const panel = new DetailsPanel(
      {
        ...others,
        accountOf: ({ accountId }) => sessions.get(accountId)?.account ?? null,
        serviceOf: shown => services.of(shown),
        bridgeOf: (shown, signal) => services.knownBridge(shown, signal),
        providerOf: shown => sessions.of(shown).provider,
        onFocus: shown => current.set(shown),
      },
      webviewPanel,
      others.store.latest(incident),
    );
    this.#panels.set(incident.key, panel);
    webviewPanel.onDidDispose(() => {
      this.#panels.delete(incident.key);
      panel.dispose();
    });
  }

  responseChanged(key: string): void {
    this.#panels.get(key)?.responseChanged();
  }

  /** Reads what is shown of these once more: something of theirs was sent that the list of incidents may not tell. */
  refresh(keys: Iterable<string>): void {
    for (const key of keys) this.#panels.get(key)?.refresh();
  }

  /** Reads what others may have added: notes do not change an incident. A hidden one does so when it is seen. */
  readChanging(): void {
    for (const panel of this.#panels.values()) panel.readChanging();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
