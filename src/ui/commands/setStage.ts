import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { type Stage, stages } from '../../core/timeline/entry.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { declarationOf } from '../../core/response/declaration.ts';
import { holdersOf, incidentCommander } from '../../core/response/roles.ts';
import type { ResponseState } from '../../core/response/responseState.ts';
import type { IncidentPick } from '../incidentPick.ts';
import { type CommandersWord, commandersWord } from '../response/commandersWord.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { openResponse } from '../response/openResponse.ts';
import { proposalText, words } from '../response/responseTexts.ts';
import { whichWords } from './changeIncidents.ts';

export type StageParts = ResponseParts & { readonly pick: IncidentPick };

/** Any stage, forth or back: the one after the present is chosen with Enter. */
export async function setStage(parts: StageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { remembered: true });
  if (!incident) return;
  const { state, proposal } = await openResponse(parts, incident);
  const at = stages.indexOf(state.stage);
  const next = proposal?.stage ?? stages[at + 1];
  const ordered = [...(next ? [next] : []), ...stages.filter(stage => stage !== next)];
  const names = words();
  const choice = await vscode.window.showQuickPick(
    ordered.map(stage => ({
      label: names.stages[stage],
      description: describe(stage, state.stage, next),
      detail: stage === proposal?.stage ? proposalText(proposal) : names.next[stage],
      stage,
    })),
    { title: vscode.l10n.t('Stage of {0}', whichWords([incident])), ignoreFocusOut: true },
  );
  if (choice) await goTo(parts, incident, choice.stage);
}

/** One step; only the begin and the end are a matter for whoever has the command. */
export async function nextStage(parts: StageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { remembered: true });
  if (!incident) return;
  const { state } = await openResponse(parts, incident);
  const next = stages[stages.indexOf(state.stage) + 1];
  if (!next) {
    throw new NotPossibleError(
      vscode.l10n.t('The incident is in its last stage already.'),
      vscode.l10n.t('Choose another stage with “On-Call: Move to Stage…”.'),
    );
  }
  await goTo(parts, incident, next, state.stage);
}

/** To the stage that the incident seems to have reached. */
export async function takeProposedStage(parts: StageParts, args: readonly unknown[]): Promise<void> {
  const incident = await parts.pick.one(args, undefined, { remembered: true });
  if (!incident) return;
  const { state, proposal } = await openResponse(parts, incident);
  if (!proposal) {
    throw new NotPossibleError(
      vscode.l10n.t('No stage is proposed any more.'),
      vscode.l10n.t('Run “On-Call: Move to Stage…” to choose one.'),
    );
  }
  await goTo(parts, incident, proposal.stage, state.stage);
}

/**
 * Goes there, once it is known whose decision that is. Others go on while it is asked: an incident that is there already
 * stays, and one that is not in `from` any more.
 * @param from null for whichever stage it is in
 * @returns the stage that it is in then
 */
export async function goTo(
  parts: ResponseParts,
  incident: Incident,
  to: Stage,
  from: Stage | null = null,
): Promise<Stage> {
  const mayGo = ({ stage }: ResponseState) => stage !== to && (from === null || stage === from);
  const { state: before } = await openResponse(parts, incident);
  if (!mayGo(before)) return before.stage;
  const word = await wordForStage(incident, before, to, parts.author());
  const { state } = await openResponse(parts, incident);
  if (!word || !mayGo(state)) return state.stage;
  await parts.deeds.goTo(incident, state, to, word.decidedBy);
  return to;
}

/** Whose decision it is to go to a stage, where that declares that the incident is one, or that it is over. */
async function wordForStage(
  incident: Incident,
  { stage, roles }: Pick<ResponseState, 'stage' | 'roles'>,
  to: Stage,
  author: string,
): Promise<CommandersWord | undefined> {
  const declaration = declarationOf(stage, to);
  if (declaration === null) return { decidedBy: null };
  const which = whichWords([incident]);
  const what =
    declaration === 'end'
      ? vscode.l10n.t('Declare the end of {0}', which)
      : vscode.l10n.t('Declare {0} an incident', which);
  return commandersWord(holdersOf(incidentCommander, roles).at(-1) ?? null, author, what);
}

function describe(stage: Stage, present: Stage, next: Stage | undefined): string {
  if (stage === present) return vscode.l10n.t('now');
  return stage === next ? vscode.l10n.t('next') : '';
}
