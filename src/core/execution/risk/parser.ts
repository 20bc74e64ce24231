import { Language, type Node, Parser } from 'web-tree-sitter';

/** Where the two WebAssembly files of tree-sitter stand; they are large, so they are read on first use. */
export interface GrammarFiles {
  /** Reads `web-tree-sitter.wasm` and `tree-sitter-bash.wasm`. */
  readonly read: (name: 'web-tree-sitter.wasm' | 'tree-sitter-bash.wasm') => Promise<Uint8Array>;
}

/** In pages of 64 KB. Its own default is 2 GB, which 32 KB of `a|a|a|…` fill. */
const memoryPages = { initial: 512, maximum: 2048 };
/** The types of Node 20 know it as a namespace only. */
const { Memory } = Reflect.get(globalThis, 'WebAssembly') as {
  readonly Memory: new (pages: typeof memoryPages) => object;
};

/**
 * web-tree-sitter keeps one instance of its module for all parsers. Two `init` at once make two, and the later one
 * takes the place of the one that the first parser lives in: its addresses then point anywhere (“memory access out
 * of bounds”, or a tree that is wrong without an error). So this thread has one parser, loaded once.
 */
let loading: Promise<BashParser> | null = null;

/** bash as a tree. A parse takes well under a millisecond for a block of a usual size. */
export class BashParser {
  private constructor(private readonly language: Language) {}

  /**
   * The one parser of this thread; only the first call reads the files. Rejects where a file cannot be read or is
   * not what it should be; the next call tries again. Once `parse` threw, the memory may be spoilt: end the thread.
   */
  static load(files: GrammarFiles): Promise<BashParser> {
    loading ??= BashParser.#load(files).catch((error: unknown) => {
      loading = null;
      throw error;
    });
    return loading;
  }

  static async #load(files: GrammarFiles): Promise<BashParser> {
    const [wasmBinary, grammar] = await Promise.all([
      files.read('web-tree-sitter.wasm'),
      files.read('tree-sitter-bash.wasm'),
    ]);
    const options = { wasmBinary, wasmMemory: new Memory(memoryPages) };
    await Parser.init(options);
    return new BashParser(await Language.load(grammar));
  }

  /**
   * Null where `mayGoOn` said no. `use` may look at the tree until it returns.
   * @param mayGoOn Asked now and then while it parses.
   */
  parse<T>(text: string, use: (root: Node) => T, mayGoOn: () => boolean = () => true): T | null {
    // A scanner of its own for each text: the grammar’s keeps here-documents that were begun and never ended.
    const parser = new Parser().setLanguage(this.language);
    try {
      const tree = parser.parse(text, null, { progressCallback: () => !mayGoOn() });
      if (!tree) return null;
      try {
        return use(tree.rootNode);
      } finally {
        tree.delete();
      }
    } finally {
      parser.delete();
    }
  }
}
