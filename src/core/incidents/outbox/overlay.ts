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

/**
 * The incident with what waits for it; the same object where nothing does. It is as old as the provider has it: that
 * is how people are told of what happened there, and of nothing that was only tried here.
 */
export function shownWith(incident: Incident, items: readonly OutboxItem[], me: Person | null): Incident {
  const shown = items.reduce((before, { action, at, reopens }) => {
    // It will be refused, as somebody else resolved it.
    if (before.status === 'resolved' && isOpening(action) && !reopens) return before;
    return applyAction(before, action, { now: at, me });
  }, incident);
  return shown === incident ? incident : { ...shown, updatedAt: incident.updatedAt };
}
