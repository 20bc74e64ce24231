import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { OnDuty, PolicyRow } from '../../core/incidents/onCall/onCallNow.ts';
import { setContext } from '../contextKeys.ts';
import { DisposableStore } from '../disposables.ts';
import { thereText, untilText } from '../onCallTexts.ts';
import type { AccountOnCall, OnCallWatch } from '../onCallWatch.ts';
import type { Account } from '../sessions.ts';
import { shortAge } from './age.ts';
import type { LateTree } from './lateTree.ts';
import { spoken } from './spoken.ts';

export type OnCallNode =
  | { readonly type: 'account'; readonly onCall: AccountOnCall }
  | { readonly type: 'policy'; readonly account: Account; readonly row: PolicyRow }
  /** One for each person of a level; one with null for a level that nobody stands on. */
  | {
      readonly type: 'level';
      readonly account: Account;
      readonly row: PolicyRow;
      readonly level: number;
      readonly onDuty: OnDuty | null;
    }
  /** Something to be said in the place of policies. */
  | { readonly type: 'note'; readonly account: Account; readonly label: string }
  | { readonly type: 'problem'; readonly onCall: AccountOnCall };

/** What is “17:40 there” is good to the minute. */
const timesEveryMs = 60_000;

/** The view “On Call Now”: the levels of the policies of my teams, and who stands on them until when. */
export class OnCallTree implements vscode.TreeDataProvider<OnCallNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<OnCallNode>;
  #cancelTimes = () => {};

  constructor(
    private readonly parts: {
      readonly view: LateTree<OnCallNode>;
      readonly watch: OnCallWatch;
      readonly clock: Clock;
    },
  ) {
    const { view, watch } = parts;
    this.#view = view.fill(this);
    this.#owned.add(watch.onDidChange(() => this.#update()));
    this.#owned.add(
      this.#view.onDidChangeVisibility(({ visible }) => {
        watch.setLooking(visible);
        this.#update();
      }),
    );
    this.#owned.add({ dispose: () => this.#cancelTimes() });
    watch.setLooking(this.#view.visible);
    this.#update();
  }

  getTreeItem(node: OnCallNode): vscode.TreeItem {
    switch (node.type) {
      case 'account':
        return accountItem(node.onCall.account);
      case 'policy':
        return policyItem(node.account, node.row);
      case 'level':
        return levelItem(node, this.parts.clock);
      case 'note':
        return noteItem(node.account, node.label);
      case 'problem':
        return problemItem(node.onCall, this.parts.clock);
    }
  }

  getChildren(node?: OnCallNode): OnCallNode[] {
    if (!node) {
      const all = this.parts.watch.all();
      return all.length > 1 ? all.map(onCall => ({ type: 'account', onCall })) : all.flatMap(ofAccount);
    }
    if (node.type === 'account') return ofAccount(node.onCall);
    return node.type === 'policy' ? ofPolicy(node.account, node.row) : [];
  }

  #update(): void {
    const { watch, clock } = this.parts;
    const all = watch.all();
    const known = all.filter(({ policies, error }) => policies !== null || error !== null);
    if (all.length === 0) setContext('onCallState', 'signedOut');
    else if (known.length === 0) setContext('onCallState', 'loading');
    else setContext('onCallState', all.every(isEmpty) ? 'empty' : 'ready');
    const lines = [
      ...(all.some(({ account }) => account.drill)
        ? [vscode.l10n.t('Drill running: the people on call there are not real.')]
        : []),
      ...(all.length > 0 && known.length === 0 ? [vscode.l10n.t('Reading who is on call…')] : []),
    ];
    this.#view.message = lines.join(' ');
    this.#changed.fire(undefined);
    this.#cancelTimes();
    this.#cancelTimes =
      this.#view.visible && known.length > 0 ? clock.after(timesEveryMs, () => this.#update()) : () => {};
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function isEmpty({ policies, error }: AccountOnCall): boolean {
  return error === null && policies?.length === 0;
}

function ofAccount(onCall: AccountOnCall): OnCallNode[] {
  const { account, policies, error } = onCall;
  const problem: OnCallNode[] = error ? [{ type: 'problem', onCall }] : [];
  if (policies === null) return problem;
  if (policies.length > 0) {
    return [...problem, ...policies.map((row): OnCallNode => ({ type: 'policy', account, row }))];
  }
  const label = account.person
    ? vscode.l10n.t('Your teams have no escalation policy, and you stand on none.')
    : vscode.l10n.t('The account has no escalation policy.');
  return [...problem, { type: 'note', account, label }];
}

