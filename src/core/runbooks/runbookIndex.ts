import type { Alert, Incident } from '../incidents/incident.ts';
import { readFrontMatter } from './frontMatter.ts';
import { type Word, wordsOf } from './words.ts';

export interface SimilarRunbook {
  readonly id: string;
  /** BM25; only good for an order. */
  readonly score: number;
  /** What both speak of, the most telling first: “connection pool”, “postgres”. */
  readonly words: readonly string[];
}

interface Entry {
  /** How often each word stands there; words of the title and headings count as several. */
  readonly counts: ReadonlyMap<string, number>;
  readonly length: number;
}

/** Bounds, so that no runbook and no folder of them can take the memory or the time of anything else. */
const mostRunbooks = 2_000;
const mostWords = 400;
const mostCharacters = 64 * 1024;
const mostQueryWords = 64;
/** How far the incident’s own words are looked through for those that stand side by side. */
const mostPlaces = 500;
const mostFound = 5;

/** Headings and front matter say what a runbook is about, its text only what it mentions. */
const weights = { title: 4, front: 4, heading: 3, text: 1 };

/** Robertson and Zaragoza, “The Probabilistic Relevance Framework: BM25 and Beyond”, 2009: their usual values. */
const saturation = 1.2;
const lengthShare = 0.75;
/** What reaches less than this share of the best one’s score is not shown beside it. */
const leastShare = 0.35;

/** Full-text search over the runbooks at hand. It only ever suggests. */
export class RunbookIndex {
  readonly #entries = new Map<string, Entry>();
  /** In how many runbooks each word stands. */
  readonly #holders = new Map<string, number>();
  #length = 0;

  get size(): number {
    return this.#entries.size;
  }

  /** Puts the runbook’s text in the place of what was known of it. */
  set(id: string, title: string, source: string): void {
    this.delete(id);
    if (this.#entries.size >= mostRunbooks) return;
    const entry = entryOf(title, source.slice(0, mostCharacters));
    this.#entries.set(id, entry);
    this.#length += entry.length;
    for (const word of entry.counts.keys()) this.#holders.set(word, (this.#holders.get(word) ?? 0) + 1);
  }

  delete(id: string): void {
    const entry = this.#entries.get(id);
    if (!entry) return;
    this.#entries.delete(id);
    this.#length -= entry.length;
    for (const word of entry.counts.keys()) {
      const left = this.#holders.get(word)! - 1;
      if (left === 0) this.#holders.delete(word);
      else this.#holders.set(word, left);
    }
  }

  /** At most five, best first; none where only words that stand everywhere, or a single one, are shared. */
  search(words: readonly Word[]): readonly SimilarRunbook[] {
    const query = [...new Set(words.map(({ stem }) => stem))]
      .slice(0, mostQueryWords)
      .map(word => ({ word, idf: this.#idf(word) }));
    const average = this.#length / Math.max(1, this.#entries.size);
    const scored: { readonly id: string; readonly score: number }[] = [];
    for (const [id, entry] of this.#entries) {
      const shared = sharedWords(entry, query, average);
      const score = shared.reduce((sum, one) => sum + one.score, 0);
      if (shared.length > 1) scored.push({ id, score });
    }
    scored.sort((a, b) => b.score - a.score);
    const least = (scored[0]?.score ?? 0) * leastShare;
    const best = scored.filter(({ score }) => score >= least).slice(0, mostFound);
    return best.map(({ id, score }) => {
      const shared = [...sharedWords(this.#entries.get(id)!, query, average)].sort(
        (a, b) => b.score - a.score,
      );
      const telling = shared.slice(0, 5).map(({ word }) => word);
      return { id, score, words: phrases(telling, words.slice(0, mostPlaces)) };
    });
  }

  /** A word in more than half of many runbooks tells nothing. */
  #idf(word: string): number {
    const holders = this.#holders.get(word) ?? 0;
    const all = this.#entries.size;
    if (holders === 0 || (all >= 10 && holders > all / 2)) return 0;
    return Math.log(1 + (all - holders + 0.5) / (holders + 0.5));
  }
}

/** What an incident is about, in words; the sure ones first, because a query is cut. */
export function incidentWords(incident: Incident, alerts: readonly Alert[]): readonly Word[] {
  const texts = [
    ...alerts.slice(0, 10).flatMap(({ alertName, title }) => [alertName ?? '', title]),
    incident.title,
    incident.service?.name ?? '',
    ...alerts
      .slice(0, 3)
      .flatMap(({ labels, details }) => [
        ...Object.values(labels).slice(0, 20),
        ...details.slice(0, 20).map(({ value }) => value.slice(0, 200)),
      ]),
  ];
  return texts.flatMap(text => wordsOf(text.slice(0, 1_000)));
}

function sharedWords(
  { counts, length }: Entry,
  query: readonly { readonly word: string; readonly idf: number }[],
  average: number,
): readonly { readonly word: string; readonly score: number }[] {
  const shared: { readonly word: string; readonly score: number }[] = [];
  for (const { word, idf } of query) {
    const count = counts.get(word);
    if (count !== undefined && idf > 0)
      shared.push({ word, score: idf * saturated(count, length / average) });
  }
  return shared;
}

function saturated(count: number, relativeLength: number): number {
  const norm = saturation * (1 - lengthShare + lengthShare * relativeLength);
  return (count * (saturation + 1)) / (count + norm);
}

function entryOf(title: string, source: string): Entry {
  const counts = new Map<string, number>();
  let length = 0;
  const add = (text: string, weight: number) => {
    for (const { stem: word } of wordsOf(text)) {
      length += weight;
      if (counts.has(word) || counts.size < mostWords) counts.set(word, (counts.get(word) ?? 0) + weight);
    }
  };
  const { purpose, body } = readFrontMatter(source);
  add(title, weights.title);
  const { services, alerts, titles, labels } = purpose;
  add([...services, ...alerts, ...titles, ...labels.map(({ value }) => value)].join(' '), weights.front);
  const lines = body.split(/\r\n?|\n/);
  const isHeading = (line: string) => /^ {0,3}#{1,6}[ \t]/.test(line);
  // First, because only so many words are kept.
  for (const line of lines) if (isHeading(line)) add(line, weights.heading);
  for (const line of lines) if (!isHeading(line)) add(line, weights.text);
  return { counts, length };
}

/** Shared words as the incident says them; two that stand side by side there are said together. */
function phrases(shared: readonly string[], text: readonly Word[]): readonly string[] {
  const left = new Set(shared);
  const spoken = (stem: string) => text.find(word => word.stem === stem)?.spoken ?? stem;
  const follows = (stem: string, next: string) =>
    text.some((word, at) => word.stem === stem && text[at + 1]?.stem === next);
  const said: string[] = [];
  for (const word of shared) {
    if (!left.delete(word)) continue;
    const next = [...left].find(other => follows(word, other));
    const before = next === undefined ? [...left].find(other => follows(other, word)) : undefined;
    const phrase = [before, word, next].filter(one => one !== undefined);
    for (const one of phrase) left.delete(one);
    said.push(phrase.map(spoken).join(' '));
  }
  return said.slice(0, 3);
}
