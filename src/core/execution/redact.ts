import { secretShapes, type SecretSpan } from './secretShapes.ts';

/** A value that must never be seen. */
export interface KnownSecret {
  readonly value: string;
  /** What a person calls it: “PagerDuty token”, “variable DB_PASSWORD”. */
  readonly kind: string;
}

export interface Redacted {
  readonly text: string;
  /** What was masked and how often, in the order of first appearance; empty where nothing was. */
  readonly masked: readonly { readonly kind: string; readonly count: number }[];
}

/** Shorter values are not looked for: they would mask half of any text. UTF-16 units. */
export const shortestSecret = 4;

/** Masks secrets as `•••(kind)`. The one redactor for everything that is stored, shown or sent. Linear time. */
export class Redactor {
  /** `known` is asked at each use, because people sign in and out. */
  constructor(private readonly known: () => readonly KnownSecret[] = () => []) {}

  redact(text: string): Redacted {
    const spans = merged([...this.#knownSecrets(text), ...secretShapes(text)]);
    const counts = new Map<string, number>();
    const parts: string[] = [];
    let at = 0;
    for (const { start, end, kind } of spans) {
      parts.push(text.slice(at, start), `•••(${kind})`);
      counts.set(kind, (counts.get(kind) ?? 0) + 1);
      at = end;
    }
    parts.push(text.slice(at));
    return { text: parts.join(''), masked: [...counts].map(([kind, count]) => ({ kind, count })) };
  }

  /**
   * What stands between `from` and `until`, masked. No secret is cut: `end`, up to which the text was taken, lies
   * behind `until` where one stands there. At least one unit is taken.
   */
  redactPart(text: string, from: number, until: number): { readonly masked: string; readonly end: number } {
    let end = Math.min(until, text.length);
    const parts: string[] = [];
    let at = from;
    for (const span of merged([...this.#knownSecrets(text), ...secretShapes(text)])) {
      if (span.end <= from) continue;
      if (span.start >= end) break;
      parts.push(text.slice(at, Math.max(at, span.start)), `•••(${span.kind})`);
      at = span.end;
      end = Math.max(end, span.end);
    }
    parts.push(text.slice(at, end));
    return { masked: parts.join(''), end };
  }

  #knownSecrets(text: string): SecretSpan[] {
    const spans: SecretSpan[] = [];
    for (const { value, kind } of this.known()) {
      for (const form of formsOf(value)) {
        for (let start = text.indexOf(form); start >= 0; start = text.indexOf(form, start + form.length)) {
          spans.push({ start, end: start + form.length, kind });
        }
      }
    }
    return spans;
  }
}

/**
 * Whether a variable’s value is or holds a secret, also by the variable’s name: nothing may be kept that it could be
 * guessed from, no hash of it either.
 */
export function holdsSecret(name: string, value: string, redact: (text: string) => string): boolean {
  return redact(`${name}=${value}`) !== `${name}=${value}` || redact(value) !== value;
}

/**
 * A value as it is, and as it stands in a URL, in JSON, and in JSON that is a string in JSON. The way through bytes mends
 * half surrogate pairs.
 */
function formsOf(value: string): Set<string> {
  const plain = value.trim();
  const forms = [
    plain,
    encodeURIComponent(Buffer.from(plain).toString()),
    inJson(plain),
    inJson(inJson(plain)),
  ];
  return new Set(forms.filter(form => form.length >= shortestSecret));
}

function inJson(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

/** In order and without overlaps; where two touch the same text, the longer one names it. */
function merged(spans: readonly SecretSpan[]): SecretSpan[] {
  const result: SecretSpan[] = [];
  for (const span of [...spans].sort((a, b) => a.start - b.start || b.end - a.end)) {
    const last = result.at(-1);
    if (!last || span.start >= last.end) result.push(span);
    else if (span.end > last.end) {
      const kind = span.end - span.start > last.end - last.start ? span.kind : last.kind;
      result[result.length - 1] = { start: last.start, end: span.end, kind };
    }
  }
  return result;
}
