import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';

/** A button with a picture and words; the words are its last child, so that they can be replaced. */
export function button(
  name: IconName,
  words: string,
  action: () => void,
  className: 'primary' | 'secondary' | 'quiet' = 'quiet',
): HTMLButtonElement {
  const made = element(
    'button',
    { type: 'button', class: className },
    icon(name),
    element('span', { class: 'words' }, words),
  );
  made.addEventListener('click', action);
  return made;
}

/** Puts other words on a button. */
export function reword(target: HTMLButtonElement, words: string): void {
  setText(target.lastElementChild!, words);
}

/** Writes only what changed: a live region repeats whatever is written to it. */
export function setText(target: Element, text: string): void {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * Hides and shows buttons of one row. Where the keyboard stood on one that goes, it moves to the first that stays:
 * it must not fall back to the top of the page.
 */
export function showOnly(row: HTMLElement, shown: readonly HTMLElement[]): void {
  const focused = placeOfKeyboard();
  for (const each of row.querySelectorAll<HTMLElement>('button')) each.hidden = !shown.includes(each);
  if (focused instanceof HTMLElement && focused.hidden && row.contains(focused)) returnKeyboard(shown[0]);
}
