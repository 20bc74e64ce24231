import type { MessageTarget, MessageThread, OutgoingMessage } from './outgoing.ts';

/**
 * What a message about an incident answers to: the first notification in the same Slack channel, so that all that is
 * said of the incident there stays together. Null for a webhook, which has no threads, and where nothing was said yet.
 *
 * @param messages those about the incident, in order
 */
export function threadParent(
  messages: readonly OutgoingMessage[],
  target: MessageTarget,
): MessageThread | null {
  if (target.type !== 'slackChannel') return null;
  const first = messages.filter(({ purpose, target: to }) => purpose === 'initial' && isSame(to, target));
  const parent =
    first.find(({ state, ts }) => state === 'sent' && ts !== null) ??
    // It goes out before its answer: one channel’s messages keep their order.
    first.find(({ state }) => state === 'waiting' || state === 'sending');
  return parent ? { message: parent.id } : null;
}

function isSame(one: MessageTarget, other: MessageTarget): boolean {
  return (
    one.type === 'slackChannel' &&
    other.type === 'slackChannel' &&
    one.account === other.account &&
    one.channel === other.channel
  );
}
