import { diffIndices } from 'node-diff3';

/** In the place of `oldLength` lines from `oldStart` stand `newLength` lines from `newStart`; either may be 0. */
export interface LineChange {
  readonly oldStart: number;
  readonly oldLength: number;
  readonly newStart: number;
  readonly newLength: number;
}

/**
 * What has to change for `before` to become `after`, in order and never touching. Lines that stand once on both
 * sides are matched first: people recognise their text by those, not by blank lines, and a timeline of 100,000
 * rows stays quick. What is equal is matched from the top: a new paragraph then begins with its words.
 */
export function lineDiff(before: readonly string[], after: readonly string[]): readonly LineChange[] {
  const changes: LineChange[] = [];
  compare(before, after, { oldStart: 0, oldEnd: before.length, newStart: 0, newEnd: after.length }, changes);
  return changes;
}

interface Range {
  readonly oldStart: number;
  readonly oldEnd: number;
  readonly newStart: number;
  readonly newEnd: number;
}

function compare(
  before: readonly string[],
  after: readonly string[],
  range: Range,
  changes: LineChange[],
): void {
  let { oldStart, oldEnd, newStart, newEnd } = range;
  while (oldStart < oldEnd && newStart < newEnd && before[oldStart] === after[newStart]) {
    oldStart++;
    newStart++;
  }
  while (oldStart < oldEnd && newStart < newEnd && before[oldEnd - 1] === after[newEnd - 1]) {
    oldEnd--;
    newEnd--;
  }
  if (oldStart === oldEnd && newStart === newEnd) return;
  if (oldStart === oldEnd || newStart === newEnd) {
    changes.push({ oldStart, oldLength: oldEnd - oldStart, newStart, newLength: newEnd - newStart });
    return;
  }

  const pairs = uniquePairs(before, after, { oldStart, oldEnd, newStart, newEnd });
  if (pairs.length === 0) {
    const hunks = diffIndices(before.slice(oldStart, oldEnd), after.slice(newStart, newEnd));
    for (const { buffer1, buffer2 } of hunks) {
      const [oldOffset, oldLength] = buffer1;
      const [newOffset, newLength] = buffer2;
      changes.push({ oldStart: oldStart + oldOffset, oldLength, newStart: newStart + newOffset, newLength });
    }
    return;
  }
  for (const [oldIndex, newIndex] of [...pairs, [oldEnd, newEnd] as const]) {
    compare(before, after, { oldStart, oldEnd: oldIndex, newStart, newEnd: newIndex }, changes);
    oldStart = oldIndex + 1;
    newStart = newIndex + 1;
  }
}

type Pair = readonly [oldIndex: number, newIndex: number];

/** Lines that stand exactly once on each side: the longest run of them that keeps its order. */
function uniquePairs(before: readonly string[], after: readonly string[], range: Range): readonly Pair[] {
  const oldPlaces = placesOfUnique(before, range.oldStart, range.oldEnd);
  const newPlaces = placesOfUnique(after, range.newStart, range.newEnd);
  const pairs: Pair[] = [];
  for (const [line, oldIndex] of oldPlaces) {
    const newIndex = newPlaces.get(line);
    if (oldIndex >= 0 && newIndex !== undefined && newIndex >= 0) pairs.push([oldIndex, newIndex]);
  }
  return longestRising(pairs.sort((a, b) => a[0] - b[0]));
}

/** Where each line stands; -1 for one that stands there more than once. */
function placesOfUnique(lines: readonly string[], start: number, end: number): Map<string, number> {
  const places = new Map<string, number>();
  for (let index = start; index < end; index++) {
    const line = lines[index]!;
    places.set(line, places.has(line) ? -1 : index);
  }
  return places;
}

/** The longest subsequence whose new indices rise (patience sorting). */
function longestRising(pairs: readonly Pair[]): readonly Pair[] {
  const tops: number[] = [];
  const before: number[] = [];
  pairs.forEach((pair, index) => {
    let low = 0;
    let high = tops.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pairs[tops[middle]!]![1] < pair[1]) low = middle + 1;
      else high = middle;
    }
    before[index] = low > 0 ? tops[low - 1]! : -1;
    tops[low] = index;
  });
  const rising: Pair[] = [];
  for (let index = tops.at(-1) ?? -1; index >= 0; index = before[index]!) rising.push(pairs[index]!);
  return rising.reverse();
}
