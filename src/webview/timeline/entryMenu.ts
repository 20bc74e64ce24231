import { t } from '@vscode/l10n';
import type { EntryRow } from '../../core/timeline/panel/panelView.ts';
import type { EntryAction } from '../../protocol/timeline.ts';
import { button } from '../buttons.ts';
import { element } from '../dom.ts';
import type { IconName } from '../icons.ts';

export type MenuChoice = EntryAction | 'editText' | 'editTime';

/** What can be done with an entry, in the order of the menu. */
function choicesOf(row: EntryRow): readonly (readonly [MenuChoice, IconName, string])[] {
  const all: readonly (readonly [MenuChoice, IconName, string, boolean])[] = [
    ['editText', 'edit', t('Edit Text… (e)'), !row.retracted],
    ['editTime', 'clock', t('Edit Time… (t)'), !row.retracted],
    ['markKey', 'star', t('Mark as Key Event (s)'), !row.key && !row.retracted],
    ['unmarkKey', 'star', t('No Key Event Any More (s)'), row.key && !row.retracted],
    ['showOutput', 'terminal', t('Show Output of the Run (o)'), row.run !== null],
    ['openRunbook', 'book', t('Open Its Runbook (b)'), row.run !== null],
    ['copy', 'copy', t('Copy (c)'), true],
    ['send', 'send', t('Send to the Provider as a Note'), row.source !== 'provider' && !row.retracted],
    ['history', 'history', t('Show History (h)'), true],
    ['retract', 'failed', t('Retract (x)'), !row.retracted],
    ['restore', 'undo', t('Restore (x)'), row.retracted],
  ];
  return all.flatMap(([choice, icon, words, possible]) => (possible ? [[choice, icon, words] as const] : []));
}

/** One menu for all entries, at the one that it is opened for. Arrows move in it, Escape and Tab close it. */
export class EntryMenu {
  readonly #body = element('div', { class: 'menu', role: 'menu' });
  #owner: { readonly item: HTMLElement; readonly opener: HTMLElement } | null = null;

  constructor(private readonly choose: (choice: MenuChoice, id: string) => void) {
    this.#body.addEventListener('keydown', event => this.#steer(event));
    this.#body.addEventListener('focusout', event => {
      if (!this.#body.contains(event.relatedTarget as Node | null)) this.close(false);
    });
  }

  open(row: EntryRow, item: HTMLElement): void {
    this.close(false);
    const opener = item.querySelector<HTMLElement>('[data-menu]')!;
    this.#owner = { item, opener };
    opener.setAttribute('aria-expanded', 'true');
    this.#body.setAttribute('aria-label', t('Actions of this entry'));
    this.#body.replaceChildren(
      ...choicesOf(row).map(([choice, icon, words]) => {
        const made = button(icon, words, () => {
          this.close(true);
          this.choose(choice, row.id);
        });
        made.setAttribute('role', 'menuitem');
        made.tabIndex = -1;
        return made;
      }),
    );
    item.append(this.#body);
    // Where there is no room below, it stands above.
    const { bottom } = this.#body.getBoundingClientRect();
    const room = document.querySelector('.foot')?.getBoundingClientRect().top ?? window.innerHeight;
    this.#body.classList.toggle('above', bottom > room);
    this.#items()[0]?.focus();
  }

  /** False where none was open. @param back whether the keyboard returns to the entry */
  close(back: boolean): boolean {
    const owner = this.#owner;
    if (!owner) return false;
    this.#owner = null;
    owner.opener.setAttribute('aria-expanded', 'false');
    if (back) owner.item.focus({ preventScroll: true });
    this.#body.remove();
    return true;
  }

  #items(): readonly HTMLElement[] {
    return [...this.#body.querySelectorAll<HTMLElement>('button')];
  }

  #steer(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const items = this.#items();
    const at = items.indexOf(document.activeElement as HTMLElement);
    const to = { ArrowDown: at + 1, ArrowUp: at - 1 + items.length, Home: 0, End: items.length - 1 }[
      event.key
    ];
    if (event.key === 'Escape') this.close(true);
    else if (event.key === 'Tab') this.close(true);
    else if (to !== undefined) items[to % items.length]?.focus();
    else if (event.key.length === 1 && event.key !== ' ') {
      const begins = (item: HTMLElement) =>
        item.textContent.toLowerCase().startsWith(event.key.toLowerCase());
      [...items.slice(at + 1), ...items.slice(0, at + 1)].find(begins)?.focus();
    } else {
      // Enter and Space press the button.
      event.stopPropagation();
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  }
}
