import type { MessageTarget, OutgoingMessage } from '../../../src/core/comms/outgoing.ts';

export const incidents: MessageTarget = {
  ...{ type: 'slackChannel', account: 'acme', channel: 'C1', name: '#incidents' },
};

/** A first notification that was sent there, as it is kept; whatever else is said of it. */
export function keptMessage(id: string, changes: Partial<OutgoingMessage> = {}): OutgoingMessage {
  return {
    ...{ id, incidentKey: 'a:Q1', purpose: 'initial', target: incidents, text: 'x', by: 'Robin' },
    ...{ createdAt: '2026-11-22T09:15:00.000Z', thread: null, once: null, state: 'sent', attempts: 1 },
    ...{ attemptedAt: null, attemptedThread: null, reason: null, nextStep: null, sentAt: null },
    ...{ ts: `${id}.0001`, recorded: true, revision: 1 },
    ...changes,
  };
}
