import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { NotPossibleError } from '../core/errors.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import type { CountedIncident } from '../core/metrics/countedIncident.ts';
import { LocalZone } from '../core/timeline/localZone.ts';
import { DisposableStore } from './disposables.ts';
import { isDrillAccount } from './drillControl.ts';
import type { Timelines } from './timelines.ts';

const scheme = 'on-call-metrics';
const dayMs = 24 * 3_600_000;
/** More than a team has in years; each costs some milliseconds. */
const mostIncidents = 2_000;

/** The response times of a period as Markdown documents: to be read, copied and saved elsewhere, made anew at each opening. */
export class MetricsDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  /** By path. */
  readonly #texts = new Map<string, string>();

  constructor(
    private readonly parts: {
      readonly timelines: Pick<Timelines, 'recorded'>;
      readonly store: Pick<IncidentStore, 'get'>;
      readonly clock: Pick<Clock, 'now'>;
      readonly drill: { readonly running: boolean };
    },
  ) {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
  }

  /** @param days null: all that is recorded. Rejects with NotPossibleError where nothing is. */
  async show(days: number | null): Promise<void> {
    const path = days === null ? '/response-times.md' : `/response-times-${days}-days.md`;
    const text = await vscode.window.withProgress(
      {
        location: vscode.ProgressLocation.Notification,
        title: vscode.l10n.t('Reading the timelines…'),
        cancellable: true,
      },
      async (_progress, token) => {
        const ending = new AbortController();
        token.onCancellationRequested(() => ending.abort());
        const made = await this.#text(days, ending.signal);
        return ending.signal.aborted ? null : made;
      },
    );
    if (text === null) return;
    this.#texts.set(path, text);
    const uri = vscode.Uri.from({ scheme, path });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(
      await vscode.languages.setTextDocumentLanguage(document, 'markdown'),
      { preview: true },
    );
  }

  provideTextDocumentContent({ path }: vscode.Uri): string {
    return this.#texts.get(path) ?? '';
  }

  async #text(days: number | null, signal: AbortSignal): Promise<string> {
    const { clock } = this.parts;
    const to = clock.now();
    const from = days === null ? null : to - days * dayMs;
    const incidents = await this.#counted(from, signal);
    if (incidents.length === 0 && !signal.aborted) {
      throw new NotPossibleError(
        vscode.l10n.t('No incident of this period has a timeline in this workspace.'),
        vscode.l10n.t('A timeline starts when you acknowledge, open the runbook or add an entry.'),
      );
    }
    const { metricsMarkdown } = await import('../core/metrics/metricsMarkdown.ts');
    return metricsMarkdown(incidents, { from, to }, new LocalZone());
  }

  async #counted(from: number | null, signal: AbortSignal): Promise<readonly CountedIncident[]> {
    const { timelines, store, drill } = this.parts;
    const { countedIncident } = await import('../core/metrics/countedIncident.ts');
    const real: CountedIncident[] = [];
    const drills: CountedIncident[] = [];
    for await (const { incident, view } of timelines.recorded(mostIncidents, signal)) {
      const known = store.get(incident.key) ?? incident;
      if (from !== null && Date.parse(known.createdAt) < from) continue;
      (isDrillAccount(incident.accountId) ? drills : real).push(countedIncident(known, view));
    }
    // A drill is nobody’s failure, but who has nothing else may look at it as long as it runs.
    return real.length === 0 && drill.running ? drills : real;
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
