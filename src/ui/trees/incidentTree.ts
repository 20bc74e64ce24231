import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Incident, IncidentStatus } from '../../core/incidents/incident.ts';
import type { Capabilities } from '../../core/incidents/incidentProvider.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { setContext } from '../contextKeys.ts';
import { DisposableStore } from '../disposables.ts';
import type { PagerDutyAccount } from '../pagerDutyAccount.ts';
import type { Session, Sessions } from '../sessions.ts';
import { shortAge } from './age.ts';
import {
  groupItem,
  incidentItem,
  type IncidentTreeNode,
  type ProblemNode,
  problemItem,
} from './incidentNodes.ts';

const order: readonly IncidentStatus[] = ['triggered', 'acknowledged', 'resolved'];
const noCapabilities: Capabilities = {
  acknowledge: false,
  resolve: false,
  note: false,
  alerts: false,
  log: false,
};
/** Ages in the tree are good to the minute. */
const agesEveryMs = 60_000;

/** The view “Incidents”: maps store and sessions to a tree; knows nothing that they do not know. */
export class IncidentTree implements vscode.TreeDataProvider<IncidentTreeNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<IncidentTreeNode>;
  #cancelAges = () => {};

  constructor(
    private readonly parts: {
      readonly store: IncidentStore;
      readonly sessions: Sessions;
      readonly account: PagerDutyAccount;
      readonly current: CurrentIncident;
      readonly clock: Clock;
    },
  ) {
    const { store, sessions, account, current } = parts;
    this.#view = this.#owned.add(
      vscode.window.createTreeView('onCall.incidents', {
        treeDataProvider: this,
        canSelectMany: true,
        showCollapseAll: false,
      }),
    );
    this.#owned.add(store.onDidChange(() => this.#update()));
    this.#owned.add(sessions.onDidChange(() => this.#update()));
    this.#owned.add(account.onDidChangeState(() => this.#update()));
    this.#owned.add(
      this.#view.onDidChangeSelection(({ selection }) => {
        const [node] = selection;
        if (selection.length === 1 && node?.type === 'incident') current.set(node.incident);
      }),
    );
    this.#owned.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        if (visible) this.#update();
      }),
    );
    this.#owned.add({ dispose: () => this.#cancelAges() });
    this.#update();
  }

  /** The incidents selected in the view, for commands called from the palette. */
  selected(): readonly Incident[] {
    return this.#view.selection.flatMap(node => (node.type === 'incident' ? [node.incident] : []));
  }

  getTreeItem(node: IncidentTreeNode): vscode.TreeItem {
    switch (node.type) {
      case 'group':
        return groupItem(node);
      case 'incident': {
        // VS Code may still ask for a node whose account has just been closed.
        const session = this.parts.sessions.get(node.incident.accountId);
        return incidentItem(node, {
          now: this.parts.clock.now(),
          drill: session?.account.drill ?? false,
          capabilities: session?.provider.capabilities ?? noCapabilities,
        });
      }
      case 'problem':
        return problemItem(node);
    }
  }

  getChildren(node?: IncidentTreeNode): IncidentTreeNode[] {
    if (!node) return [...this.#problems(), ...this.#groups()];
    return node.type === 'group' ? node.incidents.map(incident => ({ type: 'incident', incident })) : [];
  }

  /** Only asked for `reveal`; a group’s children name no other parent. */
  getParent(node: IncidentTreeNode): IncidentTreeNode | undefined {
    return node.type === 'incident'
      ? this.#groups().find(group => group.type === 'group' && group.status === node.incident.status)
      : undefined;
  }

  #groups(): IncidentTreeNode[] {
    const byAge = [...this.parts.store.all()].sort((a, b) => b.createdAt.localeCompare(a.createdAt));
    return order
      .map(status => ({
        type: 'group' as const,
        status,
        incidents: byAge.filter(incident => incident.status === status),
      }))
      .filter(({ incidents }) => incidents.length > 0);
  }

  #problems(): ProblemNode[] {
    return this.parts.sessions.all().flatMap(({ account, poller }) => {
      const { error } = poller.health;
      if (!error) return [];
      const { message, nextStep } = error;
      return [{ type: 'problem' as const, accountId: account.id, label: message, nextStep }];
    });
  }

  #update(): void {
    const { store, sessions, account, clock } = this.parts;
    const incidents = store.all();
    const all = sessions.all();
    const waiting = incidents.filter(({ status }) => status === 'triggered').length;
    this.#view.badge =
      waiting > 0
        ? { value: waiting, tooltip: vscode.l10n.t('{0} incidents wait to be acknowledged', waiting) }
        : undefined;
    const message = all
      .map(session => this.#message(session))
      .filter(text => text !== null)
      .join('\n');
    // The setter refuses undefined under exactOptionalPropertyTypes; an empty text hides the line as well.
    this.#view.message = message;
    if (all.length === 0)
      setContext('incidentsState', account.state === 'otherOrigin' ? 'otherOrigin' : 'signedOut');
    else if (incidents.length > 0) setContext('incidentsState', 'ready');
    else
      setContext(
        'incidentsState',
        all.every(({ poller }) => poller.health.state === 'ok') ? 'empty' : 'loading',
      );
    this.#changed.fire(undefined);
    this.#cancelAges();
    this.#cancelAges =
      this.#view.visible && all.length > 0 ? clock.after(agesEveryMs, () => this.#update()) : () => {};
  }

  /** The line above the tree, which wraps: the place for whole sentences. */
  #message({ account, poller }: Session): string | null {
    const { state, lastSuccessAt, error } = poller.health;
    const drill = account.drill ? vscode.l10n.t('Drill running: nothing here is real.') : null;
    if (state === 'connecting') return vscode.l10n.t('{0}: reading the incidents…', account.label);
    if (!error) return drill;
    const age = lastSuccessAt === null ? null : shortAge(this.parts.clock.now() - lastSuccessAt);
    const shown = age === null ? '' : vscode.l10n.t('Shown is what was last read ({0}).', age);
    return [error.message, error.nextStep, shown].filter(Boolean).join(' ');
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
