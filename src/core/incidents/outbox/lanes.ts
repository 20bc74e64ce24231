import { isFieldAction, type Action, type FieldAction } from '../action.ts';
import type { OutboxItem } from './outboxItem.ts';

/** Sent twice it does no more than once. All else must be looked for before it is sent again. */
export function isHarmless(action: Action): boolean {
  return isFieldAction(action) || action.type === 'snooze';
}

/**
 * What must stay in order: the fields of one incident, or what is said about it. They do not wait for each
 * other: nothing may keep a person from resolving. What is triggered stands alone.
 */
export function laneOf({ accountId, incidentId, action, id }: OutboxItem): string {
  if (incidentId === null) return `${accountId} trigger ${id}`;
  const fields = isHarmless(action) || action.type === 'merge';
  return `${accountId} ${fields ? 'fields' : 'words'} ${incidentId}`;
}

export interface FieldItem extends OutboxItem {
  readonly incidentId: string;
  readonly action: FieldAction;
}

export function isFieldItem(item: OutboxItem): item is FieldItem {
  return item.incidentId !== null && isFieldAction(item.action);
}

/**
 * What goes next: the oldest item whose lane is ready, and with a field action those field actions that follow it
 * at the head of their own lanes. Empty where nothing is ready.
 * @param items in order, those of one account
 * @param mostTogether how many may go with this one in one request
 */
export function nextToSend(
  items: readonly OutboxItem[],
  isReady: (lane: string) => boolean,
  mostTogether: (item: OutboxItem) => number,
): readonly OutboxItem[] {
  const lanes = new Set<string>();
  const taken: OutboxItem[] = [];
  for (const item of items) {
    if (item.state !== 'waiting') continue;
    const lane = laneOf(item);
    if (lanes.has(lane)) continue;
    lanes.add(lane);
    if (!isReady(lane)) continue;
    if (taken.length > 0 && !isFieldItem(item)) break;
    taken.push(item);
    if (!isFieldItem(item) || taken.length >= Math.min(...taken.map(mostTogether))) break;
  }
  return taken;
}
