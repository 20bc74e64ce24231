import { Emitter, type Disposable } from '../events.ts';
import type { Incident } from './incident.ts';

/** What one call changed; never all three empty. */
export interface IncidentChanges {
  readonly added: readonly Incident[];
  readonly changed: readonly { readonly before: Incident; readonly after: Incident }[];
  readonly removed: readonly Incident[];
}

/** Marks the moment a read from the provider began: what is changed here after it is newer than what the read brings. */
export interface Read {
  readonly accountId: string;
  readonly revision: number;
}

const recentlyResolved = 50;

/**
 * All known incidents of all accounts: the open ones, and the latest 50 resolved ones of each account. One
 * change event for each call that changes something, none for a call that does not.
 */
export class IncidentStore implements Disposable {
  readonly #incidents = new Map<string, Incident>();
  /** Key → revision of the last change made here rather than read. */
  readonly #touched = new Map<string, number>();
  #revision = 0;
  readonly #emitter: Emitter<IncidentChanges>;
  readonly onDidChange: Emitter<IncidentChanges>['event'];

  /** `onError` hears what a listener throws. */
  constructor(onError?: (error: unknown) => void) {
    this.#emitter = new Emitter(onError);
    this.onDidChange = this.#emitter.event;
  }

  get(key: string): Incident | undefined {
    return this.#incidents.get(key);
  }

  all(): readonly Incident[] {
    return [...this.#incidents.values()];
  }

  /** To be called before the request goes out; the answer is applied with it. */
  beginRead(accountId: string): Read {
    return { accountId, revision: this.#revision };
  }

  /** Part of what the provider has: adds and updates, and says nothing about what is not in it. */
  applyPage(read: Read, incidents: readonly Incident[]): void {
    this.#apply(incidents.filter(({ key }) => this.#isNews(read, key)));
  }

  /**
   * All that is open at the provider. What is open here but not there is reported as `gone` and stays as it is,
   * until somebody has looked it up and calls `applyPage`, `upsert` or `drop`.
   */
  applySnapshot(read: Read, incidents: readonly Incident[]): { readonly gone: readonly Incident[] } {
    this.applyPage(read, incidents);
    const open = new Set(incidents.map(({ key }) => key));
    const gone = this.all().filter(
      ({ key, accountId, status }) =>
        accountId === read.accountId && status !== 'resolved' && !open.has(key) && this.#isNews(read, key),
    );
    return { gone };
  }

  /** A change made here: it wins over every read that began before it. */
  upsert(incident: Incident): void {
    this.#touched.set(incident.key, ++this.#revision);
    this.#apply([incident]);
  }

  /** Forgets an incident that is no longer there or may no longer be seen. */
  drop(key: string): void {
    this.#touched.set(key, ++this.#revision);
    const incident = this.#incidents.get(key);
    if (incident) this.#apply([], [incident]);
  }

  removeAccount(accountId: string): void {
    this.#apply(
      [],
      this.all().filter(incident => incident.accountId === accountId),
    );
    for (const key of this.#touched.keys()) if (key.startsWith(`${accountId}:`)) this.#touched.delete(key);
  }

  dispose(): void {
    this.#emitter.dispose();
  }

  #isNews(read: Read, key: string): boolean {
    return (this.#touched.get(key) ?? 0) <= read.revision;
  }

  #apply(incidents: readonly Incident[], drops: readonly Incident[] = []): void {
    const before = new Map<string, Incident | undefined>();
    for (const incident of incidents) {
      const known = this.#incidents.get(incident.key);
      if (known && isSame(known, incident)) continue;
      if (!before.has(incident.key)) before.set(incident.key, known);
      this.#incidents.set(incident.key, incident);
    }
    const resolved = [...before.keys()].map(key => this.#incidents.get(key)!).filter(isResolved);
    const surplus = [...new Set(resolved.map(({ accountId }) => accountId))].flatMap(id =>
      this.#surplusOf(id),
    );
    for (const incident of [...drops, ...surplus]) {
      if (!before.has(incident.key)) before.set(incident.key, incident);
      this.#incidents.delete(incident.key);
    }
    this.#announce(before);
  }

  /** The resolved incidents that are one too many. */
  #surplusOf(accountId: string): readonly Incident[] {
    return this.all()
      .filter(incident => incident.accountId === accountId && isResolved(incident))
      .sort((a, b) => (endOf(a) < endOf(b) ? 1 : -1))
      .slice(recentlyResolved);
  }

  #announce(before: ReadonlyMap<string, Incident | undefined>): void {
    const added: Incident[] = [];
    const changed: { before: Incident; after: Incident }[] = [];
    const removed: Incident[] = [];
    for (const [key, known] of before) {
      const after = this.#incidents.get(key);
      if (known && after) changed.push({ before: known, after });
      else if (after) added.push(after);
      else if (known) removed.push(known);
    }
    if (added.length + changed.length + removed.length > 0) this.#emitter.fire({ added, changed, removed });
  }
}

function isResolved({ status }: Incident): boolean {
  return status === 'resolved';
}

function endOf({ resolvedAt, updatedAt, createdAt }: Incident): string {
  return resolvedAt ?? updatedAt ?? createdAt;
}

/** Deep equality of plain data; ten thousand incidents are compared at every poll. */
function isSame(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  const left = a as Record<string, unknown>;
  const right = b as Record<string, unknown>;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every(name => name in right && isSame(left[name], right[name]))
  );
}
