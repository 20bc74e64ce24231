import type { ActionItem } from './actionItems.ts';

/**
 * The item that was chosen, wherever it stands after somebody wrote into its document; null where that is not certain: what
 * is written then might go into the row of another that says the same, in the place of its issue.
 * @param before All items of the document when it was chosen, it among them. @param now All of them now.
 */
export function itemAgain(
  chosen: ActionItem,
  before: readonly ActionItem[],
  now: readonly ActionItem[],
): ActionItem | null {
  const [were, are] = [before, now].map(items => items.filter(({ text }) => text === chosen.text));
  const [was, is] = [were!, are!].map(items => items.filter(item => saidOf(item) === saidOf(chosen)));
  if (was!.length === 1 && is!.length === 1) return is![0]!;
  if (were!.length !== are!.length) return null;
  const nth = are![ordinalOf(chosen, before)]!;
  // The only one of its words may have another owner or day by now, but no issue that is written over.
  const sure = were!.length === 1 ? issueOf(nth) === issueOf(chosen) : is!.includes(nth);
  return sure ? nth : null;
}

/**
 * The item that a list shows, which read the file a while ago, without what is typed and not saved; null where that is
 * not certain.
 * @param now All items of its document.
 */
export function itemShown(shown: ActionItem, now: readonly ActionItem[]): ActionItem | null {
  const are = now.filter(({ text }) => text === shown.text);
  if (are.length === 1) return are[0]!;
  const alike = are.filter(item => saidOf(item) === saidOf(shown));
  return alike.length === 1 ? alike[0]! : (alike.find(({ line }) => line === shown.line) ?? null);
}

/** Which it is of those that say the same, from 0. */
export function ordinalOf(chosen: ActionItem, items: readonly ActionItem[]): number {
  return items.filter(({ text }) => text === chosen.text).indexOf(chosen);
}

function saidOf(item: ActionItem): string {
  const { type, owner, due, priority, done } = item;
  return JSON.stringify([type, owner, due?.text, priority, done, issueOf(item)]);
}

function issueOf({ issue }: ActionItem): string {
  return JSON.stringify([issue?.text, issue?.url]);
}
