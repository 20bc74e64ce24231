import { basename } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { isDrillAccount } from '../../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { ActionItem } from '../../core/postmortem/actionItems.ts';
import type { Urgency } from '../../core/postmortem/openItems.ts';
import { setContext } from '../contextKeys.ts';
import type { DrillControl } from '../drillControl.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { incidentMark, marked } from '../incidentMark.ts';
import { LookWhileVisible } from '../lookWhileVisible.ts';
import type { ItemPlace } from '../postMortems/writing/actionItemLenses.ts';
import type { Sessions } from '../sessions.ts';
import type { Timelines } from '../timelines.ts';
import type { LateTree } from './lateTree.ts';
import { spoken, spokenText } from './spoken.ts';
import { localDay } from '../../core/localDay.ts';

interface ItemNode extends ItemPlace {
  readonly type: 'actionItem';
  readonly item: ActionItem;
  /** The incident’s title, with its mark. */
  readonly incident: string;
  readonly folder: string;
  readonly urgency: Urgency;
}

export type ActionItemNode =
  ItemNode | { readonly type: 'group'; readonly urgency: Urgency; readonly children: readonly ItemNode[] };

const icons: Readonly<Record<Urgency, vscode.ThemeIcon>> = {
  overdue: new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground')),
  due: new vscode.ThemeIcon('calendar'),
  undated: new vscode.ThemeIcon('circle-large-outline'),
};

/** The view “Action Items”: what is open in all post-mortems, overdue first. It looks only while it is to be seen. */
export class ActionItemsTree implements vscode.TreeDataProvider<ActionItemNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<ActionItemNode>;
  readonly #looks: LookWhileVisible;
  #nodes: readonly ActionItemNode[] = [];

  constructor(
    private readonly parts: {
      readonly view: LateTree<ActionItemNode>;
      readonly timelines: Timelines;
      readonly sessions: Sessions;
      readonly drill: DrillControl;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    this.#view = parts.view.fill(this);
    setContext('actionItemsState', 'loading');
    const { timelines, drill, clock, boundary } = parts;
    this.#looks = this.#owned.add(
      new LookWhileVisible(this.#view, 'onCall.actionItems', {
        what: 'Looking for open action items',
        changes: [timelines.onDidChange, drill.onDidChange],
        look: async signal => {
          const found = await this.#read(signal);
          return () => this.#show(found);
        },
        ...{ clock, boundary },
      }),
    );
  }

  getChildren(node?: ActionItemNode): ActionItemNode[] {
    if (!node) return [...this.#nodes];
    return node.type === 'group' ? [...node.children] : [];
  }

  getTreeItem(node: ActionItemNode): vscode.TreeItem {
    return node.type === 'group' ? groupItem(node.urgency, node.children.length) : itemOf(node);
  }

  /** Looks again now, whether or not the view is to be seen. */
  refresh(): Promise<void> {
    return this.#looks.refresh();
  }

  async #read(signal: AbortSignal): Promise<readonly ItemNode[]> {
    const { timelines, sessions, clock } = this.parts;
    const { openItemsIn } = await import('../../core/postmortem/recordedItems.ts');
    const found = await openItemsIn(await timelines.folders(), { today: localDay(clock.now()), signal });
    const incidents = new Map<string, Incident | null>();
    for (const folder of new Set(found.map(({ folder }) => folder)))
      if (!signal.aborted) incidents.set(folder, await timelines.incidentIn(folder));
    return found.flatMap(({ item, path, folder, urgency }) => {
      const incident = incidents.get(folder) ?? null;
      // What was only rehearsed is nobody’s work once its drill is over.
      if (incident && isDrillAccount(incident.accountId) && !sessions.get(incident.accountId)) return [];
      const title = incident?.title ?? basename(folder);
      return {
        type: 'actionItem',
        item,
        uri: vscode.Uri.file(path).toString(),
        line: item.line,
        incident: incident ? marked(incidentMark(sessions, incident), title) : title,
        ...{ folder, urgency },
      };
    });
  }

  #show(found: readonly ItemNode[]): void {
    setContext('actionItemsState', found.length === 0 ? 'empty' : 'ready');
    this.#nodes = (['overdue', 'due', 'undated'] as const)
      .map(urgency => ({
        type: 'group' as const,
        urgency,
        children: found.filter(node => node.urgency === urgency),
      }))
      .filter(({ children }) => children.length > 0);
    const overdue = found.filter(({ urgency }) => urgency === 'overdue').length;
    this.#view.description =
      found.length === 0
        ? ''
        : overdue > 0
          ? vscode.l10n.t('{0} open, {1} overdue', found.length, overdue)
          : vscode.l10n.t('{0} open', found.length);
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function groupItem(urgency: Urgency, count: number): vscode.TreeItem {
  const names = {
    overdue: vscode.l10n.t('Overdue'),
    due: vscode.l10n.t('Due'),
    undated: vscode.l10n.t('Without a due date'),
  };
  const item = new vscode.TreeItem(names[urgency], vscode.TreeItemCollapsibleState.Expanded);
  item.id = urgency;
  item.description = String(count);
  return spoken(item);
}

function itemOf({ item, incident, urgency, uri, line }: ItemNode): vscode.TreeItem {
  const { text, owner, due, priority, issue } = item;
  const who = owner ?? vscode.l10n.t('nobody');
  const treeItem = new vscode.TreeItem(text);
  treeItem.description = [due?.text, who, incident].filter(Boolean).join(' · ');
  treeItem.iconPath = icons[urgency];
  treeItem.contextValue = issue?.url == null ? 'actionItem' : 'actionItem.issue';
  const lines = [
    text,
    vscode.l10n.t('Owner: {0}', who),
    vscode.l10n.t('Due: {0}', due?.text ?? vscode.l10n.t('no date')),
    ...(priority === null ? [] : [vscode.l10n.t('Priority: {0}', priority)]),
    ...(issue === null ? [] : [vscode.l10n.t('Issue: {0}', issue.text)]),
    incident,
  ];
  treeItem.tooltip = lines.join('\n');
  const overdue = urgency === 'overdue' ? `${vscode.l10n.t('Overdue')}, ` : '';
  treeItem.accessibilityInformation = { label: overdue + lines.map(spokenText).join(', ') };
  const selection = new vscode.Range(line, 0, line, 0);
  treeItem.command = {
    title: vscode.l10n.t('Open'),
    command: 'vscode.open',
    arguments: [vscode.Uri.parse(uri), { selection } satisfies vscode.TextDocumentShowOptions],
  };
  return treeItem;
}
