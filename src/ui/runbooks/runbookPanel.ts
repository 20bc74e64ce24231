import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Event } from '../../core/events.ts';
import type { Runbook } from '../../core/runbooks/runbook.ts';
import type { RunbookReader } from '../../core/runbooks/runbookReader.ts';
import { type GoTo, parseToHost, type ToHost, type ToWebview } from '../../protocol/runbook.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { ScreenChannel } from '../screenChannel.ts';
import { webviewPage } from '../webviewPage.ts';
import type { Approvals } from './approvals.ts';
import type { BlockRuns } from './blockRuns.ts';
import { LooksAgain } from './looksAgain.ts';
import { PanelRequests, type RequestParts } from './panelRequests.ts';
import { blocksHash, RunbookPage } from './runbookPage.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';
import { isSameUse, type RunbookUse } from './runbookUse.ts';
import { runbookPieces, runbookView, type ViewParts } from './runbookView.ts';
import type { Sequences } from './sequences.ts';
import type { Ticks } from './ticks.ts';

export interface RunbookPanelParts extends RequestParts, ViewParts {
  readonly library: RunbookLibrary;
  readonly reader: RunbookReader;
  readonly runs: BlockRuns;
  readonly ticks: Ticks;
  readonly sequences: Sequences;
  readonly values: RequestParts['values'] & ViewParts['values'] & { readonly onDidChange: Event<RunbookUse> };
  readonly carried: RequestParts['carried'] &
    ViewParts['carried'] & { readonly onDidChange: Event<RunbookUse> };
  /** What the blocks do, and what they would act on now. */
  readonly look: (use: RunbookUse, runbook: Runbook) => ReturnType<Approvals['view']>;
  readonly clock: Clock;
  readonly boundary: ErrorBoundary;
  readonly extensionUri: vscode.Uri;
  /** Calls back when what `incidentView` says may have changed. */
  readonly onDidChangeIncidents: (listener: () => void) => { dispose(): void };
}

/** One runbook in a webview. The file and the parts hold the truth; the webview is a view of it. */
export class RunbookPanel implements vscode.Disposable {
  readonly page: RunbookPage;
  readonly #owned = new DisposableStore();
  readonly #channel: ScreenChannel<ToHost, ToWebview>;
  readonly #looks: LooksAgain;
  /** What of the timeline could not be read; null while all could. */
  #withoutTimeline: string | null = null;
  /** Counts what was shown: who is still at an older one gives up. */
  #shows = 0;
  #scrollTo: string | null;
  /** A line of the file that is to be shown as soon as the screen can. */
  #line: number | null = null;

