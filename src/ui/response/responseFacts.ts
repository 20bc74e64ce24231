import * as vscode from 'vscode';
import type { ResponseFact } from '../../core/incidents/details/detailsView.ts';
import { missingRoles } from '../../core/response/roles.ts';
import type { ResponseRules } from '../../core/response/rules.ts';
import { localTime } from '../localTime.ts';
import type { Response } from './responses.ts';
import { deadlineName, dueText, roleName, words } from './responseTexts.ts';

/** Severity where the provider has another one, and stage. */
export function rowText({ incident, state }: Response): string {
  const severity = state.severity === incident.severity ? '' : (state.severity ?? '');
  return [severity, words().stages[state.stage]].filter(Boolean).join(' · ');
}

/** How the response stands, as names and values. */
export function responseFacts(response: Response, { roles }: ResponseRules): readonly ResponseFact[] {
  const { t } = vscode.l10n;
  const { state, deadlines } = response;
  const now = response.now();
  const missing = missingRoles(state.severity, state.roles, roles).map(({ title }) => title);
  const due = deadlines(now).filter(one => one.state !== 'done');
  const fact = (name: string, value: string | null): ResponseFact[] =>
    value === null || value === '' ? [] : [{ name, value }];
  return [
    ...fact(t('Severity'), state.triaged ? state.severity : null),
    ...fact(t('Stage'), t('{0}, since {1}', words().stages[state.stage], localTime(state.stageSince, now))),
    ...fact(t('Noticed by'), state.detectedBy && words().detections[state.detectedBy]),
    ...state.roles.map(({ role, person }) => ({ name: roleName(role, roles), value: person })),
    ...fact(t('Missing roles'), missing.join(', ')),
    ...fact(t('Due'), due.map(one => `${deadlineName(one)} ${dueText(one, now)}`).join('; ')),
  ];
}
