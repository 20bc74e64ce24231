import * as vscode from 'vscode';
import { type Clock, utc } from '../core/clock.ts';
import type { Event } from '../core/events.ts';
import type { IncidentStore } from '../core/incidents/incidentStore.ts';
import { DisposableStore } from './disposables.ts';
import type { Notifications } from './notifications.ts';
import { withZone } from './localTime.ts';
import { turnEnd, untilText } from './onCallTexts.ts';
import type { AccountTurn, OnCallWatch } from './onCallWatch.ts';
import type { Account, Sessions } from './sessions.ts';

/** A read or a poll changes several things at once; the text is made once for all of them. */
const settleMs = 50;

export interface StatusBarParts {
  readonly store: IncidentStore;
  readonly sessions: Sessions;
  readonly watch: OnCallWatch;
  readonly notifications: Pick<Notifications, 'mutedUntil' | 'onDidChange'>;
  /** How many actions and messages are not sent. */
  readonly waiting: () => number;
  readonly onDidChangeWaiting: Event<unknown>;
  readonly clock: Clock;
}

/**
 * Two items: how many incidents are open and whether what is shown can be trusted; and whether I am on call.
 * Both are hidden while there is nothing to say.
 */
export class StatusBar implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #incidents = this.#owned.add(
    vscode.window.createStatusBarItem('onCall.status', vscode.StatusBarAlignment.Left, 50),
  );
  readonly #turn = this.#owned.add(
    vscode.window.createStatusBarItem('onCall.turn', vscode.StatusBarAlignment.Left, 49),
  );
  #cancelUpdate: (() => void) | null = null;

  constructor(private readonly parts: StatusBarParts) {
    const { store, sessions, watch, notifications, onDidChangeWaiting } = parts;
    this.#incidents.name = vscode.l10n.t('On-Call: Incidents');
    this.#incidents.command = 'onCall.incidents.focus';
    this.#turn.name = vscode.l10n.t('On-Call: Am I on Call');
    this.#turn.command = 'onCall.onCallNow.focus';
    this.#owned.add({ dispose: () => this.#cancelUpdate?.() });
    const soon = () => this.#updateSoon();
    this.#owned.add(store.onDidChange(soon));
    this.#owned.add(sessions.onDidChange(soon));
    this.#owned.add(watch.onDidChange(soon));
    this.#owned.add(notifications.onDidChange(soon));
    this.#owned.add(onDidChangeWaiting(soon));
    this.#update();
  }

  #updateSoon(): void {
    this.#cancelUpdate ??= this.parts.clock.after(settleMs, () => this.#update());
  }

  #update(): void {
    this.#cancelUpdate = null;
    this.#updateIncidents();
    this.#updateTurn();
  }

  #updateIncidents(): void {
    const { store, sessions, notifications, waiting, clock } = this.parts;
    const all = sessions.all();
    const unsent = waiting();
    if (all.length === 0 && unsent === 0) return this.#incidents.hide();
    let triggered = 0;
    let acknowledged = 0;
    for (const { status } of store.all()) {
      if (status === 'triggered') triggered++;
      if (status === 'acknowledged') acknowledged++;
    }
    const failed = all.filter(({ poller }) => poller.health.state === 'failed');
    const muted = notifications.mutedUntil;
    const drill = all.some(({ account }) => account.drill);
    const icon = failed.length > 0 ? '$(warning)' : triggered > 0 ? '$(bell-dot)' : '$(bell)';
    this.#incidents.text = [
      `${icon} ${triggered} / ${acknowledged}`,
      ...(unsent > 0 ? [`$(cloud-upload) ${unsent}`] : []),
      ...(muted !== null ? ['$(bell-slash)'] : []),
      ...(drill ? [vscode.l10n.t('(drill)')] : []),
    ].join(' ');
    const words = [
      vscode.l10n.t('On-Call: {0} triggered, {1} acknowledged', triggered, acknowledged),
      ...(drill ? [vscode.l10n.t('(drill)')] : []),
      ...(unsent > 0 ? [vscode.l10n.t('Actions and messages not sent yet: {0}', unsent)] : []),
      ...(muted === null ? [] : [mutedText(muted, clock)]),
      ...failed.map(({ account, poller }) => `${account.label}: ${poller.health.error?.message ?? ''}`),
    ];
    this.#incidents.tooltip = words.join('\n');
    this.#incidents.accessibilityInformation = { label: words.join('. '), role: 'button' };
    this.#incidents.backgroundColor =
      triggered > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#incidents.show();
  }

  #updateTurn(): void {
    const { sessions, watch, clock } = this.parts;
    const people = sessions.all().filter(({ account }) => account.person !== null);
    // A rehearsal says nothing about the real pager; alone it is shown, marked.
    const real = people.some(({ account }) => !account.drill);
    const turns = watch.turns().filter(({ account }) => !real || !account.drill);
    const on = turns.filter(({ turn }) => turn.level !== null).sort(byLevel)[0];
    const asked = people.filter(({ account }) => !real || !account.drill).length;
    // Whoever is not known may be on call there.
    if (!on && (asked === 0 || turns.length < asked)) return this.#turn.hide();
    const drill = real ? '' : ` ${vscode.l10n.t('(drill)')}`;
    const text = (on ? turnText(on, clock) : vscode.l10n.t('Not on call')) + drill;
    const places = watch.turns().flatMap(accountTurn => placesText(accountTurn, clock));
    this.#turn.text = `${on ? '$(person)' : '$(circle-slash)'} ${text}`;
    this.#turn.tooltip = [text, ...places].join('\n');
    this.#turn.accessibilityInformation = { label: [text, ...places].join('. ') };
    this.#turn.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

function mutedText(until: number, clock: Clock): string {
  return until === Infinity
    ? vscode.l10n.t('Messages for new incidents are muted; PagerDuty goes on paging')
    : vscode.l10n.t(
        'Messages for new incidents are muted until {0}; PagerDuty goes on paging',
        withZone(turnEnd(utc(until), clock), utc(until)),
      );
}

/** Lowest level first, then whoever is on call longest. */
function byLevel({ turn: a }: AccountTurn, { turn: b }: AccountTurn): number {
  const end = (until: string | null) => (until === null ? Infinity : Date.parse(until));
  return (a.level ?? Infinity) - (b.level ?? Infinity) || end(b.until) - end(a.until) || 0;
}

function turnText({ turn: { level, until } }: AccountTurn, clock: Clock): string {
  const first = level === 1;
  if (until === null) return first ? vscode.l10n.t('On call') : vscode.l10n.t('On call, level {0}', level!);
  const end = turnEnd(until, clock);
  return first
    ? vscode.l10n.t('On call until {0}', end)
    : vscode.l10n.t('On call, level {0}, until {1}', level!, end);
}

function placesText({ account, turn }: AccountTurn, clock: Clock): string[] {
  return turn.places.map(({ policy, level, until }) =>
    [
      nameOf(account),
      policy.name,
      vscode.l10n.t('level {0}', level),
      untilText({ until, isOver: false }, clock),
    ].join(', '),
  );
}

function nameOf({ drill, label }: Account): string {
  return drill ? vscode.l10n.t('DRILL') : label;
}
