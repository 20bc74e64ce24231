import { webAddressOf } from '../providers/wire.ts';
import type { Copyable, LinkView } from './detailsView.ts';

/**
 * Every text that the screen offers to copy and every address that it offers to open, by number. A number stands
 * for one text for ever, so what is copied is what the person saw, even when something newer was read since.
 */
export class ShownValues {
  readonly #texts = new Numbered();
  readonly #addresses = new Numbered();

  copyable(text: string): Copyable {
    return { text, copy: this.#texts.numberOf(text) };
  }

  link(text: string, href: string): LinkView {
    const address = webAddressOf(href) ?? href;
    return { text, address, copy: this.#texts.numberOf(address), open: this.open(href) };
  }

  /** The number that opens it; null for what is neither https nor this machine. */
  open(href: string): number | null {
    const address = webAddressOf(href);
    return address === null ? null : this.#addresses.numberOf(address);
  }

  text(copy: number): string | undefined {
    return this.#texts.at(copy);
  }

  address(open: number): string | undefined {
    return this.#addresses.at(open);
  }
}

class Numbered {
  readonly #texts: string[] = [];
  readonly #numbers = new Map<string, number>();

  numberOf(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    this.#numbers.set(text, this.#texts.length);
    return this.#texts.push(text) - 1;
  }

  at(number: number): string | undefined {
    return this.#texts[number];
  }
}
