/** Draws the eye to an element for a moment; the style sheet does it without motion where that is wanted. */
export function flash(target: HTMLElement): void {
  target.classList.remove('flash');
  // Read on purpose: without it the browser sees no change, and a second flash would not begin.
  void target.offsetWidth;
  target.classList.add('flash');
  setTimeout(() => target.classList.remove('flash'), 1_600);
}
