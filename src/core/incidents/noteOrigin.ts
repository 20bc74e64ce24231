import type { UtcTime } from '../clock.ts';
import { isObject, isUlid, isUtcTime } from '../timeline/entryGuard.ts';

/** The entry of a timeline that a note was made of: it is that entry wherever it is read, and never a second one. */
export interface NoteOrigin {
  /** The entry’s id. */
  readonly entry: string;
  /** When it happened. */
  readonly at: UtcTime;
  readonly author: string;
  /** `hypothesis`; a newer version may send what is not known here. */
  readonly kind: string;
  /** The id of the entry that it stands in for; null for a first version. */
  readonly corrects: string | null;
}

/** Whether it can stand in a marker and comes out of it again. */
export function isNoteOrigin(value: unknown): value is NoteOrigin {
  if (!isObject(value)) return false;
  const { entry, at, author, kind, corrects } = value;
  return (
    isUlid(entry) &&
    isUtcTime(at) &&
    typeof author === 'string' &&
    typeof kind === 'string' &&
    /^[a-z]{1,20}$/.test(kind) &&
    (corrects === null || isUlid(corrects))
  );
}
