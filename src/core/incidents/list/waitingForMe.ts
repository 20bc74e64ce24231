import type { Incident } from '../incident.ts';
import type { Viewer } from './arrangement.ts';

/** What waits for me: triggered incidents, counted by the reason why they are mine to look at. */
export interface WaitingForMe {
  /** Assigned to me. */
  readonly mine: number;
  /** All of an account of which it is not known who I am: an account-wide key belongs to nobody. */
  readonly anybodys: number;
}

export function waitingForMe(incidents: Iterable<Incident>, { me }: Pick<Viewer, 'me'>): WaitingForMe {
  let mine = 0;
  let anybodys = 0;
  for (const { status, accountId, assignees } of incidents) {
    if (status !== 'triggered') continue;
    const person = me.get(accountId);
    if (!person) anybodys++;
    else if (assignees.some(({ id }) => id === person.id)) mine++;
  }
  return { mine, anybodys };
}
