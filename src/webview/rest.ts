import { placeOfKeyboard, returnKeyboard } from './keyboardPlace.ts';

// Run comes where Stop was, and the keyboard with it; Resolve where Acknowledge was: whoever presses a second time, because
// nothing seemed to happen, or twice, or holds the key, presses something else than they saw. So a button that has just
// come there rests: it is seen to take no press for a moment. It is never `disabled`: that would take the keyboard away.

/** Longer than a double click takes, and over before somebody presses who has seen what stands there now; ms. */
const restMs = 500;

/** How far a hand moves that presses twice; CSS pixels. */
const nearPx = 5;

/** The timers that end it. */
const resting = new WeakMap<Element, number>();
const off = new WeakSet<Element>();
const insistent = new WeakSet<Element>();

/** It takes no press for a moment. */
export function rest(button: HTMLButtonElement): void {
  clearTimeout(resting.get(button));
  const end = window.setTimeout(() => {
    resting.delete(button);
    show(button);
  }, restMs);
  resting.set(button, end);
  show(button);
}

/** It has nothing to do now, and stays where it is, as the keyboard may stand there. It is for its owner to do nothing. */
export function setOff(button: HTMLButtonElement, isOff: boolean): void {
  if (isOff) off.add(button);
  else off.delete(button);
  show(button);
}

function show(button: HTMLButtonElement): void {
  if (off.has(button) || resting.has(button)) button.setAttribute('aria-disabled', 'true');
  else button.removeAttribute('aria-disabled');
}

/** For Stop: whoever presses it again and again means it, and it does not begin its rest anew. */
export function takeInsistence(button: HTMLButtonElement): void {
  insistent.add(button);
}

/** It has the keyboard in place of one that went, or became another. */
export function takeOver(button: HTMLButtonElement | null | undefined): void {
  if (!button) return;
  rest(button);
  returnKeyboard(button);
}

/**
 * Changes what stands in `place`: a button that came, or stands elsewhere than before, rests. One that is drawn anew is
 * the same by its `data-of`.
 */
export function changePlaces(place: HTMLElement, change: () => void): void {
  const before = boxesOf(place);
  const hadKeyboard = place.contains(placeOfKeyboard());
  change();
  if (hadKeyboard && !hasKeyboard(place)) takeOver(shownButtons(place)[0]);
  // Where nothing stood, nothing was about to be pressed.
  if (before.size === 0) return;
  for (const [of, { button, box }] of boxesOf(place)) {
    const was = before.get(of)?.box;
    if (!was || isElsewhere(was, box)) rest(button);
  }
}

/** What had it may have gone, with its bar: it would fall back to the top of the page. */
function hasKeyboard(place: HTMLElement): boolean {
  const at = placeOfKeyboard();
  return place.contains(at) && at!.checkVisibility();
}

function shownButtons(place: HTMLElement): readonly HTMLButtonElement[] {
  return [...place.querySelectorAll('button')].filter(each => each.checkVisibility());
}

function boxesOf(place: HTMLElement) {
  return new Map(
    shownButtons(place).map(button => [
      button.dataset['of'] ?? button,
      { button, box: button.getBoundingClientRect() } as const,
    ]),
  );
}

function isElsewhere(was: DOMRect, is: DOMRect): boolean {
  return [was.left - is.left, was.top - is.top, was.width - is.width].some(by => Math.abs(by) >= 1);
}

function buttonAt({ target }: Event): HTMLButtonElement | null {
  return target instanceof Element ? target.closest('button') : null;
}

/** A press on one that rests begins its rest anew: whoever presses again and again has not seen it yet. */
function isRefused(event: Event): boolean {
  const button = buttonAt(event);
  if (!button || !resting.has(button)) return false;
  if (!insistent.has(button)) rest(button);
  return true;
}

/** Where the pointer pressed last, and which button; null where it was none. */
let pressed: {
  readonly button: HTMLButtonElement | null;
  readonly x: number;
  readonly y: number;
  readonly at: number;
} | null = null;

/** What a second press in the same place meets is not what was meant, if something else stood there at the first. */
function restUnderSecondPress(event: PointerEvent): void {
  const button = buttonAt(event);
  const { clientX: x, clientY: y } = event;
  const at = performance.now();
  const isSecond =
    pressed !== null && at - pressed.at < restMs && Math.hypot(x - pressed.x, y - pressed.y) < nearPx;
  if (isSecond && button && isOther(pressed!.button, button)) rest(button);
  pressed = { button, x, y, at };
}

/** A toggle that was drawn anew is the same one. */
function isOther(before: HTMLButtonElement | null, now: HTMLButtonElement): boolean {
  if (before === now) return false;
  return before === null || before.isConnected || nameOf(before) !== nameOf(now);
}

function nameOf(button: HTMLButtonElement): string {
  return button.dataset['of'] ?? button.getAttribute('aria-label') ?? button.textContent;
}

/** The press that began with it is none, also where the button has had its rest by its end. */
let beganInVain = false;

document.addEventListener(
  'pointerdown',
  event => {
    restUnderSecondPress(event);
    beganInVain = isRefused(event);
  },
  { capture: true },
);
document.addEventListener(
  'click',
  event => {
    const byPointer = event.detail > 0;
    if (!isRefused(event) && !(byPointer && beganInVain)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  { capture: true },
);
document.addEventListener(
  'keydown',
  event => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    // A key that is held goes on pressing whatever gets the keyboard.
    if (isRefused(event) || (event.repeat && buttonAt(event))) event.preventDefault();
  },
  { capture: true },
);
