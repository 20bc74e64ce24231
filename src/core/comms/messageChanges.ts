import type { UtcTime } from '../clock.ts';
import { OnCallError, RateLimitError, WrongKeyError } from '../errors.ts';
import type { OutboxFolder } from '../incidents/outbox/outboxFolder.ts';
import type { DeliveryOutcome } from './messageDelivery.ts';
import type { MessageWish, OutgoingMessage } from './outgoing.ts';

export type MessageFolder = OutboxFolder<OutgoingMessage, MessageWish>;

/** What changes in a message by what came of sending it. */
export function fieldsAfter(
  { attemptedThread }: OutgoingMessage,
  outcome: DeliveryOutcome,
  now: UtcTime,
): Partial<OutgoingMessage> {
  switch (outcome.type) {
    case 'sent':
      return { state: 'sent', sentAt: now, ts: outcome.ts, reason: null, nextStep: null };
    case 'refused':
      return {
        ...{ state: 'refused', reason: outcome.reason, nextStep: outcome.nextStep },
        ...{ attemptedAt: null, attemptedThread: null },
      };
    case 'unknown':
      return { state: 'mayHaveArrived', reason: outcome.reason, nextStep: outcome.nextStep };
    case 'failed': {
      const { error, maybeArrived } = outcome;
      return {
        state: 'waiting',
        ...(error instanceof OnCallError && { reason: error.message, nextStep: error.nextStep }),
        ...(maybeArrived ? { attemptedThread } : { attemptedAt: null, attemptedThread: null }),
      };
    }
  }
}

/** What a person wants done with it, as far as that can be; null where it cannot. */
export function fieldsWished(
  { state, attemptedAt }: OutgoingMessage,
  wish: Exclude<MessageWish, 'discard'>,
  now: UtcTime,
): Partial<OutgoingMessage> | null {
  const cleared = { reason: null, nextStep: null };
  switch (wish) {
    case 'retry':
      // What may have arrived is looked for again where that is possible, and asked about again where not.
      return state === 'sent' ? null : { ...cleared, state: 'waiting' };
    case 'sendAgain':
      return state === 'mayHaveArrived'
        ? { ...cleared, state: 'waiting', attemptedAt: null, attemptedThread: null }
        : null;
    case 'sent':
      return state === 'mayHaveArrived' ? { ...cleared, state: 'sent', sentAt: attemptedAt ?? now } : null;
  }
}

/** The `ts` of the message whose thread it belongs to; null for the channel itself. */
export function threadOf({ thread, target }: OutgoingMessage, folder: MessageFolder): string | null {
  if (thread === null || target.type !== 'slackChannel') return null;
  if ('ts' in thread) return thread.ts;
  const parent = folder.get(thread.message);
  if (parent?.target.type !== 'slackChannel' || parent.target.channel !== target.channel) return null;
  // A reply to a reply belongs to the same thread.
  return parent.attemptedThread ?? parent.ts;
}

/** The account waits as a whole then; the lane need not wait any longer. */
export function holdsAccount(error: unknown): boolean {
  return error instanceof RateLimitError || error instanceof WrongKeyError;
}
