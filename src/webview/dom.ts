export type Attributes = Readonly<Record<string, string>>;

/** An element with its attributes and children; strings become text, never markup. */
export function element<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/** A sentence with elements in place of its {0}, {1}: each language puts them where they belong. */
export function filled(sentence: string, ...elements: readonly Node[]): readonly (Node | string)[] {
  return sentence.split(/\{(\d)\}/).map((piece, at) => (at % 2 === 1 ? elements[Number(piece)]! : piece));
}

/** Runs when what is there now has been painted; of a page that nobody sees, once somebody does. */
export function whenPainted(task: () => void): void {
  requestAnimationFrame(() => setTimeout(task));
}

/** Runs when the browser has nothing better to do, or after `patienceMs` all the same. */
export function whenIdle(task: () => void, patienceMs = 500): void {
  requestIdleCallback(task, { timeout: patienceMs });
}

/** Whether a person waits for the page; false where the browser does not say. */
export function isInputPending(): boolean {
  const { scheduling } = navigator as { readonly scheduling?: { isInputPending(): boolean } };
  return scheduling?.isInputPending() ?? false;
}

/** Whether what has the focus takes letters for itself. */
export function takesText(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.closest('[role="menu"], dialog, textarea, select, [contenteditable]')) return true;
  return target instanceof HTMLInputElement && target.type !== 'checkbox';
}

/** A dialog with its title. The browser keeps the focus in it, closes it with Escape and gives the focus back. */
export function dialog(name: string, title: string): HTMLDialogElement {
  const body = element('dialog', { class: name, 'aria-labelledby': `${name}-title` });
  body.append(element('h2', { id: `${name}-title` }, title));
  body.addEventListener('click', event => {
    if (event.target === body) body.close();
  });
  return body;
}
