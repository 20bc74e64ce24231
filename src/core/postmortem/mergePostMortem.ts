import { lineDiff, type LineChange } from './lineDiff.ts';

export interface MergedPostMortem {
  readonly text: string;
  /** Lines (1-based) that were generated anew beside a person’s version of the same ones: worth a look. */
  readonly beside: readonly number[];
}

interface Line {
  readonly text: string;
  /** `\n` or `\r\n`; empty for a last line without one. */
  readonly ending: string;
}

interface MergedLine extends Line {
  readonly from: 'both' | 'person' | 'generated';
  readonly beside: boolean;
}

/**
 * Brings newly generated facts into a file that people have worked in.
 *
 * - Every line that a person wrote or changed stays, once, word for word, line ending included.
 * - A generated line that nobody touched follows the facts: it goes, stays or is replaced as they do.
 * - Where a person and the facts changed the same lines, the person’s come first and the new ones right after,
 *   without markers: rows of a table stay rows, and next time those are ordinary generated lines again.
 * - What a person took out stays out until its fact changes; a section whose heading is gone stays out altogether.
 * - A person’s line that says exactly what the facts say is one line, and a generated one from then on.
 *
 * @param base what was generated last time @param mine the file as it is now @param generated what the facts give now
 */
export function mergePostMortem(base: string, mine: string, generated: string): MergedPostMortem {
  const mark = mine.startsWith('\uFEFF') ? '\uFEFF' : '';
  const file = linesOf(mine.slice(mark.length));
  const ending = file.some(line => line.ending === '\r\n') ? '\r\n' : '\n';
  const before = linesOf(base).map(line => line.text);
  const facts = linesOf(generated).map(line => line.text);
  const personal = lineDiff(
    before,
    file.map(line => line.text),
  );
  const factual = lineDiff(before, facts);
  const keptInFile = keptLines(before.length, personal);
  const keptInFacts = keptLines(before.length, factual);

  const personalAt = new Map(personal.map(change => [change.oldStart, change]));
  const factualAt = new Map(factual.map(change => [change.oldStart, change]));

  const merged: MergedLine[] = [];
  for (let index = 0; index <= before.length; index++) {
    const own = personalAt.get(index);
    const written = own ? file.slice(own.newStart, own.newStart + own.newLength) : [];
    for (const line of written) merged.push({ ...line, from: 'person', beside: false });

    const fact = factualAt.get(index);
    if (fact && fact.newLength > 0) {
      const all = facts.slice(fact.newStart, fact.newStart + fact.newLength);
      const lines = all.slice(sharedCount(written, all));
      const beside = personal.some(change => overlaps(change, fact));
      if (lines.length > 0 && !isOfRemovedSection(lines, index, before, personal)) {
        insert(
          merged,
          lines.map(text => ({ text, ending, from: 'generated', beside })),
        );
      }
    }

    const place = keptInFile[index];
    if (place != null && keptInFacts[index] != null) {
      merged.push({ ...file[place]!, from: 'both', beside: false });
    }
  }
  const last = merged.length - 1;
  return {
    text:
      mark +
      merged.map((line, index) => line.text + (index < last ? line.ending || ending : line.ending)).join(''),
    beside: merged.flatMap((line, index) => (line.beside ? [index + 1] : [])),
  };
}

function linesOf(text: string): Line[] {
  return [...text.matchAll(/([^\n]*?)(\r?\n|$)/g)]
    .map(([, line, ending]) => ({ text: line!, ending: ending! }))
    .filter(line => line.text !== '' || line.ending !== '');
}

/** For each line of the base its index on the changed side; null where it is no longer there. */
function keptLines(count: number, changes: readonly LineChange[]): readonly (number | null)[] {
  const kept = Array.from({ length: count }, (_, index): number | null => index);
  let shift = 0;
  let index = 0;
  for (const { oldStart, oldLength, newLength } of changes) {
    for (; index < oldStart; index++) kept[index] = index + shift;
    for (; index < oldStart + oldLength; index++) kept[index] = null;
    shift += newLength - oldLength;
  }
  for (; index < count; index++) kept[index] = index + shift;
  return kept;
}

/** Whether both took the place of a same line of the base. */
function overlaps(a: LineChange, b: LineChange): boolean {
  return a.oldStart < b.oldStart + b.oldLength && b.oldStart < a.oldStart + a.oldLength;
}

/**
 * How many lines, from the first on, stand in what a person wrote, one after the other; empty ones alone do not count.
 * Then the file was written last time and its base was not: what looks like a person’s is what comes now.
 */
function sharedCount(written: readonly Line[], lines: readonly string[]): number {
  let most = 0;
  for (let start = 0; start < written.length; start++) {
    let count = 0;
    while (count < lines.length && written[start + count]?.text === lines[count]) count++;
    most = Math.max(most, count);
  }
  return lines.slice(0, most).some(line => line.trim() !== '') ? most : 0;
}

/**
 * Whether the lines would come into a part that a person removed or rewrote together with its heading: rows
 * without their table help nobody. A section that is new has a heading of its own and comes in.
 */
function isOfRemovedSection(
  lines: readonly string[],
  index: number,
  before: readonly string[],
  personal: readonly LineChange[],
): boolean {
  if (lines.some(isHeading)) return false;
  return personal.some(
    ({ oldStart, oldLength }) =>
      oldStart < index &&
      index <= oldStart + oldLength &&
      before.slice(oldStart, oldStart + oldLength).some(isHeading),
  );
}

/** New rows go right below the last row, ahead of what a person wrote below the table. */
function insert(merged: MergedLine[], lines: readonly MergedLine[]): void {
  let end = merged.length;
  if (isRow(lines[0]!.text)) {
    while (end > 0 && merged[end - 1]!.from === 'person' && !isRow(merged[end - 1]!.text)) end--;
    if (end === 0 || !isRow(merged[end - 1]!.text)) end = merged.length;
  }
  const below = merged.splice(end);
  for (const line of lines) merged.push(line);
  for (const line of below) merged.push(line);
}

function isHeading(line: string): boolean {
  return /^#{1,6}\s/.test(line);
}

function isRow(line: string): boolean {
  return line.trimStart().startsWith('|');
}
