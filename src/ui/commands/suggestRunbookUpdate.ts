import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { prompts } from '../prompts.ts';
import { type CoverageSubject, isCoverageNode, subjectOf } from '../runbooks/coverage/coverageNodes.ts';
import type { RunbookLibrary } from '../runbooks/runbookLibrary.ts';
import type { RunbookPanels } from '../runbooks/runbookPanels.ts';
import type { Timelines } from '../timelines.ts';
import { incidentFor } from './generatePostMortem.ts';
import { cursor } from './openAsRunbook.ts';

export interface SuggestUpdateParts {
  readonly library: RunbookLibrary;
  readonly panels: RunbookPanels;
  readonly timelines: Timelines;
  readonly pick: IncidentPick;
  readonly current: CurrentIncident;
  readonly clock: Clock;
}

/**
 * Asks in one line what should change in a runbook, and makes it an action item of the incident’s post-mortem. The
 * runbook is the one of the clicked row, of the panel or editor in front, or one that the person chooses.
 */
export async function suggestRunbookUpdate(
  parts: SuggestUpdateParts,
  args: readonly unknown[],
): Promise<void> {
  const subject = (isCoverageNode(args[0]) ? subjectOf(args[0]) : null) ?? (await subjectInFront(parts));
  if (!subject) return;
  const { file, step, proposal } = subject;
  const incident =
    subject.incident ?? (await incidentFor(parts, [], vscode.l10n.t('In which incident did it show?')));
  if (!incident) return;
  const place = file === null ? null : step === '' ? file.title : `${file.title}: ${step}`;
  const text = await prompts.line({
    title:
      place === null
        ? vscode.l10n.t('Suggest a Runbook')
        : vscode.l10n.t('Suggest an Update of “{0}”', place),
    prompt: vscode.l10n.t(
      'What should change? It becomes an action item in the post-mortem of “{0}”.',
      incident.title,
    ),
    value: proposal,
    ignoreFocusOut: true,
  });
  if (!text?.trim()) return;
  await parts.timelines.scribe.recordActionItem(incident, {
    text: text.replace(/\s+/g, ' ').trim(),
    owner: null,
    runbook: file?.path ?? null,
    step,
  });
  const generate = vscode.l10n.t('Generate Post-mortem');
  const message = vscode.l10n.t('It will be among the action items of the post-mortem.');
  // Nobody has to answer, and the command is over either way.
  void notify.info(message, generate).then(answer => {
    if (answer === generate)
      return vscode.commands.executeCommand('onCall.generatePostMortem', { type: 'incident', incident });
    return undefined;
  });
}

async function subjectInFront({
  library,
  panels,
  clock,
}: SuggestUpdateParts): Promise<CoverageSubject | null> {
  const active = panels.active();
  if (active) return { ...active, step: '', proposal: '' };
  const files = await library.files({ drill: true });
  const place = cursor();
  const edited = place && files.find(({ uri }) => uri.toString() === place.uri);
  if (place && edited) {
    const document = await vscode.workspace.openTextDocument(edited.uri);
    const { parseRunbook } = await import('../../core/runbooks/parseRunbook.ts');
    const { headings } = parseRunbook(document.getText(), { fileName: edited.path, clock });
    const heading = headings.findLast(({ line, depth }) => line <= place.line && depth > 1);
    return { file: edited, step: heading?.text ?? '', incident: null, proposal: '' };
  }
  const choice = await vscode.window.showQuickPick(
    files.map(file => ({ label: withoutIcons(file.title), description: withoutIcons(file.path), file })),
    { placeHolder: vscode.l10n.t('Which runbook should change?'), matchOnDescription: true },
  );
  return choice ? { file: choice.file, step: '', incident: null, proposal: '' } : null;
}
