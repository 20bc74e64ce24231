import * as vscode from 'vscode';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { DisposableStore } from './disposables.ts';
import type { Sessions } from './sessions.ts';

/** One item: how many incidents are open, and whether what is shown can be trusted. Hidden while nothing is followed. */
export class StatusBar implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #item = this.#owned.add(
    vscode.window.createStatusBarItem('onCall.status', vscode.StatusBarAlignment.Left, 50),
  );

  constructor(
    private readonly store: IncidentStore,
    private readonly sessions: Sessions,
  ) {
    this.#item.name = 'On-Call';
    this.#item.command = 'onCall.incidents.focus';
    this.#owned.add(store.onDidChange(() => this.#update()));
    this.#owned.add(sessions.onDidChange(() => this.#update()));
    this.#update();
  }

  #update(): void {
    const all = this.sessions.all();
    if (all.length === 0) return this.#item.hide();
    const count = (status: string) => this.store.all().filter(incident => incident.status === status).length;
    const triggered = count('triggered');
    const acknowledged = count('acknowledged');
    const failed = all.filter(({ poller }) => poller.health.state === 'failed');
    const drill = all.some(({ account }) => account.drill) ? vscode.l10n.t(' (drill)') : '';
    const icon = failed.length > 0 ? '$(warning)' : triggered > 0 ? '$(bell-dot)' : '$(bell)';
    this.#item.text = `${icon} ${triggered} / ${acknowledged}${drill}`;
    const words = vscode.l10n.t('On-Call: {0} triggered, {1} acknowledged', triggered, acknowledged);
    const trouble = failed.map(
      ({ account, poller }) => `${account.label}: ${poller.health.error?.message ?? ''}`,
    );
    this.#item.tooltip = [words, ...trouble].join('\n');
    this.#item.accessibilityInformation = { label: [words, ...trouble].join('. ') };
    this.#item.backgroundColor =
      triggered > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
