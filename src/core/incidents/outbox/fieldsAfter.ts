import { t } from '@vscode/l10n';
import type { UtcTime } from '../../clock.ts';
import { OfflineError, OnCallError, RateLimitError, WrongKeyError } from '../../errors.ts';
import type { Incident } from '../incident.ts';
import type { Delivered, Outcome } from './delivery.ts';
import type { OutboxItem } from './outboxItem.ts';

/**
 * What changes of an item with what came of sending it.
 * @param shown the incident as it was shown, for an answer that does not hold it
 */
export function fieldsAfter(
  { item, before, outcome }: Delivered,
  now: UtcTime,
  shown: () => Incident | null,
): Partial<OutboxItem> {
  switch (outcome.type) {
    case 'done': {
      const incident = outcome.incident ?? shown();
      return { state: 'done', reason: null, nextStep: null, sentAt: now, incident, maybeArrived: false };
    }
    case 'refused': {
      const { reason, nextStep, incident = null } = outcome;
      return { state: 'refused', reason, nextStep, incident, maybeArrived: false };
    }
    case 'unknown':
      return {
        state: 'unknown',
        reason: t('It may have arrived: no answer came, and the provider cannot tell.'),
        nextStep: t('Look at the incident; then send it again, or say that it has arrived.'),
      };
    case 'failed': {
      const { error, asking } = outcome;
      const known = error instanceof OnCallError ? error : null;
      const why = {
        reason: known?.message ?? t('Sending it failed unexpectedly; “Show Log” has more.'),
        nextStep: known?.nextStep ?? t('It is tried again by itself.'),
      };
      // Who only looked learnt nothing new about the item.
      if (asking) return why;
      const maybeArrived = known?.maybeArrived ?? true;
      const content = maybeArrived ? item.content : before.content;
      return { ...why, attempts: before.attempts + 1, maybeArrived, content };
    }
  }
}

/** Whether a failure is the item’s own matter; else the whole account would meet it again, and waits. */
export function holdsLane({ error, asking }: Extract<Outcome, { type: 'failed' }>): boolean {
  if (error instanceof OfflineError) return error.maybeArrived && !asking;
  return !(error instanceof RateLimitError) && !(error instanceof WrongKeyError);
}
