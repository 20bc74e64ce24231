import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import { incidentMark, marked } from '../incidentMark.ts';
import { withoutIcons } from '../incidentPick.ts';
import type { Sessions } from '../sessions.ts';
import type { Responses } from './responses.ts';
import { deadlineName, dueText, minutesText, words } from './responseTexts.ts';

/** Age and what is due are told in minutes; a little oftener, so that none is told late. */
const tickMs = 20_000;

/** The clock of the incident that is worked on: severity, age, stage, and what is due next. */
export class ResponseStatus implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #item = this.#owned.add(
    vscode.window.createStatusBarItem('onCall.response', vscode.StatusBarAlignment.Left, 47),
  );
  #cancelTick = () => {};

  constructor(
    private readonly parts: {
      readonly responses: Responses;
      readonly current: CurrentIncident;
      readonly sessions: Sessions;
      readonly clock: Clock;
    },
  ) {
    this.#item.name = vscode.l10n.t('On-Call: Response');
    this.#item.command = 'onCall.response.focus';
    this.#owned.add(parts.current.onDidChange(() => this.#update()));
    this.#owned.add(parts.responses.onDidChange(() => this.#update()));
    this.#owned.add(parts.sessions.onDidChange(() => this.#update()));
    this.#owned.add({ dispose: () => this.#cancelTick() });
    this.#update();
  }

  #update(): void {
    const { responses, current, sessions, clock } = this.parts;
    this.#cancelTick();
    this.#cancelTick = () => {};
    const response = responses.of(current.get()?.key ?? '');
    if (!response) return this.#item.hide();
    this.#cancelTick = clock.after(tickMs, () => this.#update());
    const now = response.now();
    const { incident, state } = response;
    const mark = incidentMark(sessions, incident);
    const end = incident.resolvedAt === null ? now : Date.parse(incident.resolvedAt);
    const age = minutesText(end - Date.parse(incident.createdAt));
    const stage = words().stages[state.stage];
    const open = response.deadlines(now).filter(({ state: stands }) => stands !== 'done');
    const late = open.filter(({ state: stands }) => stands === 'due');
    const next = late[0] ?? open[0];
    const due = next && `${deadlineName(next)} ${dueText(next, now)}`;
    this.#item.text = withoutIcons([mark, state.severity, age, stage].filter(Boolean).join(' · '));
    if (next)
      this.#item.text += ` $(${late.length > 0 ? 'warning' : 'watch'}) ${withoutIcons(dueText(next, now))}`;
    const lines = [
      vscode.l10n.t('On-Call: {0}', marked(mark, incident.title)),
      state.severity ?? vscode.l10n.t('Severity not set'),
      vscode.l10n.t('for {0}', age),
      stage,
      ...open.map(one => `${deadlineName(one)}: ${dueText(one, now)}`),
    ];
    this.#item.tooltip = lines.join('\n');
    this.#item.accessibilityInformation = {
      label: [mark, incident.title, state.severity ?? vscode.l10n.t('Severity not set'), age, stage, due]
        .filter(Boolean)
        .join(', '),
      role: 'button',
    };
    this.#item.backgroundColor =
      late.length > 0 ? new vscode.ThemeColor('statusBarItem.warningBackground') : undefined;
    this.#item.show();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
