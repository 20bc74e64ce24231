import { Language, type Node, Parser } from 'web-tree-sitter';

export type SyntaxNode = Node;

/** Where the two WebAssembly files of tree-sitter stand; they are large, so they are read on first use. */
export interface GrammarFiles {
  /** Reads `web-tree-sitter.wasm` and `tree-sitter-bash.wasm`. */
  readonly read: (name: 'web-tree-sitter.wasm' | 'tree-sitter-bash.wasm') => Promise<Uint8Array>;
}

/** bash as a tree. A parse takes well under a millisecond for a block of a usual size. */
export class BashParser {
  private constructor(private readonly parser: Parser) {}

  /** Rejects where a file cannot be read or is not what it should be. */
  static async load(files: GrammarFiles): Promise<BashParser> {
    const [wasmBinary, grammar] = await Promise.all([
      files.read('web-tree-sitter.wasm'),
      files.read('tree-sitter-bash.wasm'),
    ]);
    await Parser.init({ wasmBinary });
    const parser = new Parser();
    parser.setLanguage(await Language.load(grammar));
    return new BashParser(parser);
  }

  /** Null where the parser gave up. `use` may look at the tree until it returns. */
  parse<T>(text: string, use: (root: SyntaxNode) => T): T | null {
    const tree = this.parser.parse(text);
    if (!tree) return null;
    try {
      return use(tree.rootNode);
    } finally {
      tree.delete();
    }
  }
}
