import type { JsonValue, TimelineEntry } from './entry.ts';
import { isObject } from './entryGuard.ts';

/** Where a text was taken from: lines of a file, or a terminal. */
export interface TextSource {
  readonly [name: string]: JsonValue;
  readonly type: 'file' | 'terminal';
  /** The file’s path in the workspace, or the terminal’s name. */
  readonly name: string;
  /** 1-based; null for a terminal. */
  readonly fromLine: number | null;
  readonly toLine: number | null;
}

/** Bytes. A screenshot of a large screen has a few megabytes; what is bigger belongs elsewhere and is linked. */
export const largestAttachment = 10 * 1024 * 1024;

/** A file beside the journal. */
export interface Attachment {
  readonly [name: string]: JsonValue;
  /** In the incident’s folder: `attachments/<hash>-<name>`, nothing else. */
  readonly path: string;
  /** As it was called where it came from. */
  readonly name: string;
  readonly bytes: number;
  /** What its first bytes say; `application/octet-stream` for all but pictures. */
  readonly mediaType: string;
}

/** An address in the text whose title was known when it was written. */
export interface TitledLink {
  readonly [name: string]: JsonValue;
  readonly href: string;
  readonly title: string;
}

/** What an entry that somebody wrote may have beside its text. */
export interface NoteData {
  readonly [name: string]: JsonValue | undefined;
  readonly source?: TextSource;
  readonly attachments?: readonly Attachment[];
  readonly links?: readonly TitledLink[];
}

/**
 * What stands beside the text; a part that is not whole is left out. The journal may come from anybody, so a path
 * that could lead elsewhere is none.
 */
export function noteDataOf({ data }: TimelineEntry): NoteData {
  if (!data) return {};
  const attachments = list(data['attachments']).filter(isAttachment);
  const links = list(data['links']).filter(isLink);
  return {
    ...(isSource(data['source']) && { source: data['source'] }),
    ...(attachments.length > 0 && { attachments }),
    ...(links.length > 0 && { links }),
  };
}

/** A plain name in `attachments/`. */
export function isAttachmentPath(path: unknown): path is string {
  return (
    typeof path === 'string' && /^attachments\/[a-f0-9]{16}-[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/.test(path)
  );
}

function isAttachment(value: JsonValue): value is Attachment {
  if (!isObject(value)) return false;
  const { path, name, bytes, mediaType } = value;
  return (
    isAttachmentPath(path) &&
    typeof name === 'string' &&
    Number.isSafeInteger(bytes) &&
    (bytes as number) >= 0 &&
    typeof mediaType === 'string'
  );
}

function isLink(value: JsonValue): value is TitledLink {
  return isObject(value) && typeof value['href'] === 'string' && typeof value['title'] === 'string';
}

function isSource(value: JsonValue | undefined): value is TextSource {
  if (value === undefined || !isObject(value)) return false;
  const { type, name, fromLine, toLine } = value;
  const line = (number: JsonValue | undefined) =>
    number === null || (Number.isSafeInteger(number) && (number as number) > 0);
  return (
    (type === 'file' || type === 'terminal') && typeof name === 'string' && line(fromLine) && line(toLine)
  );
}

function list(value: JsonValue | undefined): readonly JsonValue[] {
  return Array.isArray(value) ? (value as readonly JsonValue[]) : [];
}
