import type { Action } from '../incidents/action.ts';
import type { NoteOrigin } from '../incidents/noteOrigin.ts';
import { withoutHidden } from './hiddenCharacters.ts';
import type { ViewedEntry } from './timelineView.ts';

type Note = Extract<Action, { readonly type: 'note' }>;

/**
 * The entry as a note of the provider’s, as it reads now. One that was told in other words before is told as a correction;
 * null where these very words were told already.
 * @param told what was sent of this incident’s timeline, be it on its way or there
 */
export function entryNote({ id, entry, history }: ViewedEntry, told: readonly ToldNote[]): Note | null {
  const ids = new Set([id, entry.id, ...history.map(version => version.id)]);
  const before = told.filter(({ origin }) => ids.has(origin.entry));
  if (before.some(note => isSameText(note.text, entry.text) && note.origin.at === entry.at)) return null;
  const { at, author, kind, text } = entry;
  const corrects = before.length > 0 && entry.id !== id ? id : null;
  return {
    type: 'note',
    text,
    origin: { entry: corrects === null ? id : entry.id, at, author: withoutHidden(author), kind, corrects },
  };
}

export interface ToldNote {
  readonly text: string;
  readonly origin: NoteOrigin;
}

/** As far as a provider leaves texts as they are. */
export function isSameText(one: string, other: string): boolean {
  return bareText(one) === bareText(other);
}

function bareText(text: string): string {
  return text.replace(/[\s\p{Cf}]+/gu, '');
}
