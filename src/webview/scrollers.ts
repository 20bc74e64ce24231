/** Lets the keyboard reach what is wider than its place, and only that: it has to be scrolled sideways. */
export class Scrollers {
  readonly #sizes = new ResizeObserver(entries => {
    for (const { target } of entries) fit(target);
  });

  watch(part: HTMLElement): void {
    for (const wide of part.querySelectorAll('pre[data-block], pre.source, table')) {
      this.#sizes.observe(wide);
    }
  }
}

function fit(target: Element): void {
  if (target.scrollWidth > target.clientWidth + 1) target.setAttribute('tabindex', '0');
  else if (document.activeElement !== target) target.removeAttribute('tabindex');
}
