import * as vscode from 'vscode';
import { plainMessage } from '../../core/comms/formats/plain.ts';
import { targetText } from '../../core/comms/messageEntry.ts';
import type { OutgoingMessage } from '../../core/comms/messenger.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { MessagesRoom } from '../comms/composeMessages.ts';
import { stateWords } from '../comms/messageWords.ts';
import type { UnsentNode } from '../comms/unsentMessages.ts';
import { withoutIcons } from '../incidentPick.ts';

type AnswerParts = Pick<MessagesRoom, 'messenger' | 'unsent'>;

/** What was not sent: why, and what can be done about it. */
export async function answerMessage(parts: AnswerParts, args: readonly unknown[]): Promise<void> {
  const { t } = vscode.l10n;
  const message = await chosenMessage(parts, args);
  if (!message) return;
  const { messenger } = parts;
  const may = message.state === 'mayHaveArrived';
  const actions = [
    ...(may
      ? [
          { label: t('It has arrived'), act: () => messenger.resolve(message.id, 'sent') },
          { label: t('It has not: send it again'), act: () => messenger.resolve(message.id, 'sendAgain') },
        ]
      : [{ label: t('Try again'), act: () => messenger.retry(message.id) }]),
    ...(may ? [] : [{ label: t('Drop it'), act: () => messenger.discard(message.id) }]),
  ];
  const choice = await vscode.window.showQuickPick(actions, {
    title: message.reason ?? stateWords(message.state),
    placeHolder: message.nextStep ?? '',
    ignoreFocusOut: true,
  });
  await choice?.act();
}

/** The one that was clicked, as it stands now, or one of all. */
async function chosenMessage(
  { unsent }: AnswerParts,
  [clicked]: readonly unknown[],
): Promise<OutgoingMessage | undefined> {
  const { t } = vscode.l10n;
  const open = unsent.list();
  const { type, message: meant } = (clicked ?? {}) as Partial<UnsentNode>;
  if (type === 'unsentMessage' && meant) {
    const found = open.find(({ id }) => id === meant.id);
    if (found) return found;
    throw new NotPossibleError(
      t('This message does not wait any more.'),
      t('The timeline says whether it was sent.'),
    );
  }
  if (open.length === 0) {
    throw new NotPossibleError(t('No message waits.'), t('Write one with “On-Call: Send a Message…”.'));
  }
  const chosen = await vscode.window.showQuickPick(
    open.map(message => ({
      label: withoutIcons(targetText(message.target)),
      description: stateWords(message.state),
      detail: withoutIcons(plainMessage(message.text).replace(/\s+/g, ' ').slice(0, 200)),
      message,
    })),
    { title: t('Messages that are not sent'), ignoreFocusOut: true },
  );
  return chosen?.message;
}
