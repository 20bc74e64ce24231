/** At most so many characters (code points), the last of them `…` where something is left out. */
export function shortText(text: string, most: number): string {
  // A character has at most two units, so that a long text need not be gone through.
  const characters = [...text.slice(0, 2 * (most + 1))];
  if (characters.length <= most) return text;
  return `${characters
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`;
}
