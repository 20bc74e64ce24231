import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { placeOfKeyboard } from './keyboardPlace.ts';
import { rest, takeOver } from './rest.ts';

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
 * Shows those of the buttons of one row; one that comes rests. Where the keyboard stood on one that goes, it moves to
 * `next`: it must not fall back to the top of the page.
 */
export function showOnly(
  buttons: readonly HTMLButtonElement[],
  shown: readonly HTMLButtonElement[],
  next: HTMLButtonElement | undefined = shown[0],
): void {
  const focused = placeOfKeyboard();
  for (const each of buttons) {
    const isShown = shown.includes(each);
    if (isShown && each.hidden) rest(each);
    each.hidden = !isShown;
  }
  if (buttons.some(each => each === focused && each.hidden)) takeOver(next);
}
