/**
 * What can be forgotten so that only `most` are left: what was used longest ago first, and never what is needed. Where
 * all the rest is needed, more than `most` stay.
 * @param keys the one used longest ago first
 */
export function toForget(
  keys: readonly string[],
  most: number,
  isNeeded: (key: string) => boolean,
): readonly string[] {
  const tooMany = Math.max(0, keys.length - most);
  return keys.filter(key => !isNeeded(key)).slice(0, tooMany);
}
