/** The style sheet’s word for parts of a long text that are laid out and painted only near the screen. */
export const distant = 'distant';

export function draw(part: HTMLElement): void {
  part.classList.remove(distant);
}

/** Where it is in the window; what is not drawn would be laid out for the question, and is where its part is. */
export function placeOnScreen(inText: Element | Range): DOMRect {
  const place = inText instanceof Range ? inText.startContainer.parentElement : inText;
  return (place?.closest(`.${distant}`) ?? inText).getBoundingClientRect();
}