  constructor(
    private readonly parts: RunbookPanelParts,
    private readonly panel: vscode.WebviewPanel,
    private readonly file: RunbookFile,
    private readonly use: RunbookUse,
    private reason: string,
    scrollTo: string | null,
  ) {
    this.#scrollTo = scrollTo;
    this.page = new RunbookPage(parts, file, use);
    const requests = new PanelRequests(parts, this.page, { fileRead: () => this.#send() });
    const { webview } = panel;
    this.#channel = this.#owned.add(
      new ScreenChannel<ToHost, ToWebview>(panel, {
        name: () => file.path,
        boundary: parts.boundary,
        parse: parseToHost,
        ahead: true,
        begin: () => this.#send(),
        handle: request => requests.handle(request),
      }),
    );
    this.#looks = this.#owned.add(new LooksAgain(parts.clock, () => this.#lookAgain()));
    this.#owned.add(parts.ticks.hold(use));
    this.#listen();
    // What was fetched from elsewhere does not change here.
    if (file.remote === null) this.#watchFile();
    this.#owned.add(panel);
    webview.html = webviewPage(parts.extensionUri, {
      name: 'webview',
      title: 'On-Call',
    });
    this.#reload();
  }

  reveal(reason: string, scrollTo: string | null): void {
    this.reason = reason;
    this.#scrollTo = scrollTo;
    this.panel.reveal();
    this.#send();
  }

  /** @param line Of the file, 1-based. */
  revealLine(line: number): void {
    this.panel.reveal();
    if (this.#channel.ready && this.page.runbook) this.#channel.post({ type: 'reveal', line });
    else this.#line = line;
  }

  go(to: GoTo): void {
    this.#channel.post({ type: 'go', to });
  }

  /** From the first block on, all of what is shown. Rejects as Sequences.begin does. */
  async runAll(): Promise<void> {
    const runbook = this.page.runbook ?? (await this.page.load());
    await this.parts.sequences.begin(this.page, runbook.blocks[0]?.id ?? '', 'all', blocksHash(runbook));
  }

  #listen(): void {
    const { runs, ticks, sequences, values, carried } = this.parts;
    const ours = (use: RunbookUse) => isSameUse(use, this.use);
    this.#owned.add(
      runs.onDidChange(({ use, blockId, run }) => {
        if (ours(use)) this.#channel.post({ type: 'run', blockId, run, past: runs.past(use, blockId) });
      }),
    );
    this.#owned.add(
      ticks.onDidChange(({ use, check }) => {
        if (ours(use)) this.#channel.post({ type: 'check', check });
      }),
    );
    this.#owned.add(
      sequences.onDidChange(use => {
        if (ours(use)) this.#channel.post({ type: 'sequence', sequence: sequences.view(use) });
      }),
    );
    this.#owned.add(
      values.onDidChange(use => {
        const { runbook } = this.page;
        if (!ours(use) || !runbook) return;
        this.#channel.post({ type: 'variables', variables: values.view(use, runbook) });
        this.#looks.soon();
      }),
    );
    this.#owned.add(
      carried.onDidChange(use => {
        if (!ours(use)) return;
        this.#channel.post({ type: 'state', state: carried.view(use) });
        this.#looks.soon();
      }),
    );
    // Of any runbook: what a block makes tools act on (`kubectl config use-context`) counts for all of them.
    this.#owned.add(runs.onDidEnd(() => this.#looks.soon()));
    this.#owned.add(
      this.panel.onDidChangeViewState(() => {
        if (!this.panel.visible) this.#channel.hidden();
      }),
    );
    this.#owned.add(this.parts.onDidChangeIncidents(() => this.#send()));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#send()));
  }

  #watchFile(): void {
    const { uri } = this.file;
    const pattern = new vscode.RelativePattern(vscode.Uri.joinPath(uri, '..'), uri.path.split('/').at(-1)!);
    const watcher = this.#owned.add(vscode.workspace.createFileSystemWatcher(pattern));
    this.#owned.add(watcher.onDidChange(() => this.#reload()));
    this.#owned.add(watcher.onDidCreate(() => this.#reload()));
    this.#owned.add(watcher.onDidDelete(() => this.#reload()));
  }

  /** Reads it again and shows what it says now. Rejects where it cannot be read. */
  async reload(): Promise<void> {
    await this.#load();
  }

  #reload(): void {
    this.#watch(`Reading ${this.file.path}`, this.#load());
  }

  #watch(what: string, work: Promise<unknown>): void {
    this.parts.boundary.watch(
      what,
      work.catch((error: unknown) => {
        if (!this.#channel.closed) throw error;
      }),
    );
  }

  /** The text is shown as soon as it is there; what the timeline adds to it may come later. */
  async #load(): Promise<void> {
    const timeline = this.#readTimeline();
    await this.page.load();
    const noted = this.#withoutTimeline;
    this.#send();
    await timeline;
    if (noted === this.#withoutTimeline) this.#showTimeline();
    else this.#send();
  }

  /** Never rejects. */
  async #readTimeline(): Promise<void> {
    const { ticks, history, outputs, sequences, runs, boundary } = this.parts;
    try {
      runs.adopt();
      await outputs.load(this.use.incident);
      await ticks.load(this.use);
      await history.load(this.use);
      sequences.settle(this.use, (blockId, runId) => history.find(this.use, blockId, runId));
      this.#withoutTimeline = null;
    } catch (error) {
      // The runbook must be there and run even when the timeline cannot be read.
      boundary.log(`Reading the timeline for ${this.file.path}`, error);
      this.#withoutTimeline = vscode.l10n.t(
        'The timeline cannot be read, so ticks and runs of earlier are missing.',
      );
    }
  }

  /** What was shown before the timeline was read, as it stands by it. */
  #showTimeline(): void {
    const { runbook } = this.page;
    const { runs, ticks, sequences } = this.parts;
    if (!runbook || !this.#channel.ready) return;
    for (const { id: blockId } of runbook.blocks) {
      const run = runs.latest(this.use, blockId);
      if (run) this.#channel.post({ type: 'run', blockId, run, past: runs.past(this.use, blockId) });
    }
    for (const check of runbook.checks.map(each => ticks.view(this.use, each)))
      if (check.by !== null) this.#channel.post({ type: 'check', check });
    const sequence = sequences.view(this.use);
    if (sequence) this.#channel.post({ type: 'sequence', sequence });
  }

  #send(): void {
    const { runbook } = this.page;
    if (!this.#channel.ready || !runbook) return;
    if (this.panel.title !== runbook.title) this.panel.title = runbook.title;
    const showing = this.#show(runbook, ++this.#shows);
    this.#looks.began(showing);
    this.#watch(`Showing ${this.file.path}`, showing);
  }

  /** The first screen at once, and the rest a piece at a time: writing down a long one would hold up everything else. */
  async #show(runbook: Runbook, show: number): Promise<void> {
    const notes = this.#withoutTimeline ? [this.#withoutTimeline] : [];
    let first = true;
    for (const { piece, complete } of runbookPieces(this.parts, this.page, runbook)) {
      if (first) {
        const view = runbookView(this.parts, this.page, runbook, piece, { reason: this.reason, notes });
        this.#channel.post({ type: 'runbook', view, scrollTo: this.#scrollTo, complete });
      } else this.#channel.post({ type: 'more', piece, complete });
      first = false;
      if (complete) break;
      await new Promise(resolve => setImmediate(resolve));
      if (show !== this.#shows || this.#channel.closed) return;
    }
    this.#scrollTo = null;
    if (this.#line !== null) this.#channel.post({ type: 'reveal', line: this.#line });
    this.#line = null;
    await this.#showRisk(runbook, show);
  }

  /** How dangerous the blocks are comes after the text: reading never waits for it. */
  async #showRisk(runbook: Runbook, show: number): Promise<void> {
    for await (const look of this.parts.look(this.use, runbook)) {
      // Leaving the loop ends the looking.
      if (show !== this.#shows || runbook !== this.page.runbook || !this.#channel.ready) return;
      this.#channel.post(look);
    }
  }

  /** What is hidden is shown from the start once it is seen again. */
  #lookAgain(): void {
    const { runbook } = this.page;
    if (!runbook || !this.#channel.ready || !this.panel.visible) return;
    const looking = this.#showRisk(runbook, this.#shows);
    this.#looks.began(looking);
    this.#watch(`Looking again at what ${this.file.path} acts on`, looking);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
