import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';
import type { Incident } from '../core/incidents/incident.ts';
import { LocalZone } from '../core/timeline/localZone.ts';
import { timelineMarkdown } from '../core/timeline/timelineMarkdown.ts';
import { DisposableStore } from './disposables.ts';
import type { Timelines } from './timelines.ts';

const scheme = 'on-call-timeline';

/**
 * Timelines as Markdown documents: to be read, copied and saved elsewhere, but never edited in place, because
 * the journal is the only truth. An open one follows its journal.
 */
export class TimelineDocuments implements vscode.TextDocumentContentProvider, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<vscode.Uri>());
  readonly onDidChange = this.#changed.event;
  readonly #incidents = new Map<string, Incident>();

  constructor(private readonly timelines: Timelines) {
    this.#owned.add(vscode.workspace.registerTextDocumentContentProvider(scheme, this));
    this.#owned.add(
      timelines.onDidChange(key => {
        for (const [path, incident] of this.#incidents) {
          if (incident.key === key) this.#changed.fire(vscode.Uri.from({ scheme, path }));
        }
      }),
    );
  }

  async show(incident: Incident): Promise<void> {
    if (!(await this.timelines.view(incident))) {
      throw new NotPossibleError(
        vscode.l10n.t('“{0}” has no timeline yet.', incident.title),
        vscode.l10n.t('It starts when you acknowledge, open the runbook or add an entry.'),
      );
    }
    const path = `/${encodeURIComponent(incident.key)}/timeline-${incident.number ?? encodeURIComponent(incident.id)}.md`;
    this.#incidents.set(path, incident);
    const uri = vscode.Uri.from({ scheme, path });
    this.#changed.fire(uri);
    const document = await vscode.workspace.openTextDocument(uri);
    await vscode.window.showTextDocument(
      await vscode.languages.setTextDocumentLanguage(document, 'markdown'),
      { preview: true },
    );
  }

  async provideTextDocumentContent({ path }: vscode.Uri): Promise<string> {
    const incident = this.#incidents.get(path);
    const view = incident && (await this.timelines.view(incident));
    return view ? timelineMarkdown(view, incident, new LocalZone()) : '';
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
