import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { FollowedIncident } from '../../core/incidents/list/followedIncident.ts';
import type { IncidentRows, RowChange } from '../../core/incidents/list/incidentRows.ts';
import { DisposableStore } from '../disposables.ts';
import type { IncidentNode, IncidentTreeNode } from './incidentNodes.ts';
import type { SelectedRows } from './selectedRows.ts';

/** VS Code says a moment after a reveal what is selected. */
const focusAgainMs = 400;

export interface FollowedRowParts {
  readonly view: Pick<
    vscode.TreeView<IncidentTreeNode>,
    'visible' | 'reveal' | 'onDidChangeSelection' | 'onDidChangeVisibility'
  >;
  readonly selected: SelectedRows<IncidentTreeNode>;
  readonly clock: Clock;
  /** Where the incident stands now, and what has to be drawn for it. */
  readonly find: IncidentRows['find'];
  readonly draw: (change: RowChange) => void;
}

/** Takes the focus along with the row of a {@link FollowedIncident}, as long as the person stays in the view. */
export class FollowedRow implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #followed: FollowedIncident;

  constructor(private readonly parts: FollowedRowParts) {
    const { view, clock } = parts;
    this.#followed = new FollowedIncident(clock);
    const giveUp = () => this.#followed.giveUp();
    this.#owned.add(
      view.onDidChangeSelection(({ selection: [node] }) => node && this.#followed.selected(node.id)),
    );
    this.#owned.add(view.onDidChangeVisibility(({ visible }) => visible || giveUp()));
    for (const listening of whenElsewhere(giveUp)) this.#owned.add(listening);
  }

  /** A command is called. @param byKey whether a key pressed in the view called it */
  called(byKey: boolean): void {
    const row = byKey ? this.parts.selected.current.find(node => node.type === 'incident') : undefined;
    this.#followed.mean(row?.incident.key ?? null);
  }

  /** Something is about to be done to these, whose rows may move. */
  begin(incidents: readonly Incident[]): void {
    this.#followed.begin(incidents, key => this.parts.find(key)?.row.id);
  }

  /** Call it whenever the rows were drawn. */
  keepUp(): void {
    const { view, find, draw } = this.parts;
    const followed = this.#followed.current;
    if (!followed || !view.visible) return;
    const found = find(followed.key);
    if (!found || found.row.id === followed.rowId) return;
    this.#followed.movedTo(found.row.id);
    draw(found.change);
    void this.#focus(found.row);
  }

  /** A row that has just moved may be unknown to VS Code, or forgotten again by the next draw: then once more. */
  async #focus(row: IncidentNode): Promise<void> {
    const { view, selected, clock } = this.parts;
    const isMeant = () => this.#followed.current?.rowId === row.id && view.visible;
    const hasIt = () => selected.current.some(({ id }) => id === row.id);
    do {
      await view.reveal(row, { select: true, focus: true }).then(undefined, () => {});
      await new Promise<void>(resolve => clock.after(focusAgainMs, resolve));
    } while (isMeant() && !hasIt());
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

/**
 * Calls when the person goes to another tab, an editor or a terminal. VS Code tells nobody of the focus itself: of a
 * click into what was in front already it tells only where the cursor moves.
 */
function whenElsewhere(call: () => void): readonly vscode.Disposable[] {
  const { window } = vscode;
  const { tabGroups } = window;
  let tab = tabGroups.activeTabGroup.activeTab;
  const lookAtTab = () => {
    const before = tab;
    tab = tabGroups.activeTabGroup.activeTab;
    // The last one was closed, perhaps by nobody.
    if (tab && tab !== before) call();
  };
  const { Keyboard, Mouse } = vscode.TextEditorSelectionChangeKind;
  return [
    tabGroups.onDidChangeTabs(lookAtTab),
    tabGroups.onDidChangeTabGroups(lookAtTab),
    window.onDidChangeActiveTextEditor(editor => editor && call()),
    window.onDidChangeTextEditorSelection(({ kind }) => {
      if (kind === Keyboard || kind === Mouse) call();
    }),
    window.onDidChangeActiveTerminal(terminal => terminal && call()),
  ];
}
