import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { plainMessage } from '../../core/comms/formats/plain.ts';
import { targetText } from '../../core/comms/messageEntry.ts';
import type { OutgoingMessage } from '../../core/comms/messenger.ts';
import type { Outbox, OutboxItem } from '../../core/incidents/outbox/outbox.ts';
import { actionWords } from '../actionWords.ts';
import { stateWords as messageState } from '../comms/messageWords.ts';
import type { UnsentMessages, UnsentNode } from '../comms/unsentMessages.ts';
import type { CommandId } from '../contributed.ts';
import { setContext } from '../contextKeys.ts';
import { DisposableStore } from '../disposables.ts';
import { withoutIcons } from '../incidentPick.ts';
import { localTime } from '../localTime.ts';
import type { LateTree } from './lateTree.ts';
import { spokenText } from './spoken.ts';

export interface OutboxNode {
  readonly type: 'outboxItem';
  readonly item: OutboxItem;
}

export type WaitingNode = OutboxNode | UnsentNode;
type State = Exclude<OutboxItem['state'], 'done'>;

/** Longer than sending takes when all is well. */
const momentMs = 3_000;

const icons: Record<State, [icon: string, color: string]> = {
  waiting: ['clock', 'descriptionForeground'],
  unknown: ['question', 'list.warningForeground'],
  refused: ['error', 'list.errorForeground'],
};

/** The view “Not Sent Yet”: what waits, what was refused, and what nobody knows about. Hidden while there is nothing. */
export class OutboxTree implements vscode.TreeDataProvider<WaitingNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<WaitingNode>;

  /** The view is in the way of the others, so it does not come for what is sent in a moment. */
  #cancelShow = () => {};

  constructor(
    view: LateTree<WaitingNode>,
    private readonly outbox: Outbox,
    private readonly unsent: Pick<UnsentMessages, 'list' | 'onDidChange'>,
    private readonly clock: Clock,
  ) {
    this.#view = view.fill(this);
    this.#owned.add(outbox.onDidChange(() => this.#update()));
    this.#owned.add(unsent.onDidChange(() => this.#update()));
    this.#owned.add({ dispose: () => this.#cancelShow() });
    this.#update();
  }

  getChildren(node?: WaitingNode): WaitingNode[] {
    if (node) return [];
    return [
      ...this.outbox.items().map((item): WaitingNode => ({ type: 'outboxItem', item })),
      ...this.unsent.list().map((message): WaitingNode => ({ type: 'unsentMessage', message })),
    ];
  }

  getTreeItem(node: WaitingNode): vscode.TreeItem {
    return node.type === 'outboxItem' ? actionItem(node) : messageItem(node);
  }

  #update(): void {
    const items = [
      ...this.outbox.items().map(({ state, at }) => ({ state, at })),
      ...this.unsent.list().map(({ state, createdAt }) => ({ state: iconOf(state), at: createdAt })),
    ];
    const asked = items.filter(({ state }) => state !== 'waiting').length;
    const since = Math.min(...items.map(({ at }) => Date.parse(at)));
    const wait = asked > 0 ? 0 : since + momentMs - this.clock.now();
    this.#cancelShow();
    if (items.length === 0 || wait <= 0) setContext('outboxState', items.length > 0 ? 'waiting' : 'empty');
    else this.#cancelShow = this.clock.after(wait, () => this.#update());
    this.#view.badge =
      asked > 0 ? { value: asked, tooltip: vscode.l10n.t('{0} need your decision', asked) } : undefined;
    this.#changed.fire(undefined);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function actionItem({ item }: OutboxNode): vscode.TreeItem {
  const state = item.state === 'done' ? 'waiting' : item.state;
  const node = new vscode.TreeItem(withoutIcons(actionWords(item.action)));
  const [icon, color] = icons[state];
  node.id = `outbox:${item.id}`;
  node.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  node.description = `${stateWords(state)} · ${item.label}`;
  node.tooltip = [
    `${item.label}\n${actionWords(item.action)}`,
    vscode.l10n.t('Asked for {0} by {1}', localTime(item.at), item.by),
    stateWords(state),
    [item.reason, item.nextStep].filter(Boolean).join(' '),
  ]
    .filter(Boolean)
    .join('\n');
  node.contextValue = `outboxItem ${state}`;
  node.accessibilityInformation = {
    label: [spokenText(actionWords(item.action)), item.label, stateWords(state), item.reason, item.nextStep]
      .filter(Boolean)
      .join(', '),
  };
  return node;
}

/** Its click asks what to do about it. */
function messageItem(node: UnsentNode): vscode.TreeItem {
  const { id, state, target, text, by, createdAt, reason, nextStep } = node.message;
  const said = plainMessage(text);
  const item = new vscode.TreeItem(withoutIcons(`${targetText(target)}: ${said.replace(/\s+/g, ' ')}`));
  const [icon, color] = icons[iconOf(state)];
  const why = [reason, nextStep].filter(Boolean).join(' ');
  item.id = `message:${id}`;
  item.iconPath = new vscode.ThemeIcon(icon, new vscode.ThemeColor(color));
  item.description = [messageState(state), reason].filter(Boolean).join(' · ');
  item.tooltip = [
    targetText(target),
    said,
    vscode.l10n.t('Asked for {0} by {1}', localTime(createdAt), by),
    messageState(state),
    why,
  ]
    .filter(Boolean)
    .join('\n');
  // Not “outboxItem”: what the menus offer is for actions.
  item.contextValue = 'unsentMessage';
  item.command = {
    command: 'onCall.answerMessage' satisfies CommandId,
    title: vscode.l10n.t('Answer…'),
    arguments: [node],
  };
  item.accessibilityInformation = {
    label: [targetText(target), messageState(state), why, spokenText(said)].filter(Boolean).join(', '),
  };
  return item;
}

function iconOf(state: OutgoingMessage['state']): State {
  if (state === 'refused') return 'refused';
  return state === 'mayHaveArrived' ? 'unknown' : 'waiting';
}

function stateWords(state: State): string {
  switch (state) {
    case 'waiting':
      return vscode.l10n.t('waits to be sent');
    case 'unknown':
      return vscode.l10n.t('may have arrived: send again, or say that it has arrived');
    case 'refused':
      return vscode.l10n.t('refused');
  }
}

/** The items that a menu of this view was called for. */
export function itemsOf(args: readonly unknown[]): readonly OutboxItem[] {
  const [clicked, all] = args;
  const nodes = Array.isArray(all) && all.length > 0 ? (all as unknown[]) : [clicked];
  return nodes.flatMap(node => {
    const { type, item } = (node ?? {}) as { type?: unknown; item?: OutboxItem };
    return type === 'outboxItem' && item ? [item] : [];
  });
}
