import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { inTime } from '../../core/inTime.ts';
import type { EscalationLevel, OnCall } from '../../core/incidents/directory.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { commanderOf } from '../../core/response/responseState.ts';
import { holdersOf, incidentCommander } from '../../core/response/roles.ts';
import { withoutIcons } from '../incidentPick.ts';
import { zonedTime } from '../localTime.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';
import { commandersWord } from '../response/commandersWord.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import type { Session } from '../sessions.ts';
import type { Timelines } from '../timelines.ts';
import { ofOneAccount } from './ofOneAccount.ts';

export type EscalateParts = ActionParts &
  Pick<ResponseParts, 'responses' | 'deeds' | 'author' | 'clock' | 'boundary'> & {
    readonly timelines: Timelines;
  };

/** How long a timeline on a slow disk may hold up an escalation. */
const patienceMs = 3_000;

/**
 * Shows whom each level really reaches now; a level that reaches nobody says so. True where the provider has done it.
 */
export async function escalate(parts: EscalateParts, args: readonly unknown[]): Promise<boolean> {
  const chosen = await parts.pick.many(args, offers(parts, 'escalate'));
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return false;
  const { incidents, session } = target;
  const policies = incidents.map(({ escalationPolicy }) => escalationPolicy!);
  const [policy] = policies;
  if (!policy || policies.some(({ id }) => id !== policy.id)) {
    throw new NotPossibleError(
      vscode.l10n.t('The selected incidents have several escalation policies, whose levels differ.'),
      vscode.l10n.t('Select those of one policy.'),
    );
  }
  const choice = await vscode.window.showQuickPick(levelItems(session, policy.id), {
    title: vscode.l10n.t('Escalate {0}', whichWords(incidents)),
    placeHolder: vscode.l10n.t('Whom is it handed to? ({0})', policy.name),
    matchOnDescription: true,
  });
  if (!choice) return false;
  const decisions = await askDecisions(parts, incidents);
  if (!decisions) return false;
  for (const { incident, decidedBy } of decisions) {
    const decision = vscode.l10n.t('Escalate to level {0}, decided by {1}', choice.level, decidedBy);
    await parts.deeds.decided(incident, decision, parts.clock.now());
  }
  const words = (which: string) => vscode.l10n.t('Escalated {0}', which);
  const action = { type: 'escalate', level: choice.level, targets: choice.names } as const;
  return parts.actions.perform(incidents, action, words);
}

async function levelItems({ provider }: Session, policyId: string) {
  const [policy, onCalls] = await Promise.all([
    provider.policy(policyId),
    provider.onCalls({ policies: [policyId] }),
  ]);
  return policy.levels.map(level => {
    const reached = onCalls.filter(onCall => onCall.level === level.level);
    const names = [...new Set(reached.map(({ person }) => person.name))];
    return {
      label: vscode.l10n.t('Level {0}', level.level),
      description: withoutIcons(names.join(', ') || vscode.l10n.t('nobody is on call on this level now')),
      detail: withoutIcons(levelWords(level, reached)),
      level: level.level,
      names,
    };
  });
}

interface Decision {
  readonly incident: Incident;
  readonly decidedBy: string;
}

/**
 * Each commander is asked for once, whatever incidents they lead; undefined where nothing was decided. Incidents that
 * are led from here, or by nobody, need no word.
 */
async function askDecisions(
  parts: EscalateParts,
  incidents: readonly Incident[],
): Promise<readonly Decision[] | undefined> {
  const commanders = await Promise.all(incidents.map(incident => commanderOfOne(parts, incident)));
  const decisions: Decision[] = [];
  for (const commander of new Set(commanders)) {
    const led = incidents.filter((_, index) => commanders[index] === commander);
    const what = vscode.l10n.t('Escalate {0}', whichWords(led));
    const word = await commandersWord(commander, parts.author(), what);
    if (!word) return undefined;
    const { decidedBy } = word;
    if (decidedBy !== null) decisions.push(...led.map(incident => ({ incident, decidedBy })));
  }
  return decisions;
}

/** As it was last known where the timeline cannot be read in time: help is never held up by a file. */
async function commanderOfOne(
  { responses, timelines, clock, boundary }: EscalateParts,
  incident: Incident,
): Promise<string | null> {
  const roles = responses.of(incident.key)?.state.roles ?? [];
  const known = holdersOf(incidentCommander, roles).at(-1) ?? null;
  const read = timelines.entries(incident).then(found => commanderOf(incident, found));
  try {
    return await inTime(clock, patienceMs, read, known);
  } catch (error) {
    boundary.log('Reading who leads an incident', error);
    return known;
  }
}

function levelWords(level: EscalationLevel, reached: readonly OnCall[]): string {
  const targets = level.targets.map(({ name }) => name);
  // Who is named on the level itself stands there already.
  const ends = reached.flatMap(({ person, until }) => {
    if (until) return [vscode.l10n.t('{0} until {1}', person.name, zonedTime(until))];
    return targets.includes(person.name) ? [] : [person.name];
  });
  return [targets.join(', '), ...ends, vscode.l10n.t('next level after {0} min', level.delayMinutes)].join(
    ' · ',
  );
}
