import * as vscode from 'vscode';
import { utc } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { Deadline } from '../../core/response/deadlines.ts';
import { withoutIcons } from '../incidentPick.ts';
import { prompts } from '../prompts.ts';
import { openResponse } from '../response/openResponse.ts';
import { isDeadlineNode } from '../response/responseNodes.ts';
import { metData } from '../response/responseDeeds.ts';
import { deadlineName, dueText } from '../response/responseTexts.ts';
import { addResponders } from './addResponders.ts';
import { whichWords } from './changeIncidents.ts';
import { escalate, type EscalateParts } from './escalate.ts';
import type { PeopleParts } from './reassign.ts';
import { type MessageParts, writeMessage } from './sendMessage.ts';

export type DeadlineParts = EscalateParts & PeopleParts & MessageParts;

const minuteMs = 60_000;
const putOffMinutes = [10, 15, 30, 60] as const;

/**
 * What comes of a deadline: the action that it proposes, that it is done already, or that it can wait. An action that
 * really happened meets it.
 */
export async function answerDeadline(parts: DeadlineParts, args: readonly unknown[]): Promise<void> {
  const asked = await askDeadline(parts, args);
  if (!asked) return;
  const { incident, deadline } = asked;
  const { t } = vscode.l10n;
  const tell = deadline.tell.join(', ');
  const done = (how: string) => parts.deeds.complete(incident, deadline, deadlineName(deadline), how);
  const items = [
    {
      label: t('Add responders…'),
      description: tell,
      act: async () => {
        if (await addResponders(parts, [row(incident)])) await done(t('responders were asked to help'));
      },
    },
    {
      label: t('Escalate…'),
      description: t('to the next level of the policy'),
      act: async () => {
        if (await escalate(parts, [row(incident)])) await done(t('escalated'));
      },
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
    act: async () => {
      await parts.chatsKnown();
      // A message is what an update waits for: it needs no other word.
      const meets =
        deadline.kind === 'escalation'
          ? metData(deadline, deadlineName(deadline), t('a message was sent'))
          : undefined;
      await writeMessage(parts, incident, null, null, meets);
    },
  };
  // For an update nobody has to be called.
  const offered = [message, ...(deadline.kind === 'update' ? items.slice(2) : items)];
  const choice = await vscode.window.showQuickPick(offered, {
    title: titleFor(
      incident,
      `${deadlineName(deadline)}: ${dueText(deadline, parts.incidentClock.now(incident))}`,
    ),
    placeHolder: tell === '' ? deadline.note : t('Tell {0}', tell),
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
  const how = await prompts.line({
    title: titleFor(incident, deadlineName(deadline)),
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
  { deeds, incidentClock }: DeadlineParts,
  incident: Incident,
  deadline: Deadline,
): Promise<void> {
  const title = titleFor(incident, vscode.l10n.t('Put off: {0}', deadlineName(deadline)));
  const choice = await vscode.window.showQuickPick(
    putOffMinutes.map(minutes => ({ label: vscode.l10n.t('{0} min', minutes), minutes })),
    { title, ignoreFocusOut: true },
  );
  if (!choice) return;
  const reason = await prompts.line({
    title,
    prompt: vscode.l10n.t('Why can it wait?'),
    ignoreFocusOut: true,
    validateInput: text => (text.trim() === '' ? vscode.l10n.t('The timeline needs a reason.') : null),
  });
  if (!reason?.trim()) return;
  // From what is later, now or the time it was due: putting off never brings it nearer.
  const from = Math.max(incidentClock.now(incident), Date.parse(deadline.dueAt));
  const until = utc(from + choice.minutes * minuteMs);
  await deeds.postpone(incident, deadline, deadlineName(deadline), until, reason.trim());
}

async function askDeadline(
  parts: DeadlineParts,
  args: readonly unknown[],
): Promise<{ readonly incident: Incident; readonly deadline: Deadline } | undefined> {
  const incident = await parts.pick.one(args, undefined, { remembered: true });
  if (!incident) return undefined;
  const response = await openResponse(parts, incident);
  const now = response.now();
  const open = response.deadlines(now).filter(({ state }) => state !== 'done');
  const [node] = args;
  if (isDeadlineNode(node)) {
    const deadline = open.find(({ id }) => id === node.deadline.id);
    if (deadline) return { incident, deadline };
    throw new NotPossibleError(
      vscode.l10n.t('This deadline was met meanwhile, or is none any more.'),
      vscode.l10n.t('The view “Response” shows what is due.'),
    );
  }
  const choice = await vscode.window.showQuickPick(
    open.map(deadline => ({
      label: withoutIcons(deadlineName(deadline)),
      description: dueText(deadline, now),
      deadline,
    })),
    {
      title: titleFor(incident, vscode.l10n.t('Which deadline?')),
      placeHolder: open.length === 0 ? vscode.l10n.t('Nothing is due.') : '',
      ignoreFocusOut: true,
    },
  );
  return choice && { incident, deadline: choice.deadline };
}

/** A message about a deadline may be answered while another incident is looked at. */
function titleFor(incident: Incident, words: string): string {
  return `${words} · ${whichWords([incident])}`;
}

function row(incident: Incident) {
  return { type: 'incident', incident } as const;
}
