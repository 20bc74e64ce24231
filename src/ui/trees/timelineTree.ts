import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { EntryKind } from '../../core/timeline/entry.ts';
import { runDataOf } from '../../core/timeline/entryGuard.ts';
import type { TimelineView, ViewedEntry } from '../../core/timeline/timelineView.ts';
import { setContext } from '../contextKeys.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines } from '../timelines.ts';

/** Lines that could not be read are shown as one node: they are evidence too. */
type TimelineNode =
  | { readonly type: 'entry'; readonly viewed: ViewedEntry }
  | { readonly type: 'unreadable'; readonly lines: TimelineView['unreadable'] };

const icons: Record<EntryKind, string> = {
  triggered: 'bell-dot',
  acknowledged: 'eye',
  unacknowledged: 'eye-closed',
  assigned: 'person-add',
  escalated: 'arrow-up',
  resolved: 'pass',
  snoozed: 'clock',
  notified: 'broadcast',
  changed: 'edit',
  note: 'comment',
  run: 'terminal',
  checklist: 'checklist',
  document: 'notebook',
};
const runIcons: Record<string, [icon: string, color: string]> = {
  ok: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  cancelled: ['circle-slash', 'descriptionForeground'],
  unknown: ['question', 'list.warningForeground'],
};
/** Many entries in a row (a log of the provider’s) are one refresh. */
const settleMs = 100;

/** The view “Timeline”: the current incident’s entries, newest first, as they come. */
export class TimelineTree implements vscode.TreeDataProvider<TimelineNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<TimelineNode>;
  #incident: Incident | null = null;
  #timeline: TimelineView | null = null;
  #cancelRefresh = () => {};

  constructor(
    private readonly parts: {
      readonly current: CurrentIncident;
      readonly timelines: Timelines;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { current, timelines } = parts;
    this.#view = this.#owned.add(vscode.window.createTreeView('onCall.timeline', { treeDataProvider: this }));
    this.#owned.add(current.onDidChange(() => this.#refreshSoon()));
    this.#owned.add(
      timelines.onDidChange(key => {
        if (key === current.get()?.key) this.#refreshSoon();
      }),
    );
    // Another window, a colleague’s commit or an editor may have written to the file.
    const watcher = this.#owned.add(
      vscode.workspace.createFileSystemWatcher('**/timeline.jsonl', false, false, false),
    );
    for (const event of [watcher.onDidChange, watcher.onDidCreate, watcher.onDidDelete]) {
      this.#owned.add(event(() => this.#refreshSoon()));
    }
    this.#owned.add({ dispose: () => this.#cancelRefresh() });
    setContext('timelineState', 'noIncident');
  }

  getChildren(node?: TimelineNode): TimelineNode[] {
    if (node || !this.#timeline) return [];
    const { entries, unreadable } = this.#timeline;
    const newestFirst = entries.map((viewed): TimelineNode => ({ type: 'entry', viewed })).reverse();
    return unreadable.length > 0 ? [{ type: 'unreadable', lines: unreadable }, ...newestFirst] : newestFirst;
  }

  getTreeItem(node: TimelineNode): vscode.TreeItem {
    return node.type === 'entry' ? entryItem(node.viewed) : unreadableItem(node.lines);
  }

  #refreshSoon(): void {
    this.#cancelRefresh();
    this.#cancelRefresh = this.parts.clock.after(settleMs, () =>
      this.parts.boundary.watch('Reading the timeline', this.#refresh()),
    );
  }

  async #refresh(): Promise<void> {
    const incident = this.parts.current.get();
    const timeline = incident && (await this.parts.timelines.view(incident));
    if (incident?.key !== this.parts.current.get()?.key) return; // Another one was chosen meanwhile.
    this.#incident = incident;
    this.#timeline = timeline;
    const { number, title } = this.#incident ?? {};
    this.#view.description = this.#incident ? (number == null ? title! : `#${number} ${title!}`) : '';
    const begun = timeline && timeline.entries.length + timeline.unreadable.length > 0;
    setContext('timelineState', !incident ? 'noIncident' : begun ? 'ready' : 'notStarted');
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function entryItem({ id, entry, history }: ViewedEntry): vscode.TreeItem {
  const at = new Date(entry.at);
  const today = at.toDateString() === new Date().toDateString();
  const clockTime = at.toLocaleTimeString([], { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const time = today ? clockTime : `${at.toLocaleDateString()} ${clockTime}`;
  const item = new vscode.TreeItem(`${time}  ${entry.text.replace(/\s+/g, ' ')}`);
  const run = runDataOf(entry);
  const [icon, color] = (run && runIcons[run.outcome]) || [icons[entry.kind]];
  item.id = `entry:${id}`;
  item.iconPath = color
    ? new vscode.ThemeIcon(icon, new vscode.ThemeColor(color))
    : new vscode.ThemeIcon(icon);
  item.description = entry.author;
  item.tooltip = [
    entry.text,
    `${at.toLocaleString()} (${entry.at})`,
    vscode.l10n.t('By {0}, source: {1}', entry.author, entry.source.type),
    ...(entry.at === entry.writtenAt
      ? []
      : [vscode.l10n.t('Written down {0}', new Date(entry.writtenAt).toLocaleString())]),
    ...history.map(before => vscode.l10n.t('Before: {0}', before.text)),
    ...(run ? ['', run.command, '', run.outputTail] : []),
  ].join('\n');
  item.contextValue = 'entry';
  item.accessibilityInformation = { label: `${time}, ${entry.text}, ${entry.author}` };
  return item;
}

function unreadableItem(lines: TimelineView['unreadable']): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('{0} lines could not be read', lines.length));
  item.id = 'unreadable';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.description = vscode.l10n.t('They stay in the file; everything else is shown.');
  item.tooltip = lines
    .map(({ line, reason, text }) => `${vscode.l10n.t('Line {0}', line)}: ${reason}\n${text}`)
    .join('\n');
  return item;
}
