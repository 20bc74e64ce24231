import type { Incident, Person } from '../incident.ts';
import { applyAction, isOpening } from './applyAction.ts';
import { keyOf, type OutboxItem } from './outboxItem.ts';

/** What waits, by incident key and in order. */
export function pendingByKey(items: readonly OutboxItem[]): ReadonlyMap<string, readonly OutboxItem[]> {
  const pending = new Map<string, OutboxItem[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (!key || item.state !== 'waiting') continue;
    const others = pending.get(key);
    if (others) others.push(item);
    else pending.set(key, [item]);
  }
  return pending;
}

/** The incident with what waits for it; the same object where nothing does. */
export function shownWith(incident: Incident, items: readonly OutboxItem[], me: Person | null): Incident {
  return items.reduce((shown, { action, at, reopens }) => {
    // It will be refused, as somebody else resolved it.
    if (shown.status === 'resolved' && isOpening(action) && !reopens) return shown;
    return applyAction(shown, action, { now: at, me });
  }, incident);
}
