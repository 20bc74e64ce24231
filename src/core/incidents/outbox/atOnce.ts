/** More file operations at once would bring nothing: Node does them in four threads. */
const mostAtOnce = 16;

/** Does it for all, a few at a time; rejects with the first failure once nothing is under way any more. */
export async function forAll<T>(items: readonly T[], action: (item: T) => Promise<unknown>): Promise<void> {
  for (let first = 0; first < items.length; first += mostAtOnce) {
    const done = await Promise.allSettled(items.slice(first, first + mostAtOnce).map(action));
    const failed = done.find(result => result.status === 'rejected');
    if (failed) throw failed.reason;
  }
}
