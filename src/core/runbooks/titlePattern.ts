/**
 * Whether the text fits the pattern from end to end: `*` stands for anything, case does not count. Leftmost pieces
 * first, so the cost stays linear however many stars there are.
 */
export function matchesPattern(text: string, pattern: string): boolean {
  const whole = text.toLowerCase();
  const pieces = pattern.toLowerCase().split('*');
  const first = pieces.shift()!;
  const last = pieces.pop();
  if (last === undefined) return whole === first;
  if (!whole.startsWith(first) || !whole.endsWith(last)) return false;
  let at = first.length;
  for (const piece of pieces) {
    const found = whole.indexOf(piece, at);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return at <= whole.length - last.length;
}