function ofPolicy(account: Account, row: PolicyRow): OnCallNode[] {
  return row.levels.flatMap(({ level, onDuty }) =>
    (onDuty.length > 0 ? onDuty : [null]).map((one): OnCallNode => {
      return { type: 'level', account, row, level, onDuty: one };
    }),
  );
}

function drillMark({ drill }: Account): string[] {
  return drill ? [vscode.l10n.t('DRILL')] : [];
}

function accountItem(account: Account): vscode.TreeItem {
  const item = new vscode.TreeItem(account.label, vscode.TreeItemCollapsibleState.Expanded);
  item.id = `account:${account.id}`;
  item.description = drillMark(account).join('');
  item.iconPath = new vscode.ThemeIcon('organization');
  item.contextValue = 'account';
  return spoken(item);
}

function policyItem(account: Account, { policy, levels }: PolicyRow): vscode.TreeItem {
  const item = new vscode.TreeItem(policy.name, vscode.TreeItemCollapsibleState.Expanded);
  const gaps = levels.filter(({ onDuty }) => onDuty.length === 0).length;
  const gapText = gaps > 0 ? [vscode.l10n.t('{0} of {1} levels without anybody', gaps, levels.length)] : [];
  item.id = `policy:${account.id}:${policy.id}`;
  item.description = [...drillMark(account), ...gapText].join(' · ');
  item.tooltip = [policy.name, ...gapText].join('\n');
  item.contextValue = 'policy';
  item.accessibilityInformation = {
    label: [policy.name, vscode.l10n.t('escalation policy'), ...drillMark(account), ...gapText].join(', '),
  };
  return item;
}

function levelItem(
  { account, row, level, onDuty }: OnCallNode & { readonly type: 'level' },
  clock: Clock,
): vscode.TreeItem {
  const name = vscode.l10n.t('Level {0}', level);
  const person = onDuty ? onDuty.person.name : vscode.l10n.t('nobody');
  const you = onDuty?.isMe ? ` ${vscode.l10n.t('(you)')}` : '';
  const item = new vscode.TreeItem(`${name}  ${person}${you}`);
  item.id = `level:${account.id}:${row.policy.id}:${level}:${onDuty?.person.id ?? ''}`;
  item.contextValue = 'level';
  if (!onDuty) {
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.tooltip = vscode.l10n.t('Nobody is on call on this level now: it is passed over.');
    item.accessibilityInformation = { label: `${name}, ${vscode.l10n.t('nobody is on call')}` };
    return item;
  }
  const { until, schedules } = onDuty;
  const times = [untilText(onDuty, clock), thereText(onDuty.person.timeZone, clock)].filter(isText);
  item.iconPath = onDuty.isMe
    ? new vscode.ThemeIcon('account', new vscode.ThemeColor('charts.blue'))
    : new vscode.ThemeIcon('person');
  item.description = times.join(' · ');
  // Plain text on purpose: names are the provider’s.
  item.tooltip = [
    `${person}${you}`,
    `${row.policy.name}, ${name}`,
    schedules.length > 0
      ? vscode.l10n.t('By schedule: {0}', schedules.join(', '))
      : vscode.l10n.t('Stands on the level by name'),
    ...times,
    ...(until === null ? [] : [vscode.l10n.t('In UTC: {0}', until)]),
    ...(onDuty.person.timeZone ? [vscode.l10n.t('Time zone: {0}', onDuty.person.timeZone)] : []),
    ...drillMark(account),
  ].join('\n');
  item.accessibilityInformation = {
    label: [name, `${person}${you}`, ...times, ...drillMark(account)].join(', '),
  };
  return item;
}

function isText(text: string | null): text is string {
  return text !== null;
}

function noteItem(account: Account, label: string): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = `note:${account.id}`;
  item.iconPath = new vscode.ThemeIcon('info');
  item.contextValue = 'note';
  return spoken(item);
}

function problemItem({ account, readAt, error }: AccountOnCall, clock: Clock): vscode.TreeItem {
  const shown =
    readAt === null
      ? null
      : vscode.l10n.t('Shown is what was last read ({0}).', shortAge(clock.now() - readAt));
  const [message, nextStep] = [error?.message ?? '', error?.nextStep ?? ''];
  const item = new vscode.TreeItem(message);
  item.id = `problem:${account.id}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.description = [nextStep, shown].filter(isText).join(' ');
  item.tooltip = [message, nextStep, shown].filter(isText).join('\n');
  item.contextValue = 'problem';
  item.accessibilityInformation = { label: [message, nextStep, shown].filter(isText).join(' ') };
  return item;
}
