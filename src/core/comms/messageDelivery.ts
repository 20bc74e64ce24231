import { t } from '@vscode/l10n';
import { utc, type Clock } from '../clock.ts';
import { OnCallError } from '../errors.ts';
import { inFormat } from './formats/format.ts';
import { slackFormat } from './formats/slack.ts';
import type { OutgoingMessage } from './outgoing.ts';
import type { Looked, SlackWorkspace } from './slack/slackWorkspace.ts';
import type { Webhook } from './webhooks.ts';
import { staysRefused } from './staysRefused.ts';

/** What messages of one account go through. */
export interface Transport {
  /** Whose token or address it is: another one may do better where this one was refused. */
  readonly of: object;
  /** Sends it once; answers Slack’s `ts`, or null where there is none. */
  post(message: OutgoingMessage): Promise<string | null>;
  /** Whether an attempt arrived; null where nobody but a person can tell. */
  readonly find: ((message: OutgoingMessage) => Promise<Looked>) | null;
}

/** How far this machine’s clock may be off, either way, before a look misses what arrived, ms. */
const clockDoubt = 2 * 86_400_000;

export function slackTransport(slack: SlackWorkspace): Transport {
  const place = ({ id, target, attemptedThread: thread }: OutgoingMessage) => {
    if (target.type !== 'slackChannel') throw new Error('A webhook’s message was given to a bot');
    return { id, channel: target.channel, thread };
  };
  return {
    of: slack,
    post: message => slack.post({ ...place(message), text: inFormat(message.text, slackFormat) }),
    find: message =>
      slack.findMessage(place(message), Date.parse(message.attemptedAt ?? message.createdAt) - clockDoubt),
  };
}

export function webhookTransport(webhook: Webhook): Transport {
  return { of: webhook, post: ({ text }) => webhook.post(text).then(() => null), find: null };
}

export type DeliveryOutcome =
  | { readonly type: 'sent'; readonly ts: string | null }
  | { readonly type: 'refused'; readonly reason: string; readonly nextStep: string }
  /** It may have arrived, and nobody but a person can find out. */
  | { readonly type: 'unknown'; readonly reason: string; readonly nextStep: string }
  /** Not now. `asking`: only the look failed. `maybeArrived`: it must be looked for before it is sent again. */
  | {
      readonly type: 'failed';
      readonly error: unknown;
      readonly asking: boolean;
      readonly maybeArrived: boolean;
    };

export interface Delivered {
  /** As it counts on disk since the request went out. */
  readonly message: OutgoingMessage;
  readonly outcome: DeliveryOutcome;
}

export interface MessageDeliveryParts {
  readonly clock: Clock;
  /** Rejects where it cannot be made durable. */
  record(message: OutgoingMessage, fields: Partial<OutgoingMessage>): Promise<OutgoingMessage>;
  /** Whether this window still is the one that sends; asked right before the request. */
  maySend(): Promise<boolean>;
  /** The `ts` of the message whose thread it belongs to; null for the channel itself. */
  threadOf(message: OutgoingMessage): string | null;
}

/** Carries one message to its target. What may have arrived is looked for first, or put to a person. */
export class MessageDelivery {
  constructor(private readonly parts: MessageDeliveryParts) {}

  /** Null where this window may not send any more. */
  async deliver(transport: Transport, message: OutgoingMessage): Promise<Delivered | null> {
    const early = await this.#lookFor(transport, message);
    if (early) return { message, outcome: early };
    if (!(await this.parts.maySend())) return null;

    let sending: OutgoingMessage;
    try {
      // On disk before the request: whoever finds it so knows that it may have arrived.
      sending = await this.parts.record(message, {
        state: 'sending',
        attempts: message.attempts + 1,
        attemptedAt: utc(this.parts.clock.now()),
        attemptedThread: this.parts.threadOf(message),
        reason: null,
        nextStep: null,
      });
    } catch (error) {
      return { message, outcome: { type: 'failed', error, asking: true, maybeArrived: false } };
    }
    // Writing took a while; a lease may be lost meanwhile.
    if (!(await this.parts.maySend())) return null;
    try {
      return { message: sending, outcome: { type: 'sent', ts: await transport.post(sending) } };
    } catch (error) {
      return { message: sending, outcome: afterFailure(error, transport.find !== null) };
    }
  }

  /** Null where it has to be sent. */
  async #lookFor({ find }: Transport, message: OutgoingMessage): Promise<DeliveryOutcome | null> {
    if (message.attemptedAt === null) return null;
    if (!find) return onlyAPersonKnows(null);
    try {
      const looked = await find(message);
      if (looked.type === 'there') return { type: 'sent', ts: looked.ts };
      return looked.type === 'absent' ? null : onlyAPersonKnows(null);
    } catch (error) {
      // That it cannot be looked at any more says nothing about whether it arrived.
      return staysRefused(error)
        ? { ...onlyAPersonKnows(error), nextStep: error.nextStep }
        : { type: 'failed', error, asking: true, maybeArrived: true };
    }
  }
}

/** @param error why it is so; null where that says nothing to a person */
function onlyAPersonKnows(error: OnCallError | null): Extract<DeliveryOutcome, { type: 'unknown' }> {
  const reason = t('It is not certain whether the message arrived.');
  return {
    type: 'unknown',
    reason: error ? `${reason} ${error.message}` : reason,
    nextStep: t('Look into the channel, then say whether it is there or send it again.'),
  };
}

function afterFailure(error: unknown, canLook: boolean): DeliveryOutcome {
  if (staysRefused(error)) return { type: 'refused', reason: error.message, nextStep: error.nextStep };
  const maybeArrived = !(error instanceof OnCallError) || error.maybeArrived;
  if (!maybeArrived || canLook) return { type: 'failed', error, asking: false, maybeArrived };
  return onlyAPersonKnows(error instanceof OnCallError ? error : null);
}
