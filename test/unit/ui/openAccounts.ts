import type { MarkedBy } from '../../../src/ui/incidentMark.ts';
import type { Session } from '../../../src/ui/sessions.ts';

/** The accounts that are open, as what marks an incident asks for them. @param ids each also what it is called */
export function openAccounts(ids: () => readonly string[]): MarkedBy {
  const all = () => ids().map(id => ({ account: { id, label: id } }) as unknown as Session);
  return { all, get: wanted => all().find(({ account }) => account.id === wanted) };
}
