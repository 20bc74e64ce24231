import * as vscode from 'vscode';
import type { FieldName, MessageFacts, MessagePurpose, ProgressLine } from '../../core/comms/message.ts';
import { purposes } from '../../core/comms/message.ts';
import { latestProgress } from '../../core/comms/renderMessage.ts';
import { statusCalled, statusWords } from '../../core/comms/statusWords.ts';
import type { Incident, Severity } from '../../core/incidents/incident.ts';
import type { Language } from '../../core/postmortem/languages/language.ts';
import type { ResponseState } from '../../core/response/responseState.ts';
import { severities } from '../../core/response/severity.ts';
import { urlOf } from '../../core/webAddress.ts';
import { whichWords } from '../commands/changeIncidents.ts';
import { meaningOf, triageIncident, type TriageParts } from '../commands/triage.ts';
import { withoutIcons } from '../incidentPick.ts';
import { prompts } from '../prompts.ts';
import { pickSeveral } from '../quickPicks.ts';
import { openResponse } from '../response/openResponse.ts';

/** What a person is asked for, in this order, where nobody knows it yet. */
const askedFor = ['impact', 'scope', 'nextSteps'] as const satisfies readonly FieldName[];
/** What a person can say in other words before it is sent. */
const changed = ['status', ...askedFor, 'team', 'bridge'] as const satisfies readonly FieldName[];
type Changed = (typeof changed)[number];

export async function askPurpose(
  next: MessagePurpose,
  incident: Incident,
): Promise<MessagePurpose | undefined> {
  const { t } = vscode.l10n;
  const names: Record<MessagePurpose, string> = {
    initial: t('First notification'),
    update: t('Update'),
    resolution: t('Resolution'),
  };
  const ordered = [next, ...purposes.filter(purpose => purpose !== next)];
  const choice = await vscode.window.showQuickPick(
    ordered.map(purpose => ({
      label: names[purpose],
      description: purpose === next ? t('next') : '',
      purpose,
    })),
    { title: t('Message about {0}', whichWords([incident])), ignoreFocusOut: true },
  );
  return choice?.purpose;
}

/**
 * Where nobody has said how bad it is: sets a severity, or leaves it open. Undefined where the message is given up.
 *
 * @returns the state as it is after that, which the timeline tells only in a moment
 */
export async function askSeverity(
  parts: TriageParts,
  incident: Incident,
  state: ResponseState,
): Promise<ResponseState | undefined> {
  const { t } = vscode.l10n;
  const { severities: defined } = parts.rules();
  const choice = await vscode.window.showQuickPick<vscode.QuickPickItem & { to: Severity | 'triage' | null }>(
    [
      { label: t('Triage…'), description: t('Two questions, and a proposal'), to: 'triage' },
      ...severities.map(to => ({ label: to, description: meaningOf(to, defined), to })),
      {
        label: t('Leave it open'),
        description: t('The message then says that it is not known yet'),
        to: null,
      },
    ],
    { title: t('Severity of {0}', whichWords([incident])), ignoreFocusOut: true },
  );
  if (!choice) return undefined;
  if (choice.to === null) return state;
  if (choice.to === 'triage') return triageIncident(parts, incident, state);
  const { state: now } = await openResponse(parts, incident);
  await parts.deeds.setSeverity(incident, now, { to: choice.to, reason: '', triage: null });
  return { ...now, severity: choice.to };
}

/** Asks for what is missing, as far as a person can say it. Undefined where the message is given up. */
export async function askMissing(
  facts: MessageFacts,
  missing: readonly FieldName[],
  language: Language,
): Promise<MessageFacts | undefined> {
  let known: MessageFacts | undefined = facts;
  for (const field of missing) {
    const asked = askedFor.find(one => one === field);
    if (asked && known) known = await askField(asked, known, language);
  }
  return known;
}

/** Undefined where nothing was changed. */
export async function changeField(
  facts: MessageFacts,
  language: Language,
): Promise<MessageFacts | undefined> {
  const names = fieldWords();
  const choice = await vscode.window.showQuickPick(
    changed.map(field => ({
      label: names[field],
      description: withoutIcons(valueOf(field, facts, language)),
      field,
    })),
    { ignoreFocusOut: true },
  );
  return choice && askField(choice.field, facts, language);
}

/** Which of all lines are said. Undefined where nothing was changed. */
export async function changeProgress(
  facts: MessageFacts,
  all: readonly ProgressLine[],
): Promise<MessageFacts | undefined> {
  const said = new Set(latestProgress(facts.progress));
  const chosen = await pickSeveral(
    all.map(line => ({
      label: withoutIcons(line.text),
      description: `${line.at.slice(11, 16)} UTC`,
      picked: said.has(line),
      line,
    })),
    {
      title: vscode.l10n.t('Which progress is said?'),
      placeHolder: vscode.l10n.t('The ten latest of what is chosen are said.'),
    },
  );
  // In the order of the timeline, in whichever they were clicked.
  const lines = chosen && new Set(chosen.map(({ line }) => line));
  return lines && { ...facts, progress: all.filter(line => lines.has(line)) };
}

function fieldWords(): Record<Changed, string> {
  const { t } = vscode.l10n;
  return {
    status: t('Status: how does it stand?'),
    impact: t('Impact: what can people not do?'),
    scope: t('Affected: which services, regions, customers?'),
    nextSteps: t('Next steps: what is being done now?'),
    team: t('Team: who works on it?'),
    bridge: t('Bridge: the address of the call'),
  };
}

/** As the message says it. */
function valueOf(field: Changed, facts: MessageFacts, language: Language): string {
  const value = facts[field] ?? '';
  return field === 'status' ? statusWords(value, language) : value;
}

async function askField(
  field: Changed,
  facts: MessageFacts,
  language: Language,
): Promise<MessageFacts | undefined> {
  const typed = await prompts.line({
    title: fieldWords()[field],
    prompt: vscode.l10n.t('Press Enter to leave it open: the message then says that it is not known yet.'),
    value: valueOf(field, facts, language),
    ignoreFocusOut: true,
    ...(field === 'bridge' && { validateInput: bridgeProblem }),
  });
  if (typed === undefined) return undefined;
  const said = typed.trim();
  return { ...facts, [field]: said === '' ? null : field === 'status' ? statusCalled(said, language) : said };
}

function bridgeProblem(text: string): string | null {
  const address = text.trim();
  if (address === '' || urlOf(address)?.protocol === 'https:') return null;
  return vscode.l10n.t('The address of a call begins with https://.');
}
