import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { EscalationLevel, OnCall } from '../../core/incidents/directory.ts';
import { localTime } from '../actionWords.ts';
import { withoutIcons } from '../incidentPick.ts';
import { type ActionParts, isOpen, offers, whichWords } from './changeIncidents.ts';
import { commandersWord } from '../response/commandersWord.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { ofOneAccount } from './ofOneAccount.ts';

export type EscalateParts = ActionParts & Pick<ResponseParts, 'responses' | 'deeds' | 'author' | 'clock'>;

/** Shows whom each level really reaches now; a level that reaches nobody says so. */
export async function escalate(parts: EscalateParts, args: readonly unknown[]): Promise<void> {
  const offered = offers(parts, 'escalate');
  const chosen = await parts.pick.many(
    args,
    incident => isOpen(incident) && incident.escalationPolicy !== null && offered(incident),
  );
  const target = ofOneAccount(parts.sessions, chosen);
  if (!target) return;
  const { incidents, session } = target;
  const [policyId, ...others] = new Set(incidents.map(({ escalationPolicy }) => escalationPolicy!.id));
  if (policyId === undefined || others.length > 0) {
    throw new NotPossibleError(
      vscode.l10n.t('The selected incidents have several escalation policies, whose levels differ.'),
      vscode.l10n.t('Select those of one policy.'),
    );
  }
  const [policy, onCalls] = await Promise.all([
    session.provider.policy(policyId),
    session.provider.onCalls({ policies: [policyId] }),
  ]);
  const items = policy.levels.map(level => {
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
  const choice = await vscode.window.showQuickPick(items, {
    title: vscode.l10n.t('Escalate {0}', whichWords(incidents)),
    placeHolder: vscode.l10n.t('Whom is it handed to? ({0})', policy.name),
    matchOnDescription: true,
  });
  if (!choice) return;
  const [incident] = incidents;
  const response = incidents.length === 1 ? parts.responses.of(incident!.key) : null;
  const what = vscode.l10n.t('Escalate {0}', whichWords(incidents));
  const word = response
    ? await commandersWord(response.state, parts.author(), what)
    : ({ decidedBy: null } as const);
  if (!word) return;
  if (word.decidedBy !== null) {
    const decision = vscode.l10n.t('Escalate to level {0}, decided by {1}', choice.level, word.decidedBy);
    await parts.deeds.decided(incident!, decision, parts.clock.now());
  }
  const words = vscode.l10n.t('Escalated {0}', whichWords(incidents));
  const action = { type: 'escalate', level: choice.level, targets: choice.names } as const;
  await parts.actions.perform(incidents, action, words);
}

function levelWords(level: EscalationLevel, reached: readonly OnCall[]): string {
  const targets = level.targets.map(({ name }) => name);
  // Who is named on the level itself stands there already.
  const ends = reached.flatMap(({ person, until }) => {
    if (until) return [vscode.l10n.t('{0} until {1}', person.name, localTime(until))];
    return targets.includes(person.name) ? [] : [person.name];
  });
  return [targets.join(', '), ...ends, vscode.l10n.t('next level after {0} min', level.delayMinutes)].join(
    ' · ',
  );
}
