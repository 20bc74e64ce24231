/**
 * What all screens’ messages have in common. For each screen there are two closed unions and the guard for what comes
 * from the less trusted side. A webview sends ids, hashes, numbers and names of closed lists, never an address or a
 * command. Only the timeline’s sends text: what a person writes into it.
 */

/** To a request: it carries an `id`, and so does the message with its answer. */
export type Answer = { readonly ok: true } | { readonly ok: false; readonly error: string };

export type Check = (value: unknown) => boolean;

/** A page asks whether anybody is there, and is told so. */
export interface Hail {
  readonly type: 'there';
}

export function isHail(value: unknown): value is Hail {
  return parse<Hail>(value, { there: {} }) !== null;
}

/** Every message of a union and exactly its fields; the compiler keeps such a table complete. */
export type Shapes<M extends { readonly type: string }> = {
  readonly [T in M['type']]: {
    readonly [K in Exclude<keyof Extract<M, { readonly type: T }>, 'type'>]: Check;
  };
};

export const id: Check = value => Number.isSafeInteger(value) && (value as number) >= 0;
export const token: Check = value => typeof value === 'string' && /^[A-Za-z0-9_-]{1,80}$/.test(value);
export const sha256: Check = value => typeof value === 'string' && /^[0-9a-f]{64}$/.test(value);
export const flag: Check = value => typeof value === 'boolean';
export const oneOf = (names: readonly string[]): Check => {
  const known = new Set<unknown>(names);
  return value => known.has(value);
};

/** UTF-16 units. */
export const textUpTo =
  (longest: number): Check =>
  value =>
    typeof value === 'string' && value.length <= longest;
export const listOf =
  (check: Check, most: number): Check =>
  value =>
    Array.isArray(value) && value.length <= most && value.every(check);

/** A message of its own, or null for anything that is not exactly one of the union’s; made of nothing but the values that were looked at. */
export function parse<M extends { readonly type: string }>(value: unknown, shapes: Shapes<M>): M | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null;
  const type = ownValue(value, 'type');
  if (typeof type !== 'string' || !Object.hasOwn(shapes, type)) return null;
  const fields: Readonly<Record<string, Check>> = shapes[type as M['type']];
  const names = Object.keys(fields);
  if (Reflect.ownKeys(value).length !== names.length + 1) return null;
  const message: Record<string, unknown> = { type };
  for (const name of names) {
    const field = copyOf(ownValue(value, name));
    if (!fields[name]!(field)) return null;
    message[name] = field;
  }
  return message as M;
}

/** Of a request, also of one that `parse` refuses: whoever asks can be told so. Null where it carries none. */
export function requestId(value: unknown): number | null {
  if (typeof value !== 'object' || value === null) return null;
  const number = ownValue(value, 'id');
  return id(number) ? (number as number) : null;
}

const longestList = 1_000;

/** Of an array, so that what was looked at is what is used; undefined where it is more than its elements. */
function copyOf(value: unknown): unknown {
  if (!Array.isArray(value)) return value;
  const { length } = value;
  if (length > longestList || Reflect.ownKeys(value).length !== length + 1) return undefined;
  return Array.from({ length }, (_, index) => ownValue(value, String(index)));
}

/** Undefined for what a prototype has, and for what a getter would answer: with this now, with that later. */
function ownValue(from: object, name: string): unknown {
  const property = Object.getOwnPropertyDescriptor(from, name);
  return property?.enumerable ? property.value : undefined;
}
