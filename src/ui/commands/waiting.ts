import * as vscode from 'vscode';
import type { Outbox, OutboxItem } from '../../core/incidents/outbox/outbox.ts';
import type { MessagesRoom } from '../comms/composeMessages.ts';
import { actionWords } from '../actionWords.ts';
import { withoutIcons } from '../incidentPick.ts';
import { notify } from '../notify.ts';
import { withProgress } from '../prompts.ts';
import { pickSeveral } from '../quickPicks.ts';
import type { Sessions } from '../sessions.ts';
import { itemsOf } from '../trees/outboxTree.ts';

interface WaitingParts {
  readonly outbox: Outbox;
}

/** Tries everything that waits, without waiting for its time; the list is read at once too, as both failed together. */
export async function sendWaiting({
  outbox,
  messenger,
  sessions,
}: WaitingParts & Pick<MessagesRoom, 'messenger'> & { readonly sessions: Sessions }): Promise<void> {
  await withProgress({ location: { viewId: 'onCall.outbox' } }, async () => {
    messenger.sendNow();
    try {
      await outbox.open();
      outbox.sendNow();
      const waiting = outbox.items().filter(({ state }) => state === 'waiting');
      await outbox.settled(waiting.map(({ id }) => id));
    } finally {
      await sessions.refresh();
    }
  });
}

export async function retryWaiting({ outbox }: WaitingParts, args: readonly unknown[]): Promise<void> {
  const items = await chosen(outbox, args);
  await outbox.retry(...items.map(({ id }) => id));
}

/** What was typed is gone then, so this asks; what was clicked together is not worth a question. */
export async function dropWaiting({ outbox }: WaitingParts, args: readonly unknown[]): Promise<void> {
  const items = await chosen(outbox, args);
  const texts = items.map(({ action }) => textOf(action)).filter(text => text !== null);
  if (texts.length > 0) {
    const yes = vscode.l10n.t('Drop');
    const question = vscode.l10n.t('Drop this? Its text is gone then.');
    if ((await notify.ask(question, texts.join('\n\n'), yes)) !== yes) return;
  }
  await outbox.drop(...items.map(({ id }) => id));
}

export async function confirmArrived({ outbox }: WaitingParts, args: readonly unknown[]): Promise<void> {
  const items = await chosen(outbox, args, ({ state }) => state === 'unknown');
  for (const { id } of items) await outbox.confirmArrived(id);
}

async function chosen(
  outbox: Outbox,
  args: readonly unknown[],
  accept: (item: OutboxItem) => boolean = () => true,
): Promise<readonly OutboxItem[]> {
  const named = itemsOf(args);
  if (named.length > 0) return named.filter(accept);
  // The command may have woken On-Call.
  await outbox.open();
  const items = outbox
    .items()
    .filter(accept)
    .map(item => ({
      label: withoutIcons(actionWords(item.action)),
      description: withoutIcons(item.label),
      ...(item.reason ? { detail: withoutIcons(item.reason) } : {}),
      item,
    }));
  const picked = await pickSeveral(items, {
    title: vscode.l10n.t('Not sent yet'),
    placeHolder: items.length > 0 ? vscode.l10n.t('Which?') : vscode.l10n.t('Everything was sent.'),
  });
  return picked?.map(({ item }) => item) ?? [];
}

/** What a person typed; null where nothing was. */
function textOf(action: OutboxItem['action']): string | null {
  if ('text' in action) return action.text;
  if ('message' in action) return action.message;
  return 'title' in action ? action.title : null;
}
