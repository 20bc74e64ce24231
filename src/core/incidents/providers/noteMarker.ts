const marker = /(?:^|\n)\[ref ([A-Za-z0-9_-]{10})\]\s*$/;

export interface MarkedNote {
  /** What the person wrote. */
  readonly text: string;
  /** The end of the `ref` it was sent with; null for what was written elsewhere. */
  readonly ref: string | null;
}

/**
 * The note with a last line that says which of our requests it came with: there is no other way to know whether a
 * note whose answer got lost has arrived.
 */
export function withMarker(text: string, ref: string): string {
  return `${text.trimEnd()}\n[ref ${endOf(ref)}]`;
}

/** The note as people see it, and our marker. */
export function readMarker(content: string): MarkedNote {
  const unified = content.replace(/\r\n?/g, '\n');
  const found = marker.exec(unified);
  return found?.[1]
    ? { text: unified.slice(0, found.index).trimEnd(), ref: found[1] }
    : { text: content, ref: null };
}

/** Whether the note was sent with this `ref`. */
export function isMarkedWith(content: string, ref: string): boolean {
  return readMarker(content).ref === endOf(ref);
}

/** The last ten characters, as they stand in a marker. */
function endOf(ref: string): string {
  return ref
    .replace(/[^A-Za-z0-9_-]/g, '_')
    .slice(-10)
    .padStart(10, '0');
}
