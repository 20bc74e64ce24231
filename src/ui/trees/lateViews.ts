import * as vscode from 'vscode';
import type { DisposableStore } from '../disposables.ts';
import type { CoverageNode } from '../runbooks/coverage/coverageNodes.ts';
import type { ActionItemNode } from './actionItemsTree.ts';
import type { IncidentTreeNode } from './incidentNodes.ts';
import { LateTree, type LateTreeParts } from './lateTree.ts';
import type { OnCallNode } from './onCallTree.ts';
import type { WaitingNode } from './outboxTree.ts';
import type { TimelineNode } from './timelineNodes.ts';

export type LateViews = ReturnType<typeof registerViews>;

/** The views of package.json that are there from the start: without them VS Code says that nobody fills them. */
export function registerViews(owner: DisposableStore, parts: LateTreeParts) {
  const late = <T>(id: string, options: Omit<vscode.TreeViewOptions<T>, 'treeDataProvider'> = {}) => {
    const create = (treeDataProvider: vscode.TreeDataProvider<T>) => {
      const view = vscode.window.createTreeView(id, { ...options, treeDataProvider });
      // As with the context keys (`resetContext`): what an extension host said that has ended still stands there. And
      // no badge is not said where none was before.
      view.badge = { value: 0, tooltip: '' };
      return Object.assign(view, { description: '', message: '', badge: undefined });
    };
    return owner.add(new LateTree<T>(create, parts));
  };
  return {
    incidents: late<IncidentTreeNode>('onCall.incidents', { canSelectMany: true, showCollapseAll: false }),
    outbox: late<WaitingNode>('onCall.outbox', { canSelectMany: true }),
    onCallNow: late<OnCallNode>('onCall.onCallNow', { showCollapseAll: true }),
    timeline: late<TimelineNode>('onCall.timeline'),
    actionItems: late<ActionItemNode>('onCall.actionItems', { showCollapseAll: true }),
    coverage: late<CoverageNode>('onCall.coverage'),
  };
}
