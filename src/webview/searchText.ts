/** Lower case with the same length, so that a place in it is the place in the text. */
export function fold(text: string): string {
  const lower = text.toLowerCase();
  if (lower.length === text.length) return lower;
  return text.replace(/[^]/gu, character => {
    const one = character.toLowerCase();
    return one.length === character.length ? one : character;
  });
}

/** Where `query` stands in `text`, both folded, without overlaps; at most `limit` places. */
export function placesOf(query: string, text: string, limit: number): readonly number[] {
  const places: number[] = [];
  if (query === '') return places;
  for (let at = text.indexOf(query); at >= 0; at = text.indexOf(query, at + query.length)) {
    if (places.length >= limit) break;
    places.push(at);
  }
  return places;
}

/** The last of the rising `starts` that is not after `at`: the piece of a joined text that holds the place. */
export function pieceAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (starts[middle]! <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}
