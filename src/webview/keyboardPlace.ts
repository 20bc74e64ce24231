// Where the keyboard stands in the page. Who goes to the terminal and comes back finds it where it was: the browser
// forgets it as soon as another frame has the focus, and then R would run nothing and Tab begin at the top. And what is
// drawn anew in the meantime must never fetch the keyboard back from there: an Enter meant for the terminal would
// press Run.

/** What had the focus last, or took the place of that. */
let last: HTMLElement | null = null;

document.addEventListener('focusin', ({ target }) => {
  if (target instanceof HTMLElement) last = target;
});
// A press beside everything is meant to leave the place; one on something that takes the focus follows as `focusin`.
document.addEventListener('pointerdown', () => (last = null), { capture: true });
window.addEventListener('focus', () => {
  if (document.activeElement === document.body && last?.isConnected) last.focus({ preventScroll: true });
});

/** What has the focus, or will have it as soon as the person is in the page again. */
export function placeOfKeyboard(): Element | null {
  const active = document.activeElement;
  return active === document.body && !document.hasFocus() && last?.isConnected ? last : active;
}

/** Gives it the focus if the page has it; else when the page gets it. For whatever a person did not just ask for. */
export function returnKeyboard(target: HTMLElement | null | undefined): void {
  if (!target) return;
  if (document.hasFocus()) target.focus({ preventScroll: true });
  else last = target;
}
