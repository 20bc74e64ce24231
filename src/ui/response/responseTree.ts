import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { ResponseRules } from '../../core/response/rules.ts';
import type { CommandId } from '../contributed.ts';
import { setContext } from '../contextKeys.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { incidentMark, marked } from '../incidentMark.ts';
import { withoutIcons } from '../incidentPick.ts';
import { localTime } from '../localTime.ts';
import { notify } from '../notify.ts';
import type { Sessions } from '../sessions.ts';
import { DrawnRows } from '../trees/drawnRows.ts';
import type { ResponseDeeds } from './responseDeeds.ts';
import { childrenOf, nodeId, type ResponseNode, responseNodes } from './responseNodes.ts';
import type { Responses } from './responses.ts';
import { warRoomItemContext, warRoomLooks } from './warRoomLooks.ts';
import { deadlineName, dueText, proposalText, words } from './responseTexts.ts';

/** Minutes are what it says, so it is said anew each minute. */
const minuteMs = 60_000;

export interface ResponseTreeParts {
  readonly responses: Responses;
  readonly deeds: ResponseDeeds;
  readonly current: CurrentIncident;
  readonly sessions: Sessions;
  readonly rules: () => ResponseRules;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly boundary: ErrorBoundary;
}

/** The view “Response”: how bad it is, where it stands, what is due, who does what. */
export class ResponseTree implements vscode.TreeDataProvider<ResponseNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<ResponseNode[] | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<ResponseNode>;
  readonly #rows = new DrawnRows<ResponseNode>({
    roots: () => this.#roots(),
    childrenOf,
    idOf: nodeId,
    looksOf: node => JSON.stringify({ ...this.#itemOf(node), command: null }),
  });
  #cancelTick = () => {};

  constructor(private readonly parts: ResponseTreeParts) {
    const { responses, current, sessions } = parts;
    this.#view = this.#owned.add(vscode.window.createTreeView('onCall.response', { treeDataProvider: this }));
    this.#owned.add(this.#view.onDidChangeCheckboxState(({ items }) => this.#tick(items)));
    this.#owned.add(current.onDidChange(() => this.#update()));
    this.#owned.add(sessions.onDidChange(() => this.#describe()));
    this.#owned.add(
      responses.onDidChange(key => {
        if (key === current.get()?.key) this.#update();
      }),
    );
    this.#owned.add({ dispose: () => this.#cancelTick() });
    this.#update();
  }

  getChildren(node?: ResponseNode): ResponseNode[] {
    return this.#rows.below(node);
  }

  getTreeItem(node: ResponseNode): vscode.TreeItem {
    const item = this.#itemOf(node);
    item.id = nodeId(node);
    return item;
  }

  #roots(): readonly ResponseNode[] {
    const { responses, current, rules } = this.parts;
    const response = responses.of(current.get()?.key ?? '');
    return response ? responseNodes(response, rules()) : [];
  }

  #itemOf(node: ResponseNode): vscode.TreeItem {
    return itemOf(node, this.parts.incidentClock.now(node.incident));
  }

  #update(): void {
    const { responses, current, clock } = this.parts;
    const incident = current.get();
    const shown = incident !== null && responses.of(incident.key) !== null;
    setContext('responseShown', shown);
    this.#describe();
    const changed = this.#rows.changed();
    if (changed?.length !== 0) this.#changed.fire(changed);
    this.#cancelTick();
    this.#cancelTick = shown ? clock.after(minuteMs, () => this.#update()) : () => {};
  }

  #describe(): void {
    const incident = this.parts.current.get();
    const number = incident?.number == null ? '' : `#${incident.number}`;
    this.#view.description = incident ? marked(incidentMark(this.parts.sessions, incident), number) : '';
  }

  #tick(items: readonly (readonly [ResponseNode, vscode.TreeItemCheckboxState])[]): void {
    if (items.length === 0) {
      // VS Code knows only that there was one; see DrawnRows.
      const { t } = vscode.l10n;
      void notify.warn(t('The list was being drawn anew, and your tick was lost. Tick it again.'));
      this.#changed.fire(undefined);
    }
    for (const [node, state] of items) {
      if (node.type !== 'item') continue;
      const { incident, owner, item } = node;
      const checked = state === vscode.TreeItemCheckboxState.Checked;
      const { deeds } = this.parts;
      const ticked = deeds.tick(incident, owner, item.id, item.text, checked).catch((error: unknown) => {
        // VS Code has drawn the tick already. One that is kept stays: the row has it once the timeline is read again.
        this.#changed.fire([node]);
        throw error;
      });
      this.parts.boundary.watch('Ticking an item of a checklist', ticked);
    }
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function itemOf(node: ResponseNode, now: number): vscode.TreeItem {
  const item = new vscode.TreeItem('');
  const say = (label: string, description: string, icon: string, color?: string) => {
    item.label = withoutIcons(label);
    item.description = withoutIcons(description);
    item.iconPath = new vscode.ThemeIcon(
      icon,
      color === undefined ? undefined : new vscode.ThemeColor(color),
    );
    item.accessibilityInformation = { label: [label, description].filter(Boolean).join(', ') };
    item.tooltip = [label, description].filter(Boolean).join('\n');
  };
  /** What is worth knowing of it, and too long for the row. */
  const explain = (text: string) => {
    item.tooltip = [item.tooltip, text].filter(Boolean).join('\n');
  };
  const does = (command: CommandId, title: string) => {
    item.command = { command, title, arguments: [node] };
  };
  const { t } = vscode.l10n;
  item.contextValue = `response.${node.type}`;
  switch (node.type) {
    case 'severity': {
      const { severity, triaged, severityFrom } = node.response.state;
      const from = severityFrom === 'provider' ? t('from the provider') : (node.response.alertReason ?? '');
      const label = t('Severity: {0}', severity ?? t('not set'));
      say(label, triaged ? '' : [from, t('not triaged yet')].filter(Boolean).join(', '), 'dashboard');
      does('onCall.triage', t('Triage'));
      return item;
    }
    case 'stage': {
      const { stage, stageSince } = node.response.state;
      const since = t('since {0}', localTime(stageSince, now));
      say(t('Stage: {0}', words().stages[stage]), `${since} · ${words().next[stage]}`, 'milestone');
      does('onCall.setStage', t('Move to Another Stage'));
      return item;
    }
    case 'proposal':
      say(proposalText(node.proposal), t('Press to move there'), 'lightbulb', 'charts.yellow');
      does('onCall.takeProposedStage', t('Move There'));
      return item;
    case 'deadlines': {
      const due = node.deadlines.filter(({ deadline }) => deadline.state === 'due').length;
      say(
        t('Due'),
        due > 0 ? t('{0} overdue', due) : '',
        'watch',
        due > 0 ? 'list.warningForeground' : undefined,
      );
      item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
      return item;
    }
    case 'deadline': {
      const { deadline } = node;
      const why = deadline.postponed === null ? '' : t('put off: {0}', deadline.postponed);
      const tell = deadline.tell.length > 0 ? t('tell {0}', deadline.tell.join(', ')) : '';
      const late = deadline.state === 'due';
      say(
        deadlineName(deadline),
        [dueText(deadline, now), tell, why].filter(Boolean).join(' · '),
        late ? 'warning' : 'clock',
        late ? 'list.warningForeground' : undefined,
      );
      explain(deadline.note);
      item.contextValue = `response.deadline.${deadline.kind}`;
      does('onCall.answerDeadline', t('Answer'));
      return item;
    }
    case 'checklist': {
      const done = node.items.filter(({ tick }) => tick !== null).length;
      const { owner, items } = node;
      const name = owner === 'warRoom' ? t('War room') : t('Checklist: {0}', words().stages[owner]);
      say(name, `${done} / ${items.length}`, owner === 'warRoom' ? 'comment-discussion' : 'checklist');
      if (owner === 'warRoom') Object.assign(item, warRoomLooks(name));
      item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
      return item;
    }
    case 'item': {
      const { text, tick } = node.item;
      const ticked = tick ? `${tick.by}, ${localTime(tick.at, now)}` : '';
      say(text, [node.known, ticked].filter(Boolean).join(' · '), 'blank');
      delete item.iconPath;
      if (node.owner === 'warRoom') item.contextValue = warRoomItemContext(node.item.id);
      const { Checked, Unchecked } = vscode.TreeItemCheckboxState;
      item.checkboxState = {
        state: tick ? Checked : Unchecked,
        accessibilityInformation: { label: text, role: 'checkbox' },
      };
      return item;
    }
    case 'roles': {
      const missing = node.roles.filter(one => one.missing).length;
      say(
        t('Roles'),
        missing > 0 ? t('{0} missing', missing) : '',
        'organization',
        missing > 0 ? 'list.warningForeground' : undefined,
      );
      item.collapsibleState = vscode.TreeItemCollapsibleState.Expanded;
      return item;
    }
    case 'role': {
      const { title, duties, person, missing } = node;
      const color = missing ? 'list.warningForeground' : undefined;
      say(title, person ?? t('nobody'), person ? 'account' : missing ? 'warning' : 'person', color);
      explain(duties);
      item.contextValue = person === null ? 'response.role' : 'response.role.held';
      if (person === null) does('onCall.assignRole', t('Assign'));
      return item;
    }
  }
}
