import { withoutHidden } from './hiddenCharacters.ts';

/** A selection of a terminal: lines without the blanks that fill them up to the terminal’s width. */
export function withoutControls(text: string): string {
  return withoutHidden(text)
    .split('\n')
    .map(line => line.trimEnd())
    .join('\n');
}
