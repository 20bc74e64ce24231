import type { SyntaxNode } from './syntaxTree.ts';
import { HIDDEN, UNKNOWN, valuesOf, wordsOf } from './shellWords.ts';

/** A variable made of itself doubles with every line. */
const longestValue = 8 * 1024;

/** What a block, and the scripts inside it, call things. */
export class BlockVariables {
  /** The values that a variable gets anywhere. */
  readonly values = new Map<string, string[]>();
  /** What its own functions do; one that is written twice may do either. */
  readonly functions = new Map<string, string[]>();
  /** Whether words end at spaces, as they do until IFS says otherwise. */
  splits = true;

  /** Variables, functions and aliases of the whole script come first: the order of commands is not looked at. */
  collect(root: SyntaxNode): void {
    const nodes = root.ofType('variable_assignment', 'for_statement', 'function_definition', 'command');
    for (let round = 0; round < 3; round++) {
      for (const node of nodes) {
        if (node.type === 'variable_assignment') this.#assign(node);
        else if (node.type === 'for_statement') this.#loop(node);
        else if (node.type === 'function_definition') this.#define(node);
        else this.#readsInto(node);
      }
    }
  }

  #assign(node: SyntaxNode): void {
    const name = node.child('name')?.text.replace(/\[[^]*$/, '');
    const value = node.child('value');
    if (!name) return;
    const values = value ? valuesOf(value, this.values) : [''];
    const added = node.text.startsWith(`${name}+=`)
      ? (this.values.get(name) ?? ['']).flatMap(before => values.map(more => before + more))
      : values;
    this.#keep(name, value?.type === 'array' ? added.map(text => text.replace(/^\(|\)$/g, '')) : added);
    if (name === 'IFS' && node.parent?.type !== 'command' && /[^\s$'"\\nt]/.test(value?.text ?? ''))
      this.splits = false;
  }

  #define(node: SyntaxNode): void {
    const name = node.child('name')?.text ?? '';
    const body = node.child('body')?.text ?? '';
    const known = this.functions.get(name) ?? [];
    if (!known.includes(body)) this.functions.set(name, [...known, body]);
  }

  #keep(name: string, values: readonly string[]): void {
    const known = this.values.get(name) ?? [];
    for (const value of values) {
      const kept = value.length > longestValue ? HIDDEN : value;
      if (!known.includes(kept)) known.push(kept);
    }
    this.values.set(name, known.length > 12 ? [HIDDEN] : known);
  }

  #loop(node: SyntaxNode): void {
    const name = node.child('variable')?.text;
    const values = node.childrenOf('value');
    if (name) this.#keep(name, wordsOf(values, this.values, true).flat().slice(0, 20));
  }

  /** `read x`, `printf -v x`, `mapfile x`: what comes in is not known. */
  #readsInto(node: SyntaxNode): void {
    const words = node.namedChildren.map(child => child.text);
    if (!/^(?:read|mapfile|readarray|printf|getopts)$/.test(words[0] ?? '')) return;
    for (const word of words.slice(1))
      if (/^[A-Za-z_]\w*$/.test(word) && (words[0] !== 'printf' || words[1] === '-v'))
        this.#keep(word, [words[0] === 'printf' ? HIDDEN : UNKNOWN]);
  }
}
