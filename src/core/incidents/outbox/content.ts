import type { Action } from '../action.ts';
import type { OutboxItem } from './outboxItem.ts';

/** Sent so much later than it was written, ms, an action is looked at again, and a note says when it was written. */
const lateAfterMs = 60_000;

function isLate({ at }: OutboxItem, now: number): boolean {
  return now - Date.parse(at) > lateAfterMs;
}

/** What goes out. The same at every attempt once one may have arrived, or it could not be found again. */
export function contentOf(item: OutboxItem, now: number): Action {
  if (item.content) return item.content;
  const { action, at } = item;
  // An entry’s marker says when it happened.
  if (action.type !== 'note' || action.origin || !isLate(item, now)) return action;
  const written = `${at.slice(0, 10)} ${at.slice(11, 16)}`;
  return { ...action, text: `(written ${written} UTC, sent later)\n${action.text}` };
}
