import * as vscode from 'vscode';
import type { OutgoingMessage } from '../../core/comms/messenger.ts';

/** How it stands with a message, in a word or two. */
export function stateWords(state: OutgoingMessage['state']): string {
  const { t } = vscode.l10n;
  const words = {
    waiting: t('waits'),
    sending: t('is being sent'),
    sent: t('sent'),
    refused: t('refused'),
    mayHaveArrived: t('may have arrived'),
  };
  return words[state];
}
