import * as vscode from 'vscode';
import { type Incident, type Severity, severityOfPriority } from '../../core/incidents/incident.ts';
import { isPossible } from '../../core/incidents/possibleActions.ts';
import type { ResponseState } from '../../core/response/responseState.ts';
import type { ResponseRules } from '../../core/response/rules.ts';
import {
  type Assessment,
  type Detection,
  detections,
  type Level,
  levels,
  proposedSeverity,
  severities,
} from '../../core/response/severity.ts';
import { prompts } from '../prompts.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { openResponse } from '../response/openResponse.ts';
import { words } from '../response/responseTexts.ts';
import { type ActionParts, whichWords } from './changeIncidents.ts';
import { priorityMeaning } from './priorityMeaning.ts';
import { goTo } from './setStage.ts';

export type TriageParts = ActionParts & ResponseParts;

interface Choice<T> extends vscode.QuickPickItem {
  readonly value: T;
}

/** Asks how many are hit and how fast it must end, proposes a severity, and sets the one that is chosen. */
export async function triage(parts: TriageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { inTitle: true, remembered: true });
  if (!incident) return;
  await triageIncident(parts, incident, (await openResponse(parts, incident)).state);
}

/**
 * Undefined where a question was left.
 * @returns the state as it is after that, which the timeline tells only in a moment
 */
export async function triageIncident(
  parts: TriageParts,
  incident: Incident,
  state: ResponseState,
): Promise<ResponseState | undefined> {
  const { t } = vscode.l10n;
  const impact = await ask(
    t('Triage {0}: how hard are users hit?', whichWords([incident])),
    levelItems({
      high: t('Most users, or a main function is gone, or data is lost'),
      medium: t('Many users, or a function works badly'),
      low: t('Few users, or hardly to be noticed'),
    }),
  );
  if (impact === undefined) return undefined;
  const urgency = await ask(
    t('Triage {0}: how soon must it end?', whichWords([incident])),
    levelItems({
      high: t('Now: it gets worse, or costs with every minute'),
      medium: t('Today'),
      low: t('It can wait for working hours'),
    }),
  );
  if (urgency === undefined) return undefined;
  const chosen = await askSeverity(parts, incident, state, { impact, urgency });
  if (!chosen) return undefined;
  const detectedBy = state.detectedBy ?? (await askDetection(incident));
  const reason = await prompts.line({
    title: t('Severity {0}: why?', chosen.to),
    prompt: t('It goes into the timeline. Press Enter to leave it out.'),
    ignoreFocusOut: true,
  });
  // Escape here takes nothing back: the question was only for more.
  const { to, proposed } = chosen;
  // Questions stay open for minutes, and others go on meanwhile.
  const { incident: present, state: now } = await openResponse(parts, incident);
  await parts.deeds.setSeverity(incident, now, {
    to,
    reason: reason?.trim() ?? '',
    triage: { impact, urgency, proposed },
  });
  if (detectedBy && now.detectedBy === null) await parts.deeds.setDetection(incident, detectedBy);
  // Escape here leaves the incident in detection, with its severity.
  const stage = await goTo(parts, incident, 'triage', 'detection');
  await tellProvider(parts, present, to);
  return { ...now, severity: to, stage };
}

async function askSeverity(
  { rules }: ResponseParts,
  incident: Incident,
  { severity }: ResponseState,
  assessment: Assessment,
): Promise<{ readonly to: Severity; readonly proposed: Severity } | undefined> {
  const { t } = vscode.l10n;
  const { matrix, severities: defined } = rules();
  const proposed = proposedSeverity(assessment, matrix);
  const { levels: names } = words();
  const because = t('proposed: impact {0}, urgency {1}', names[assessment.impact], names[assessment.urgency]);
  // The proposal stands first, so that Enter takes it.
  const ordered = [proposed, ...severities.filter(one => one !== proposed)];
  const to = await ask(
    t('Severity of {0}', whichWords([incident])),
    ordered.map(value => ({
      label: value,
      description: [meaningOf(value, defined), value === severity ? t('now') : '']
        .filter(Boolean)
        .join(' · '),
      ...(value === proposed ? { detail: because } : {}),
      value,
    })),
  );
  return to && { to, proposed };
}

/** “Critical: a service is down”, as the team has it. */
export function meaningOf(severity: Severity, defined: ResponseRules['severities']): string {
  const found = defined.find(({ id }) => id === severity);
  return found ? `${found.name}: ${found.meaning}` : '';
}

async function askDetection(incident: Incident): Promise<Detection | null> {
  const { t } = vscode.l10n;
  const unknown: Choice<Detection | null> = { label: t('Not known yet'), value: null };
  const known = detections.map((value): Choice<Detection | null> => ({
    label: words().detections[value],
    value,
  }));
  const found = await ask(t('Who noticed {0}?', whichWords([incident])), [...known, unknown]);
  return found ?? null;
}

/** Says how an incident was noticed, or corrects it. */
export async function setDetection(parts: TriageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { remembered: true });
  if (!incident) return;
  const detectedBy = await askDetection(incident);
  if (detectedBy) await parts.deeds.setDetection(incident, detectedBy);
}

/** Where the provider has a priority that means the same. It can be taken back there, so nobody is asked. */
async function tellProvider(parts: TriageParts, incident: Incident, to: Severity): Promise<void> {
  const table = parts.rules().severities;
  // Its severity may be the alert’s, which the provider does not know.
  const told = severityOfPriority(incident.priority?.name, table);
  if (told === to || !isPossible('setPriority', incident)) return;
  const session = parts.sessions.get(incident.accountId);
  // Of what only its timeline knows nobody can say how the provider has it by now.
  if (!session || parts.current.outside?.key === incident.key) return;
  const priority = await priorityMeaning(to, session, table, parts.boundary);
  if (!priority) return;
  const done = (which: string) => vscode.l10n.t('Set the priority of {0}', which);
  await parts.actions.perform([incident], { type: 'setPriority', priority }, done);
}

function levelItems(meanings: { readonly [L in Level]: string }): Choice<Level>[] {
  const names = words().levels;
  return levels.toReversed().map(value => ({ label: names[value], description: meanings[value], value }));
}

async function ask<T>(title: string, items: readonly Choice<T>[]): Promise<T | undefined> {
  const choice = await vscode.window.showQuickPick(items, { title, ignoreFocusOut: true });
  return choice?.value;
}
