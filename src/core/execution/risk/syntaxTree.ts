import type { Node } from 'web-tree-sitter';

interface Source {
  readonly text: string;
  /** Where each line begins; made for the first node that is asked for its row. */
  lines: readonly number[] | null;
}

/**
 * A named node of a tree, as plain data: each look at a node of tree-sitter’s own is a call into WebAssembly, and
 * a block is looked at many times over.
 */
export class SyntaxNode {
  readonly namedChildren: SyntaxNode[] = [];

  constructor(
    private readonly source: Source,
    readonly type: string,
    /** What it is to its parent. */
    readonly field: string | null,
    readonly parent: SyntaxNode | null,
    /** In UTF-16 units, as everywhere in JavaScript. */
    readonly startIndex: number,
    readonly endIndex: number,
  ) {}

  get text(): string {
    return this.source.text.slice(this.startIndex, this.endIndex);
  }

  /** 0-based. */
  get row(): number {
    const lines = (this.source.lines ??= linesOf(this.source.text));
    let [from, to] = [0, lines.length - 1];
    while (from < to) {
      const middle = Math.ceil((from + to) / 2);
      if (lines[middle]! <= this.startIndex) from = middle;
      else to = middle - 1;
    }
    return from;
  }

  child(field: string): SyntaxNode | null {
    return this.namedChildren.find(child => child.field === field) ?? null;
  }

  childrenOf(field: string): readonly SyntaxNode[] {
    return this.namedChildren.filter(child => child.field === field);
  }

  /** Itself and all below it that are one of these types, in the order of the text. */
  ofType(...types: readonly string[]): readonly SyntaxNode[] {
    const found: SyntaxNode[] = [];
    const open: SyntaxNode[] = [this];
    for (let node = open.pop(); node; node = open.pop()) {
      if (types.includes(node.type)) found.push(node);
      for (let at = node.namedChildren.length - 1; at >= 0; at--) open.push(node.namedChildren[at]!);
    }
    return found;
  }
}

/**
 * The named nodes of a tree; null where one is more than `deepest` levels down, since what walks the tree may then
 * run out of stack. Itself it needs none.
 */
export function readTree(root: Node, text: string, deepest: number): SyntaxNode | null {
  const source: Source = { text, lines: null };
  const top = new SyntaxNode(source, root.type, null, null, root.startIndex, root.endIndex);
  const cursor = root.walk();
  try {
    // The node of each level that is being read; one without a name hands its place to its parent.
    const levels: SyntaxNode[] = [top];
    for (;;) {
      if (cursor.gotoFirstChild()) {
        if (levels.length > deepest) return null;
        levels.push(levels.at(-1)!);
      } else {
        while (!cursor.gotoNextSibling()) {
          if (!cursor.gotoParent()) return top;
          levels.pop();
          if (levels.length === 1) return top;
        }
      }
      const parent = levels.at(-2)!;
      if (!cursor.nodeIsNamed) {
        levels[levels.length - 1] = parent;
        continue;
      }
      const field = cursor.currentFieldName;
      const node = new SyntaxNode(source, cursor.nodeType, field, parent, cursor.startIndex, cursor.endIndex);
      parent.namedChildren.push(node);
      levels[levels.length - 1] = node;
    }
  } finally {
    cursor.delete();
  }
}

function linesOf(text: string): readonly number[] {
  const lines = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.push(at + 1);
  return lines;
}
