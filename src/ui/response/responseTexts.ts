import * as vscode from 'vscode';
import { languageOf } from '../../core/postmortem/languages/index.ts';
import type { Deadline } from '../../core/response/deadlines.ts';
import type { Role } from '../../core/response/roles.ts';
import type { StageProposal } from '../../core/response/stageProposal.ts';
import { type ResponseWords, responseWords } from '../../core/response/words/words.ts';
import { shownDuration } from '../../core/timeline/durationText.ts';

const minuteMs = 60_000;

/** The names of stages, roles and levels, in the language of VS Code. */
export function words(): ResponseWords {
  return responseWords[languageOf(vscode.env.language)];
}

/** What a role of the timeline is called in the language of VS Code. */
export function roleName(role: string, roles: readonly Role[]): string {
  return roles.find(({ name }) => name === role)?.title ?? role;
}

export function flagName(flag: string): string {
  const { flags } = words();
  return Object.hasOwn(flags, flag) ? flags[flag]! : flag;
}

/** “P1 without mitigation for 30 minutes”, “Update to stakeholders” */
export function deadlineName({ kind, name }: Pick<Deadline, 'kind' | 'name'>): string {
  return kind === 'update' ? words().handOver.update : name;
}

/** Whole minutes: “12 min”, “1 h 05 min”. */
export function minutesText(ms: number): string {
  const minutes = Math.max(0, Math.floor(ms / minuteMs));
  return minutes < 60 ? vscode.l10n.t('{0} min', minutes) : shownDuration(minutes * minuteMs);
}

/** “in 12 min”, “5 min overdue” */
export function dueText({ dueAt, state }: Pick<Deadline, 'dueAt' | 'state'>, now: number): string {
  const ms = Date.parse(dueAt) - now;
  // Rounded up, so that it never says zero while there is time.
  if (state === 'pending') return vscode.l10n.t('in {0}', minutesText(ms + minuteMs - 1));
  return ms > -minuteMs ? vscode.l10n.t('due now') : vscode.l10n.t('{0} overdue', minutesText(-ms));
}

export function proposalText({ stage, why, step }: StageProposal): string {
  const name = words().stages[stage];
  switch (why) {
    case 'acknowledged':
      return vscode.l10n.t('{0}? Somebody has acknowledged it.', name);
    case 'mitigationWorked':
      return vscode.l10n.t('{0}? “{1}” ended well.', name, step);
    case 'resolved':
      return vscode.l10n.t('{0}? The provider says that it is resolved.', name);
  }
}
