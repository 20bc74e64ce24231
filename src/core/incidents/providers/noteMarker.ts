import { isNoteOrigin, type NoteOrigin } from '../noteOrigin.ts';

/** `[ref c0ffee1234]`; of an entry `[ref c0ffee1234, hypothesis by Ada at 2026-11-22T10:15:00.000Z, 01JD… corrects 01JC…]`. */
const marker =
  /(?:^|\n)\[ref ([A-Za-z0-9_-]{10})(?:, ([a-z]{1,20}) by ([^\n]{0,200}) at ([0-9T:.-]{20,30}Z), ([0-9A-Z]{26})(?: corrects ([0-9A-Z]{26}))?)?\]\s*$/;

const correction = 'Correction: ';
/** Longer names are cut, so that the marker is found again. UTF-16 units. */
const longestAuthor = 200;

export interface MarkedNote {
  /** What the person wrote. */
  readonly text: string;
  /** The end of the `ref` it was sent with; null for what was written elsewhere. */
  readonly ref: string | null;
  /** Where the note is an entry of a timeline. */
  readonly origin?: NoteOrigin;
}

/**
 * The note with a last line that says which of our requests it came with: there is no other way to know whether a
 * note whose answer got lost has arrived. Of an entry of a timeline it also says which, for those who read it.
 */
export function withMarker(text: string, ref: string, origin?: NoteOrigin): string {
  const words = origin?.corrects ? correction + text : text;
  return `${words.trimEnd()}\n[ref ${endOf(ref)}${origin ? originText(origin) : ''}]`;
}

/** The note as people see it, and our marker. */
export function readMarker(content: string): MarkedNote {
  const unified = content.replace(/\r\n?/g, '\n');
  const found = marker.exec(unified);
  if (!found) return { text: content, ref: null };
  const text = unified.slice(0, found.index).trimEnd();
  const [, ref, kind, author, at, entry, corrects = null] = found;
  const origin = { entry, at, author, kind, corrects };
  if (!isNoteOrigin(origin)) return { text, ref: ref! };
  const bare = corrects && text.startsWith(correction) ? text.slice(correction.length) : text;
  return { text: bare, ref: ref!, origin };
}

/** Whether the note was sent with this `ref`. */
export function isMarkedWith(content: string, ref: string): boolean {
  return readMarker(content).ref === endOf(ref);
}

function originText({ entry, at, author, kind, corrects }: NoteOrigin): string {
  const name = author.replace(/\s+/g, ' ').slice(0, longestAuthor);
  return `, ${kind} by ${name} at ${at}, ${entry}${corrects ? ` corrects ${corrects}` : ''}`;
}

/** The last ten characters, as they stand in a marker. */
function endOf(ref: string): string {
  return ref
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .slice(-10)
    .padStart(10, '0');
}
