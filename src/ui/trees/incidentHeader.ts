import * as vscode from 'vscode';
import { WrongKeyError } from '../../core/errors.ts';
import type { IncidentView } from '../../core/incidents/list/incidentView.ts';
import type { WaitingForMe } from '../../core/incidents/list/waitingForMe.ts';
import type { Account, Session } from '../sessions.ts';
import { viewInWords } from '../viewWords.ts';
import { shortAge } from './age.ts';
import type { ProblemNode } from './incidentNodes.ts';

/** What stands above the tree, where it wraps: the place for whole sentences. VS Code makes one line of all. */
export function headerLines(
  sessions: readonly Session[],
  view: IncidentView,
  now: number,
  intervalMs: (account: Account) => number,
): readonly string[] {
  const label = (id: string) =>
    sessions.find(({ account }) => account.id === id)?.account.label ?? vscode.l10n.t('another account');
  return [
    ...(sessions.some(({ account }) => account.drill)
      ? [vscode.l10n.t('Drill running: nothing here is real.')]
      : []),
    ...sessions.map(session => ageLine(session, now, intervalMs(session.account))),
    sessions.length > 0 ? viewInWords(view, label) : '',
  ].filter(Boolean);
}

/** What is wrong and what to do, and how old what is shown is, as soon as it is older than it should be. */
function ageLine({ account, poller }: Session, now: number, intervalMs: number): string {
  const { state, lastSuccessAt, error } = poller.health;
  const trouble = error ? `${error.message} ${error.nextStep}` : '';
  return [trouble, ageWords({ account, state, lastSuccessAt }, now, intervalMs)].filter(Boolean).join(' ');
}

function ageWords(
  {
    account,
    state,
    lastSuccessAt,
  }: Pick<Session, 'account'> & Pick<Session['poller']['health'], 'state' | 'lastSuccessAt'>,
  now: number,
  intervalMs: number,
): string {
  if (lastSuccessAt === null)
    return state === 'connecting' ? vscode.l10n.t('{0}: reading the incidents…', account.label) : '';
  const age = now - lastSuccessAt;
  // A drill is read every two seconds: under a minute is never worth a line where nothing is wrong.
  if (state !== 'failed' && age <= Math.max(60_000, 2 * intervalMs)) return '';
  return age < 60_000
    ? vscode.l10n.t('{0}: updated just now', account.label)
    : vscode.l10n.t('{0}: updated {1} ago', account.label, shortAge(age));
}

/** One for each account that could not be read. Those that are as they were are the same objects. */
export function problemsOf(
  sessions: readonly Session[],
  before: readonly ProblemNode[],
): readonly ProblemNode[] {
  return sessions.flatMap(({ account, poller }) => {
    const { error } = poller.health;
    if (!error) return [];
    const id = `problem:${account.id}`;
    const label = sessions.length > 1 ? `${account.label}: ${error.message}` : error.message;
    const { nextStep } = error;
    const wrongKey = error instanceof WrongKeyError;
    const known = before.find(
      node =>
        node.id === id && node.label === label && node.nextStep === nextStep && node.wrongKey === wrongKey,
    );
    return [known ?? { type: 'problem' as const, id, accountId: account.id, label, nextStep, wrongKey }];
  });
}

/** The tooltip says exactly what was counted. */
export function badgeFor({ mine, anybodys }: WaitingForMe): vscode.ViewBadge | undefined {
  if (mine + anybodys === 0) return undefined;
  const own =
    mine === 1
      ? vscode.l10n.t('1 triggered incident is assigned to you')
      : vscode.l10n.t('{0} triggered incidents are assigned to you', mine);
  const others =
    anybodys === 1
      ? vscode.l10n.t('1 incident is triggered; the key belongs to no person, so every one is counted')
      : vscode.l10n.t(
          '{0} incidents are triggered; the key belongs to no person, so every one is counted',
          anybodys,
        );
  const tooltip = [...(mine > 0 ? [own] : []), ...(anybodys > 0 ? [others] : [])].join('\n');
  return { value: mine + anybodys, tooltip };
}
