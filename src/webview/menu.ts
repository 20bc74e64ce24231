import { button } from './buttons.ts';
import { element } from './dom.ts';
import { icon, type IconName } from './icons.ts';
import { setOff } from './rest.ts';

export interface MenuItem {
  readonly icon: IconName;
  readonly words: string;
  readonly act: () => void;
}

/** A button with a menu: arrows, Home, End and first letters move in it, Escape and Tab close it. */
export class MenuButton {
  readonly body = element('div', { class: 'menu-holder' });
  readonly #button: HTMLButtonElement;
  readonly #menu: HTMLElement;
  readonly #items: readonly HTMLButtonElement[];
  #off: string | null = null;

  constructor(
    private readonly label: string,
    items: readonly MenuItem[],
  ) {
    this.#button = element(
      'button',
      {
        type: 'button',
        class: 'quiet',
        'aria-label': label,
        'aria-haspopup': 'menu',
        'aria-expanded': 'false',
      },
      icon('more'),
    );
    this.#button.title = label;
    this.#items = items.map(({ icon: name, words, act }) => {
      const item = button(name, words, () => {
        this.#close(true);
        act();
      });
      item.setAttribute('role', 'menuitem');
      item.tabIndex = -1;
      return item;
    });
    this.#menu = element('div', { class: 'menu', role: 'menu', 'aria-label': label }, ...this.#items);
    this.#menu.hidden = true;
    this.body.append(this.#button, this.#menu);
    this.#button.addEventListener('click', () => (this.#menu.hidden ? this.#open(0) : this.#close(true)));
    this.body.addEventListener('keydown', event => this.#steer(event));
    this.body.addEventListener('focusout', event => {
      if (!this.body.contains(event.relatedTarget as Node | null)) this.#close(false);
    });
  }

  /** @param off why nothing of it can be done now; null where it can */
  showOff(off: string | null): void {
    this.#off = off;
    this.#button.title = off ?? this.label;
    setOff(this.#button, off !== null);
    if (off !== null) this.#close(true);
  }

  #open(at: number): void {
    if (this.#off !== null) return;
    this.#menu.hidden = false;
    this.#button.setAttribute('aria-expanded', 'true');
    this.#items.at(at)?.focus();
  }

  #close(back: boolean): void {
    if (this.#menu.hidden) return;
    if (back) this.#button.focus();
    this.#menu.hidden = true;
    this.#button.setAttribute('aria-expanded', 'false');
  }

  #steer(event: KeyboardEvent): void {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (this.#menu.hidden) {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      this.#open(event.key === 'ArrowDown' ? 0 : -1);
    } else if (event.key === 'Escape') {
      this.#close(true);
    } else if (event.key === 'Tab') {
      return this.#close(false);
    } else {
      const next = this.#next(event.key);
      if (next === undefined) return;
      next.focus();
    }
    event.preventDefault();
    event.stopPropagation();
  }

  #next(key: string): HTMLButtonElement | undefined {
    const at = this.#items.indexOf(document.activeElement as HTMLButtonElement);
    const count = this.#items.length;
    switch (key) {
      case 'ArrowDown':
        return this.#items[(at + 1) % count];
      case 'ArrowUp':
        return this.#items[(at - 1 + count) % count];
      case 'Home':
        return this.#items[0];
      case 'End':
        return this.#items.at(-1);
      default:
        return [...this.#items.slice(at + 1), ...this.#items.slice(0, at + 1)].find(
          item => key.length === 1 && item.textContent.toLowerCase().startsWith(key.toLowerCase()),
        );
    }
  }
}
