import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { isObject } from '../../core/timeline/entryGuard.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { viewTypes } from '../restorePanels.ts';
import type { Timelines } from '../timelines.ts';
import { incidentAfterReload } from '../incidentAfterReload.ts';
import { incidentLine } from '../incidentLine.ts';
import { webviewOptions } from '../webviewPage.ts';
import type { EntryDeeds } from './entryDeeds.ts';
import type { EntryWriting } from './entryWriting.ts';
import type { LiveTimelines } from './liveTimelines.ts';
import type { TimelinePanel } from './timelinePanel.ts';

/** The open timelines: one panel for each incident. VS Code brings them back after a reload. */
export class TimelinePanels implements Disposable, vscode.WebviewPanelSerializer {
  readonly #owned = new DisposableStore();
  readonly #panels = new Map<string, TimelinePanel>();

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly timelines: Timelines;
      readonly lives: LiveTimelines;
      readonly writing: EntryWriting;
      readonly deeds: EntryDeeds;
      readonly current: CurrentIncident;
      readonly clock: Clock;
      readonly incidentClock: IncidentClock;
      readonly boundary: ErrorBoundary;
      readonly extensionUri: vscode.Uri;
      readonly hold: () => Disposable;
    },
  ) {
    this.#owned.add(
      parts.store.onDidChange(({ changed }) => {
        for (const { after } of changed) this.#panels.get(after.key)?.incidentChanged();
      }),
    );
    this.#owned.add({ dispose: () => [...this.#panels.values()].forEach(panel => panel.dispose()) });
  }

  async open(incident: Incident): Promise<TimelinePanel> {
    // Loaded with the first panel: most of what a screen needs is not needed before.
    const { TimelinePanel } = await import('./timelinePanel.ts');
    const open = this.#panels.get(incident.key);
    if (open) {
      open.reveal();
      return open;
    }
    const webviewPanel = vscode.window.createWebviewPanel(
      viewTypes.timeline,
      incident.title,
      vscode.ViewColumn.Active,
      webviewOptions,
    );
    return this.#show(TimelinePanel, webviewPanel, incident);
  }

  /** @param state What its screen kept: it comes from the webview, so it is only ever compared. */
  async deserializeWebviewPanel(webviewPanel: vscode.WebviewPanel, state: unknown): Promise<void> {
    const restore = isObject(state) && isObject(state['restore']) ? state['restore'] : {};
    const key = restore['incidentKey'];
    const { store, clock, timelines } = this.parts;
    const remembered = () => timelines.remembered();
    const incident =
      typeof key === 'string' ? await incidentAfterReload({ store, clock, remembered }, key) : null;
    const { TimelinePanel } = await import('./timelinePanel.ts');
    if (!incident || this.#panels.has(incident.key)) return webviewPanel.dispose();
    webviewPanel.webview.options = webviewOptions;
    this.#show(TimelinePanel, webviewPanel, incident);
  }

  /** Without waiting for anything: of two who ask for the same timeline, the second finds the first one’s panel. */
  #show(Panel: typeof TimelinePanel, webviewPanel: vscode.WebviewPanel, incident: Incident): TimelinePanel {
    const { store, lives, current } = this.parts;
    webviewPanel.iconPath = new vscode.ThemeIcon('timeline-view-icon');
    const panel = new Panel(
      {
        ...this.parts,
        follow: shown => lives.follow(shown),
        incident: () => store.latest(incident),
        incidentView: incidentLine,
        onFocus: shown => current.set(shown),
      },
      webviewPanel,
    );
    this.#panels.set(incident.key, panel);
    webviewPanel.onDidDispose(() => {
      if (this.#panels.get(incident.key) === panel) this.#panels.delete(incident.key);
      panel.dispose();
    });
    return panel;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
