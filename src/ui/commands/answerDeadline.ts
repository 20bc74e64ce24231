import * as vscode from 'vscode';
import { utc } from '../../core/clock.ts';
import type { Deadline } from '../../core/response/deadlines.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { type IncidentPick, withoutIcons } from '../incidentPick.ts';
import type { ResponseParts } from '../response/composeResponse.ts';
import { openResponse } from '../response/openResponse.ts';
import { isDeadlineNode } from '../response/responseNodes.ts';
import { deadlineName, dueText } from '../response/responseTexts.ts';

export type DeadlineParts = ResponseParts & { readonly pick: IncidentPick };

const minuteMs = 60_000;
const putOffMinutes = [10, 15, 30, 60] as const;

/** What comes of a deadline: the action that it proposes, that it is done already, or that it can wait. */
export async function answerDeadline(parts: DeadlineParts, args: readonly unknown[]): Promise<void> {
  const asked = await askDeadline(parts, args);
  if (!asked) return;
  const { incident, deadline } = asked;
  const { t } = vscode.l10n;
  const tell = deadline.tell.join(', ');
  const items = [
    {
      label: t('Add responders…'),
      description: tell,
      act: () => run('onCall.addResponders', incident),
    },
    {
      label: t('Escalate…'),
      description: t('to the next level of the policy'),
      act: () => run('onCall.escalate', incident),
    },
    {
      label: deadline.kind === 'update' ? t('They were told otherwise') : t('It is done'),
      description: t('goes into the timeline'),
      act: () => complete(parts, incident, deadline),
    },
    {
      label: t('Put it off…'),
      description: t('with a reason'),
      act: () => postpone(parts, incident, deadline),
    },
  ];
  const message = {
    label: t('Send a message…'),
    description: t('shown before it goes'),
    act: () => run('onCall.sendMessage', incident),
  };
  // For an update nobody has to be called.
  const offered = [message, ...(deadline.kind === 'update' ? items.slice(2) : items)];
  const choice = await vscode.window.showQuickPick(offered, {
    title: `${deadlineName(deadline)}: ${dueText(deadline, parts.clock.now())}`,
    placeHolder: tell === '' ? '' : t('Tell {0}', tell),
    ignoreFocusOut: true,
  });
  await choice?.act();
}

export async function postponeDeadline(parts: DeadlineParts, args: readonly unknown[]): Promise<void> {
  const asked = await askDeadline(parts, args);
  if (asked) await postpone(parts, asked.incident, asked.deadline);
}

export async function completeDeadline(parts: DeadlineParts, args: readonly unknown[]): Promise<void> {
  const asked = await askDeadline(parts, args);
  if (asked) await complete(parts, asked.incident, asked.deadline);
}

async function complete({ deeds }: DeadlineParts, incident: Incident, deadline: Deadline): Promise<void> {
  const how = await vscode.window.showInputBox({
    title: deadlineName(deadline),
    prompt:
      deadline.kind === 'update'
        ? vscode.l10n.t('How were they told? “by phone”, “in the stand-up”')
        : vscode.l10n.t('What was done? Press Enter to leave it out.'),
    ignoreFocusOut: true,
  });
  if (how === undefined) return;
  if (deadline.kind === 'update') await deeds.toldOtherwise(incident, how.trim());
  else await deeds.complete(incident, deadline, deadlineName(deadline), how.trim());
}

async function postpone(
  { deeds, clock }: DeadlineParts,
  incident: Incident,
  deadline: Deadline,
): Promise<void> {
  const title = vscode.l10n.t('Put off: {0}', deadlineName(deadline));
  const choice = await vscode.window.showQuickPick(
    putOffMinutes.map(minutes => ({ label: vscode.l10n.t('{0} min', minutes), minutes })),
    { title, ignoreFocusOut: true },
  );
  if (!choice) return;
  const reason = await vscode.window.showInputBox({
    title,
    prompt: vscode.l10n.t('Why can it wait?'),
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? vscode.l10n.t('The timeline needs a reason.') : null),
  });
  if (!reason?.trim()) return;
  // From what is later, now or the time it was due: putting off never brings it nearer.
  const from = Math.max(clock.now(), Date.parse(deadline.dueAt));
  const until = utc(from + choice.minutes * minuteMs);
  await deeds.postpone(incident, deadline, deadlineName(deadline), until, reason.trim());
}

async function askDeadline(
  parts: DeadlineParts,
  args: readonly unknown[],
): Promise<{ readonly incident: Incident; readonly deadline: Deadline } | undefined> {
  const incident = await parts.pick.one(args);
  if (!incident) return undefined;
  const response = await openResponse(parts, incident);
  const now = parts.clock.now();
  const open = response.deadlines(now).filter(({ state }) => state !== 'done');
  const [node] = args;
  if (isDeadlineNode(node)) {
    const deadline = open.find(({ id }) => id === node.deadline.id);
    return deadline && { incident, deadline };
  }
  const choice = await vscode.window.showQuickPick(
    open.map(deadline => ({
      label: withoutIcons(deadlineName(deadline)),
      description: dueText(deadline, now),
      deadline,
    })),
    {
      title: vscode.l10n.t('Which deadline?'),
      placeHolder: open.length === 0 ? vscode.l10n.t('Nothing is due.') : '',
      ignoreFocusOut: true,
    },
  );
  return choice && { incident, deadline: choice.deadline };
}

function run(command: string, incident: Incident): Thenable<unknown> {
  return vscode.commands.executeCommand(command, { type: 'incident', incident });
}
