/** What a tree is made of, asked anew each time. */
export interface RowSource<Node extends object> {
  readonly roots: () => readonly Node[];
  readonly childrenOf: (node: Node) => readonly Node[];
  /** Tells a row from the others, over every change of what it says. */
  readonly idOf: (node: Node) => string;
  /** All that is to be seen of a row. */
  readonly looksOf: (node: Node) => string;
}

interface DrawnRow {
  readonly id: string;
  readonly parent: string | null;
  readonly leaf: boolean;
  readonly looks: string;
}

/**
 * What VS Code has of a tree, so that it is told of the rows that say something else and of no others. When it is told
 * of a whole tree, it forgets all rows until it has asked for them again, and a box that is ticked in the meantime is
 * lost: it goes back to what it was, and nobody hears of it (1.139). Of a row without children it forgets nothing.
 */
export class DrawnRows<Node extends object> {
  readonly #kept = new Map<string, Node>();
  #drawn: readonly DrawnRow[] | null = null;

  constructor(private readonly source: RowSource<Node>) {}

  /** The rows below one, or those at the top: for each the object that VS Code knows it by, with what is now true. */
  below(node?: Node): Node[] {
    const { roots, childrenOf } = this.source;
    return (node ? childrenOf(node) : roots()).map(child => this.#keep(child));
  }

  /** What is to be drawn anew since this was last asked; undefined for all of it. */
  changed(): Node[] | undefined {
    const { roots, childrenOf, idOf, looksOf } = this.source;
    const before = this.#drawn;
    const nodes: Node[] = [];
    const read = (node: Node, parent: string | null): DrawnRow[] => {
      nodes.push(node);
      const id = idOf(node);
      const children = childrenOf(node);
      const row = { id, parent, leaf: children.length === 0, looks: looksOf(node) };
      return [row, ...children.flatMap(child => read(child, id))];
    };
    const rows = roots().flatMap(node => read(node, null));
    this.#drawn = rows;
    const sameRows =
      before?.length === rows.length &&
      rows.every(({ id, parent, leaf }, at) => {
        const was = before[at]!;
        return was.id === id && was.parent === parent && was.leaf === leaf;
      });
    const ids = new Set(rows.map(({ id }) => id));
    for (const id of this.#kept.keys()) if (!ids.has(id)) this.#kept.delete(id);
    // A command that is given a row means what it stands for now.
    const kept = nodes.map(node => this.#keep(node));
    if (!sameRows) return undefined;
    const others = rows.flatMap((row, at) => (row.looks === before[at]!.looks ? [] : [at]));
    // Below one of these everything is asked for again.
    return others.map(at => kept[at]!);
  }

  #keep(node: Node): Node {
    const id = this.source.idOf(node);
    const known = this.#kept.get(id);
    if (known) return Object.assign(known, node);
    this.#kept.set(id, node);
    return node;
  }
}
