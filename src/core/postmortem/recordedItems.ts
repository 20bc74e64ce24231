import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { type ActionItem, actionItemsIn } from './actionItems.ts';
import { byUrgency, type Urgency, urgencyOf, withoutTwins } from './openItems.ts';
import { isPostMortemName } from './postMortemName.ts';

/** A longer post-mortem is passed over. */
const largestBytes = 4 * 1024 * 1024;
/** Read at the same time: enough for a slow disk, few enough for everybody else’s files. */
const foldersAtOnce = 16;

export interface RecordedItem {
  readonly item: ActionItem;
  /** The path of the document it stands in. */
  readonly path: string;
  /** The incident’s folder. */
  readonly folder: string;
  readonly urgency: Urgency;
}

/**
 * What is open in the post-mortems of these folders, overdue first. All of them are read, some at a time: what is
 * longest overdue stands in the oldest. Empty where it was ended by the signal.
 * @param today `2026-11-25`, where the person is.
 */
export async function openItemsIn(
  folders: readonly string[],
  { today, signal }: { readonly today: string; readonly signal: AbortSignal },
): Promise<readonly RecordedItem[]> {
  const found: RecordedItem[] = [];
  for (let from = 0; from < folders.length; from += foldersAtOnce) {
    const some = folders.slice(from, from + foldersAtOnce);
    const items = await Promise.all(some.map(folder => itemsIn(folder, today)));
    if (signal.aborted) return [];
    found.push(...items.flat());
  }
  const order = byUrgency(today);
  return withoutTwins(found)
    .filter(({ item }) => !item.done)
    .sort((a, b) => order(a.item, b.item));
}

async function itemsIn(folder: string, today: string): Promise<readonly RecordedItem[]> {
  const found: RecordedItem[] = [];
  for (const path of await documentsIn(folder)) {
    for (const item of actionItemsIn(await readFile(path, 'utf8').catch(() => '')))
      found.push({ item, path, folder, urgency: urgencyOf(item, today) });
  }
  return found;
}

/** The first one before those in other forms. */
async function documentsIn(folder: string): Promise<readonly string[]> {
  const entries = await readdir(folder, { withFileTypes: true }).catch(() => []);
  const names = entries
    .filter(entry => entry.isFile() && isPostMortemName(entry.name))
    .map(({ name }) => name);
  const paths: string[] = [];
  for (const name of names.sort((a, b) => a.length - b.length)) {
    const path = join(folder, name);
    const size = await stat(path).then(
      ({ size }) => size,
      () => Infinity,
    );
    if (size <= largestBytes) paths.push(path);
  }
  return paths;
}
