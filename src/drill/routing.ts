import { ApiError, fromMissing, fromUnknown, missingAbility } from './apiError.ts';
import type { DrillAccount } from './drillAccount.ts';
import type { DrillUser, KeyKind, LackablePart } from './records.ts';
import type { Includes } from './wireReferences.ts';

/** A request whose key was accepted and whose body, if it has one, is JSON. */
export interface ApiRequest {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly keyKind: KeyKind;
  /** The From header. */
  readonly from: string | undefined;
  readonly body: unknown;
}

/** Answers with a body, or throws an ApiError. `id` is what stands in the path for `{id}`; empty where nothing does. */
type Handler = (request: ApiRequest, id: string) => unknown;

export interface Route {
  readonly method: 'GET' | 'PUT' | 'POST';
  /** As the description writes it, with `{id}` at most once. */
  readonly path: string;
  readonly handle: Handler;
  /** Of a success; 200 unless the description says otherwise. */
  readonly status?: number;
  /** The route answers 402 while the account lacks it. */
  readonly part?: LackablePart;
}

export const get = (path: string, handle: Handler, part?: LackablePart): Route => ({
  method: 'GET',
  path,
  handle,
  ...(part ? { part } : {}),
});

/** The person that a key belongs to; null for an account-wide one. */
export function ownerOf({ keyKind }: ApiRequest, { directory }: DrillAccount): DrillUser | null {
  if (keyKind === 'user') return directory.me;
  return keyKind === 'colleague' ? directory.colleague : null;
}

/** Whose hand a change is: the key’s own person, or the one that From names. */
export function requesterOf(request: ApiRequest, account: DrillAccount): DrillUser {
  const owner = ownerOf(request, account);
  if (owner) return owner;
  const { from } = request;
  if (!from) throw fromMissing();
  const user = account.directory.users.find(({ email }) => email === from);
  if (!user) throw fromUnknown();
  return user;
}

export function includesOf(query: URLSearchParams): Includes {
  return new Set(query.getAll('include[]'));
}

/** Everything matches where nothing is asked for. */
export function asksFor(query: URLSearchParams, name: string, ids: readonly string[]): boolean {
  const wanted = query.getAll(name);
  return wanted.length === 0 || ids.some(id => wanted.includes(id));
}

/** Whether one of the texts holds what `query` looks for, whatever the case. */
export function mentions(query: URLSearchParams, ...texts: string[]): boolean {
  const wanted = query.get('query')?.toLowerCase() ?? '';
  return texts.some(text => text.toLowerCase().includes(wanted));
}

/** @throws ApiError 402 */
export function demand(part: LackablePart | undefined, { lacking }: DrillAccount): void {
  if (part && lacking.has(part)) throw missingAbility(abilityOf(part));
}

export function abilityOf(part: LackablePart): string {
  return part === 'responder_requests' ? 'coordinated_responding' : part;
}

/** The answer of /users/me to an account key: an error that is a plain text, not an object. */
export class AccountKeyError extends ApiError {
  constructor() {
    super(400, 0, 'This endpoint cannot be used with an account-level access token.');
  }

  override body(): unknown {
    return { error: this.message };
  }
}
