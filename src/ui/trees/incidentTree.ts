import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { IncidentChanges, IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { Viewer } from '../../core/incidents/list/arrangement.ts';
import { IncidentRows, type RowChange } from '../../core/incidents/list/incidentRows.ts';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import { Pace } from '../../core/incidents/list/pace.ts';
import { waitingForMe } from '../../core/incidents/list/waitingForMe.ts';
import { numberText } from '../../core/numberText.ts';
import type { Attention } from '../attention.ts';
import { setContext } from '../contextKeys.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import { accountName } from '../incidentMark.ts';
import type { Account, Sessions } from '../sessions.ts';
import { FollowedRow } from './followedRow.ts';
import { SelectedRows } from './selectedRows.ts';
import { badgeFor, headerLines, problemsOf } from './incidentHeader.ts';
import {
  groupItem,
  incidentItem,
  type IncidentNode,
  type IncidentTreeNode,
  moreItem,
  type MoreNode,
  passingWords,
  type ProblemNode,
  problemItem,
} from './incidentNodes.ts';
import type { LateTree } from './lateTree.ts';

/** Pages arrive one after the other; the tree is drawn for the first at once, then for as many as came meanwhile. */
const drawEveryMs = 100;
/** Ages in the tree are good to the minute. */
const agesEveryMs = 60_000;

export interface IncidentTreeParts {
  readonly view: LateTree<IncidentTreeNode>;
  readonly store: IncidentStore;
  readonly sessions: Sessions;
  readonly current: CurrentIncident;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly views: IncidentViews;
  readonly attention: Attention;
  /** From one poll of that account to the next, ms: what is older than two of them says how old it is. */
  readonly intervalMs: (account: Account) => number;
  /** Whether something done to that incident here is still to be sent; call `pendingChanged` when it changes. */
  readonly pending: (key: string) => 'sending' | 'waiting' | null;
  /** How its response stands, in a word or two; call `pendingChanged` when it changes. */
  readonly response: (key: string) => string;
  /** What beside its priority says how bad it is; null where nothing does. */
  readonly severityReason: (incident: Incident) => string | null;
}

/** The view “Incidents”: maps store, sessions and view to a tree; knows nothing that they do not know. */
export class IncidentTree implements vscode.TreeDataProvider<IncidentTreeNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<IncidentTreeNode[] | undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<IncidentTreeNode>;
  readonly #rows = new IncidentRows();
  readonly #pace: Pace;
  #viewer: Viewer = { me: new Map(), teams: new Map() };
  #viewerText = '';
  #problems: readonly ProblemNode[] = [];
  /** What came since the tree was last drawn; null for so much that all has to be listed anew. */
  #news: Map<string, Incident | undefined> | null = null;
  /** The words with which a row was drawn, for those that change by themselves. */
  readonly #drawn = new WeakMap<IncidentNode, string>();
  /** Badge, header and state as they were last given to VS Code. */
  #frame = '';
  readonly #selected: SelectedRows<IncidentTreeNode>;
  readonly #followed: FollowedRow;
  #cancelAges = () => {};

  constructor(private readonly parts: IncidentTreeParts) {
    const { store, sessions, current, views, clock, attention } = parts;
    this.#view = parts.view.fill(this);
    this.#selected = this.#owned.add(new SelectedRows(this.#view));
    this.#followed = this.#owned.add(
      new FollowedRow({
        ...{ view: this.#view, selected: this.#selected, clock },
        find: key => this.#rows.find(key),
        draw: change => this.#fire(change),
      }),
    );
    this.#pace = this.#owned.add(new Pace(clock, drawEveryMs, () => this.#draw()));
    this.#owned.add(store.onDidChange(changes => this.#collect(changes)));
    this.#owned.add(sessions.onDidChange(() => this.#pace.want()));
    this.#owned.add(
      views.onDidChange(() => {
        this.#news = null;
        this.#pace.want();
      }),
    );
    this.#owned.add(
      this.#view.onDidChangeSelection(({ selection }) => {
        const [node] = selection;
        if (selection.length === 1 && node?.type === 'incident') current.set(node.incident);
      }),
    );
    this.#owned.add(this.#view.onDidChangeVisibility(() => this.#minute()));
    this.#owned.add(attention.watch(this.#view));
    this.#owned.add({ dispose: () => this.#cancelAges() });
    this.#pace.want();
    this.#minute();
  }

  /** The rows selected in the view, for commands called from the palette or by a key. */
  get selection(): readonly IncidentTreeNode[] {
    return this.#selected.current;
  }

  /** What rows of this view stand for; see {@link IncidentRows.meant}. */
  meant(nodes: readonly IncidentTreeNode[]): readonly Incident[] {
    return this.#rows.meant(nodes);
  }

  /** Selects it in the view, opening the view where necessary; false where the view’s filter hides it. */
  async reveal(incident: Incident): Promise<boolean> {
    // It may be among the news that are not drawn yet.
    this.#draw();
    const found = this.#rows.find(incident.key);
    if (!found) return false;
    this.#fire(found.change);
    await this.#view.reveal(found.row, { select: true, focus: true });
    return true;
  }

  /** Call it when a command is called. @param byKey whether a key pressed in the view called it */
  called(byKey: boolean): void {
    this.#followed.called(byKey);
  }

  /** Call it before something is done to these, whose rows may move; see {@link FollowedRow}. */
  follow(incidents: readonly Incident[]): void {
    this.#followed.begin(incidents);
  }

  /** Of the group that the node stands in; without one, of all groups. */
  showMore(node?: unknown): void {
    const isMore = (node as Partial<MoreNode> | undefined)?.type === 'more';
    this.#fire(this.#rows.showMore(isMore ? (node as MoreNode) : null));
  }

  /** What is still to be sent, or how a response stands, is another thing than before. */
  pendingChanged(): void {
    this.#refreshPassing();
  }

  getTreeItem(node: IncidentTreeNode): vscode.TreeItem {
    switch (node.type) {
      case 'group':
        return groupItem(node);
      case 'more':
        return moreItem(node);
      case 'problem':
        return problemItem(node);
      case 'incident': {
        const { sessions, incidentClock, pending, response, severityReason, views } = this.parts;
        // VS Code may still ask for a node whose account has just been closed.
        const session = sessions.get(node.incident.accountId);
        this.#drawn.set(node, this.#passing(node));
        return incidentItem(node, {
          now: incidentClock.now(node.incident),
          drill: session?.account.drill ?? false,
          capabilities: session?.provider.capabilities ?? { actions: new Set() },
          account: accountName(sessions, node.incident),
          pending: pending(node.incident.key),
          response: response(node.incident.key),
          severityReason: severityReason(node.incident),
          showStatus: views.current.groupBy !== 'status',
        });
      }
    }
  }

  getChildren(node?: IncidentTreeNode): IncidentTreeNode[] {
    if (!node) return [...this.#problems, ...this.#rows.top()];
    return node.type === 'group' ? [...this.#rows.below(node)] : [];
  }

  /** Only asked for `reveal`. */
  getParent(node: IncidentTreeNode): IncidentTreeNode | undefined {
    return node.type === 'incident' || node.type === 'more' ? (node.group ?? undefined) : undefined;
  }

  #collect({ added, changed, removed }: IncidentChanges): void {
    // Without news everything is listed anew already.
    for (const incident of added) this.#news?.set(incident.key, incident);
    for (const { after } of changed) this.#news?.set(after.key, after);
    for (const { key } of removed) this.#news?.set(key, undefined);
    this.#pace.want();
  }

  #draw(): void {
    const change = this.#list();
    const problems = problemsOf(this.parts.sessions.all(), this.#problems);
    const sameProblems =
      problems.length === this.#problems.length && problems.every((node, at) => node === this.#problems[at]);
    this.#problems = problems;
    this.#describe();
    this.#fire(sameProblems ? change : 'all');
    this.#followed.keepUp();
  }

  /** Brings the rows to what the store holds now. */
  #list(): RowChange {
    const { store, sessions, views } = this.parts;
    const accounts = sessions.all().map(({ account }) => account);
    const text = JSON.stringify(
      accounts.map(({ id, label, drill, person, teams }) => [id, label, drill, person, teams]),
    );
    const sameViewer = text === this.#viewerText;
    const news = this.#news;
    this.#news = new Map();
    if (news && sameViewer) return news.size > 0 ? this.#rows.apply(news) : [];
    this.#viewerText = text;
    this.#viewer = {
      me: new Map(accounts.map(({ id, person }) => [id, person])),
      teams: new Map(accounts.map(({ id, teams }) => [id, teams])),
    };
    const change = this.#rows.arrange(store.all(), views.current, this.#viewer);
    // What an account is called, and whether it is a drill, stands in its rows.
    return sameViewer ? change : 'all';
  }

  #fire(change: RowChange): void {
    if (change === 'all') this.#changed.fire(undefined);
    else if (change.length > 0) this.#changed.fire([...change]);
  }

  /** Everything around the rows: badge, header, and the state that the welcome texts read. */
  #describe(): void {
    const { store, sessions, clock, views, intervalMs } = this.parts;
    const incidents = store.all();
    const [listed, known] = [this.#rows.size, incidents.length];
    const frame = {
      badge: badgeFor(waitingForMe(incidents, this.#viewer)),
      description: listed < known ? vscode.l10n.t('{0} of {1}', numberText(listed), numberText(known)) : '',
      message: headerLines(sessions.all(), views.current, clock.now(), intervalMs).join(' · '),
      state: this.#state(known),
    };
    const text = JSON.stringify(frame);
    if (text === this.#frame) return;
    this.#frame = text;
    this.#view.badge = frame.badge;
    this.#view.description = frame.description;
    // The setter refuses undefined under exactOptionalPropertyTypes; an empty text hides the line as well.
    this.#view.message = frame.message;
    setContext('incidentsState', frame.state);
  }

  #state(known: number): 'loading' | 'signedOut' | 'empty' | 'filtered' | 'ready' {
    const all = this.parts.sessions.all();
    if (all.length === 0) return 'signedOut';
    if (known > 0) return this.#rows.size > 0 ? 'ready' : 'filtered';
    return all.every(({ poller }) => poller.health.state === 'ok') ? 'empty' : 'loading';
  }

  /** Once a minute while somebody looks. */
  #minute(): void {
    this.#cancelAges();
    if (!this.#view.visible) return;
    this.#describe();
    this.#refreshPassing();
    this.#cancelAges = this.parts.clock.after(agesEveryMs, () => this.#minute());
  }

  /** Only rows that VS Code has asked for, and of those only the ones that read otherwise now. */
  #refreshPassing(): void {
    this.#fire(
      this.#rows.incidentRows().filter(row => {
        const drawn = this.#drawn.get(row);
        return drawn !== undefined && drawn !== this.#passing(row);
      }),
    );
  }

  #passing({ incident }: IncidentNode): string {
    const { incidentClock, pending, response } = this.parts;
    const { key } = incident;
    const now = incidentClock.now(incident);
    const passing = { now, pending: pending(key), response: response(key) };
    const { age, rest } = passingWords(incident, passing);
    return [age, ...rest].join(' · ');
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
