import type { CheckView } from '../protocol/runbook.ts';
import { element } from './dom.ts';

/** The task lists of a runbook. A tick shows at once and is taken back when the host refuses it. */
export class Checklist {
  #checks: ReadonlyMap<string, CheckView> = new Map();

  /** `tick` answers with whether the host took it. */
  constructor(private readonly tick: (checkId: string, checked: boolean) => Promise<boolean>) {}

  show(checks: readonly CheckView[]): void {
    this.#checks = new Map(checks.map(check => [check.id, check]));
  }

  /** More of those that are shown. */
  learn(checks: readonly CheckView[]): void {
    this.#checks = new Map([...this.#checks, ...checks.map(check => [check.id, check] as const)]);
  }

  update(check: CheckView, root: HTMLElement): void {
    this.#checks = new Map(this.#checks).set(check.id, check);
    this.refresh(root);
  }

  /** Brings the checkboxes within `root` to the state that is known. */
  refresh(root: HTMLElement): void {
    for (const box of root.querySelectorAll<HTMLInputElement>('input[data-check]')) {
      const check = this.#checks.get(box.dataset['check']!);
      const item = box.closest('li');
      if (!check || !item) continue;
      box.disabled = false;
      box.checked = check.checked;
      box.onchange = () => void this.#toggle(box, check);
      item.querySelector(':scope > .by, :scope > p > .by')?.remove();
      box.setAttribute('aria-label', wordsOf(item));
      item.classList.toggle('checked', check.checked);
      if (check.by) placeOf(item).after(element('span', { class: 'by' }, check.by));
    }
  }

  async #toggle(box: HTMLInputElement, check: CheckView): Promise<void> {
    const { checked } = box;
    box.closest('li')?.classList.toggle('checked', checked);
    if (await this.tick(check.id, checked)) return;
    box.checked = !checked;
    box.closest('li')?.classList.toggle('checked', !checked);
  }
}

const blocks = 'ul, ol, section, blockquote, table, pre, div';

/** The item’s own words, without what is listed under it. */
function wordsOf(item: HTMLElement): string {
  const own = [...item.childNodes].filter(node => !(node instanceof HTMLElement && node.matches(blocks)));
  return own
    .map(node => node.textContent)
    .join('')
    .trim();
}

/** The last of the item’s own nodes: who ticked it stands right behind the words. */
function placeOf(item: HTMLElement): ChildNode {
  const firstParagraph = item.querySelector(':scope > p');
  if (firstParagraph?.lastChild) return firstParagraph.lastChild;
  const nodes = [...item.childNodes];
  const end = nodes.findIndex(node => node instanceof HTMLElement && node.matches(blocks));
  return nodes.at(end < 0 ? -1 : end - 1)!;
}
