/** Begins the id of every account that a drill opens; one of a provider never begins so. */
export const drillPrefix = 'drill-';

/**
 * Whether that is the account of a drill, also of one that is over or another window’s.
 * @param accountId or what begins with one, such as an incident’s key
 */
export function isDrillAccount(accountId: string): boolean {
  return accountId.startsWith(drillPrefix);
}
