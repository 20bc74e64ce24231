import { isAlias, isMap, isNode, isScalar, isSeq, type Document, type LineCounter, type Node } from 'yaml';
import { rangeOn, type Range } from '../runbooks/lint/finding.ts';
import type { TeamPath } from './teamSchema.ts';

/** What YAML says, as JSON has it. Objects have no prototype, so that no name in it can reach one. */
export type Plain = string | number | boolean | null | readonly Plain[] | PlainObject;
export interface PlainObject {
  readonly [name: string]: Plain;
}

/** A file of 64 KB that people wrote has fewer. */
const mostNodes = 10_000;

/**
 * The document’s content as plain data, empty fields left out. Null where it refers to itself, uses what JSON has no word
 * for as a key, or is far larger than its text.
 */
export function plainData(content: unknown): Plain | null {
  let nodes = 0;
  const open = new Set<unknown>();
  const walk = (value: unknown): Plain => {
    nodes += 1;
    if (nodes > mostNodes || open.has(value)) throw new RangeError('It has no end.');
    if (value === null || value === undefined) return null;
    if (typeof value === 'string' || typeof value === 'boolean') return value;
    if (typeof value === 'number') return Number.isFinite(value) ? value : String(value);
    if (typeof value !== 'object') return String(value as bigint | symbol);
    open.add(value);
    const found = Array.isArray(value)
      ? value.map(walk)
      : value instanceof Map
        ? objectOf(value as Map<unknown, unknown>)
        : String(value as Date);
    open.delete(value);
    return found;
  };
  const objectOf = (fields: Map<unknown, unknown>): PlainObject => {
    const object = Object.create(null) as Record<string, Plain>;
    for (const [name, value] of fields) {
      if (typeof name === 'object' && name !== null) throw new RangeError('A key must be a word.');
      const plain = walk(value);
      // Half a surrogate pair has no place in a JSON pointer.
      if (plain !== null) object[String(name).replace(/\p{Cs}/gu, '\uFFFD')] = plain;
    }
    return object;
  };
  try {
    return walk(content);
  } catch (error) {
    if (error instanceof RangeError) return null;
    throw error;
  }
}

/** Where things stand in a YAML document, as editors count. */
export class YamlPlaces {
  constructor(
    private readonly document: Document,
    private readonly lines: readonly string[],
    private readonly lineCounter: LineCounter,
  ) {}

  /** Of the value at the path, or of the nearest thing around it that is there; its first line only. */
  value(path: TeamPath): Range {
    const { node, key } = this.#find(path);
    return this.#range(isMap(node) || isSeq(node) ? (key ?? node) : node);
  }

  /** Of the last key of the path; of what is around it where the path ends in a list. */
  key(path: TeamPath): Range {
    const { key, node } = this.#find(path);
    return this.#range(key ?? node);
  }

  /** Between two offsets in the text, on the first line of it. */
  span(start: number, end: number): Range {
    const { line, col } = this.lineCounter.linePos(start);
    const length = this.lines[line - 1]?.length ?? 0;
    const from = Math.min(Math.max(0, col - 1), length);
    return rangeOn(Math.max(0, line - 1), from, Math.min(Math.max(from, from + end - start), length));
  }

  /** Each key that its map has already, with the path of the map. Linear in the number of keys. */
  duplicates(): readonly { readonly name: string; readonly range: Range }[] {
    const found: { name: string; range: Range }[] = [];
    const walk = (node: unknown) => {
      if (isSeq(node)) node.items.forEach(walk);
      if (!isMap(node)) return;
      const seen = new Set<string>();
      for (const { key, value } of node.items) {
        if (isScalar(key)) {
          const name = String(key.value);
          if (seen.has(name)) found.push({ name, range: this.#range(key) });
          seen.add(name);
        }
        walk(value);
      }
    };
    walk(this.document.contents);
    return found;
  }

  #find(path: TeamPath): { readonly node: Node | null; readonly key: Node | null } {
    let node: unknown = this.document.contents;
    let key: Node | null = null;
    for (const step of path) {
      let next: unknown;
      if (typeof step === 'number') {
        next = isSeq(node) ? node.items[step] : undefined;
        if (isNode(next)) key = isMap(next) && isNode(next.items[0]?.key) ? next.items[0].key : null;
      } else {
        const pair: { readonly key: unknown; readonly value: unknown } | undefined = isMap(node)
          ? node.items.findLast(one => isScalar(one.key) && String(one.key.value) === step)
          : undefined;
        if (isNode(pair?.key)) key = pair.key;
        next = pair?.value;
        // A key without a value is the nearest thing to it.
        if (pair && !isNode(next)) return { node: key, key };
      }
      // What an alias stands for is written elsewhere: the alias is the place to look at.
      if (!isNode(next)) break;
      node = next;
      if (isAlias(next)) break;
    }
    return { node: isNode(node) ? node : null, key };
  }

  #range(node: Node | null): Range {
    const [start, end] = node?.range ?? [0, 0];
    return this.span(start, end);
  }
}
