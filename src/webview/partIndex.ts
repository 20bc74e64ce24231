import { fold, pieceAt, placesOf } from './searchText.ts';

/** What a block brings besides its code: bars, results, menus. It is not the runbook’s text. */
const notText = 'section.block > :not(pre), .by, .is-title';
const inline = new Set(['a', 'em', 'strong', 'del', 'code', 'span', 'bdi']);

/** The text of one part of the article, joined, with the nodes that it came from. */
export class PartIndex {
  readonly #nodes: Text[] = [];
  readonly #starts: number[] = [];
  readonly #text: string;

  constructor(part: HTMLElement) {
    const pieces: string[] = [];
    let length = 0;
    let apart = false;
    const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT, node =>
      node instanceof Element && node.matches(notText) ? NodeFilter.FILTER_REJECT : NodeFilter.FILTER_ACCEPT,
    );
    let holder: Element | null = null;
    while (walker.nextNode()) {
      const node = walker.currentNode;
      if (!(node instanceof Text)) {
        apart ||= !inline.has((node as Element).localName);
        continue;
      }
      // Words of two paragraphs, cells or items are not one text.
      const around = boxOf(node);
      if (length > 0 && (apart || around !== holder)) {
        pieces.push('\n');
        length++;
      }
      holder = around;
      apart = false;
      this.#nodes.push(node);
      this.#starts.push(length);
      // Outside code a line’s end is shown as a space.
      pieces.push(around?.localName === 'pre' ? node.data : node.data.replace(/\s/g, ' '));
      length += node.data.length;
    }
    this.#text = fold(pieces.join(''));
  }

  /** @param query folded */
  find(query: string, limit: number): readonly Range[] {
    return placesOf(query, this.#text, limit).map(at => this.#range(at, at + query.length));
  }

  #range(from: number, to: number): Range {
    const range = document.createRange();
    const first = pieceAt(this.#starts, from);
    const last = pieceAt(this.#starts, to - 1);
    range.setStart(this.#nodes[first]!, from - this.#starts[first]!);
    range.setEnd(this.#nodes[last]!, to - this.#starts[last]!);
    return range;
  }
}

/** The nearest element around a text that is no part of a line. */
function boxOf(node: Text): Element | null {
  let around = node.parentElement;
  while (around && inline.has(around.localName)) around = around.parentElement;
  return around;
}
