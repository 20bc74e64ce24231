import { isMap, isPair, isScalar, isSeq, type Document, type LineCounter, type Node, type Pair } from 'yaml';
import { frontMatterKB, maxAliases, readYaml, takeAsWritten } from '../boundedYaml.ts';
import type { Position, Range } from './finding.ts';

/** A value of the front matter with its place. */
export interface FrontNode {
  /** Null where nothing is written, or an alias stands for it. */
  readonly range: Range | null;
  /** Plain data with `Map` for maps, as `yaml` gives it; null where there is none. */
  readonly value: unknown;
  /** Of a map; empty for anything else. */
  readonly fields: readonly FrontField[];
  /** Of a list; empty for anything else. */
  readonly items: readonly FrontNode[];
}

/** One field of a map in the front matter. */
export interface FrontField {
  readonly name: string;
  readonly key: Range;
  /** Null where it has no value, or one that an alias stands for. */
  readonly valueRange: Range | null;
  readonly value: unknown;
  readonly node: FrontNode;
}

/** Fields of fields of list items: nothing that a runbook’s front matter means lies deeper. */
const deepest = 4;

const nothing: FrontNode = { range: null, value: null, fields: [], items: [] };

/** The fields at the top, or null where they cannot be read. The YAML begins on the file’s second line. */
export function frontFields(yaml: string): readonly FrontField[] | null {
  const read = readYaml(yaml, frontMatterKB);
  if (!read.ok) return null;
  const { document, lineCounter } = read;
  if (!isMap(document.contents)) return document.contents === null ? [] : null;
  try {
    takeAsWritten(document);
    return new Reader(document, lineCounter).node(document.contents, deepest).fields;
  } catch {
    return null; // Too many aliases; that is a problem of its own already.
  }
}

class Reader {
  constructor(
    private readonly document: Document,
    private readonly lineCounter: LineCounter,
  ) {}

  node(node: Node | null, depth: number): FrontNode {
    if (!node?.range || depth < 0) return nothing;
    const [from, to] = node.range;
    return {
      range: to > from ? this.#range(from, to) : null,
      value: node.toJS(this.document, { mapAsMap: true, maxAliasCount: maxAliases }) as unknown,
      fields: isMap(node) ? node.items.flatMap(item => this.#field(item as Pair<Node, Node>, depth)) : [],
      items: isSeq(node) ? node.items.map(item => this.node(item as Node | null, depth - 1)) : [],
    };
  }

  #field(pair: Pair<Node | null, Node | null>, depth: number): readonly FrontField[] {
    if (!isPair(pair) || !isScalar(pair.key) || typeof pair.key.value !== 'string' || !pair.key.range)
      return [];
    const [from, to] = pair.key.range;
    const node = this.node(pair.value, depth - 1);
    const { range: valueRange, value } = node;
    return [{ name: pair.key.value, key: this.#range(from, to), valueRange, value: value ?? null, node }];
  }

  #range(from: number, to: number): Range {
    return { start: this.#position(from), end: this.#position(to) };
  }

  /** Positions within the YAML count from 1, and it begins on line 1 counted from 0. */
  #position(offset: number): Position {
    const { line, col } = this.lineCounter.linePos(offset);
    return { line, character: col - 1 };
  }
}
