import { t } from '@vscode/l10n';
import { type Pressed } from '../keys.ts';

/** What a key does with the entry that has the focus. */
export type EntryKey =
  'menu' | 'editText' | 'editTime' | 'retract' | 'key' | 'history' | 'output' | 'runbook' | 'copy';

/** What a key does wherever the focus is, or with the list. */
export type ListKey =
  'next' | 'previous' | 'first' | 'last' | 'pageDown' | 'pageUp' | 'compose' | 'search' | 'keys';

export type TimelineKey = EntryKey | ListKey;

const ofEntry: ReadonlySet<TimelineKey> = new Set<EntryKey>([
  ...(['menu', 'editText', 'editTime', 'retract', 'key', 'history', 'output', 'runbook', 'copy'] as const),
]);

export function isEntryKey(key: TimelineKey): key is EntryKey {
  return ofEntry.has(key);
}

const single: Readonly<Record<string, TimelineKey>> = {
  ...{ ArrowDown: 'next', j: 'next', ArrowUp: 'previous', k: 'previous', Home: 'first', End: 'last' },
  ...{ PageDown: 'pageDown', PageUp: 'pageUp', Enter: 'menu', ' ': 'menu', e: 'editText', t: 'editTime' },
  ...{ Delete: 'retract', x: 'retract', s: 'key', h: 'history', o: 'output', b: 'runbook', c: 'copy' },
  ...{ n: 'compose', '/': 'search', '?': 'keys' },
};

/** As the list of the keys shows them. */
export const timelineKeyList: readonly { readonly keys: readonly string[]; readonly words: string }[] = [
  { keys: ['n'], words: t('Write an entry') },
  { keys: [t('Enter'), t('Shift+Enter')], words: t('In the box: add the entry; a new line') },
  { keys: ['↓', 'j', '↑', 'k'], words: t('Next and previous entry') },
  { keys: [t('Home'), t('End')], words: t('First and last entry') },
  { keys: [t('Enter')], words: t('What can be done with the entry') },
  { keys: ['e', 't'], words: t('Edit its text; its time') },
  { keys: ['s'], words: t('Mark it as a key event, or take the mark off') },
  { keys: ['x', t('Delete')], words: t('Retract it, or restore it') },
  { keys: ['h'], words: t('Show what it was before') },
  { keys: ['o', 'b'], words: t('Open its output; its runbook') },
  { keys: ['c'], words: t('Copy it') },
  { keys: ['/', 'Ctrl+F'], words: t('Search') },
  { keys: [t('Esc')], words: t('Close a menu or a message; back to the entries') },
  { keys: ['?'], words: t('Show these keys') },
];

/** What a key does in the list; null where it is not one of ours. `typing`: the focus is where text is written. */
export function timelineKeyOf(
  { key, altKey, ctrlKey, metaKey }: Pressed,
  typing: boolean,
): TimelineKey | null {
  if ((ctrlKey || metaKey) && !altKey && key.toLowerCase() === 'f') return 'search';
  if (ctrlKey || metaKey || altKey || typing) return null;
  return Object.hasOwn(single, key) ? single[key]! : null;
}
