import { Emitter, type Disposable } from '../events.ts';
import type { Incident } from './incident.ts';
import { isSameIncident } from './sameIncident.ts';

/** What one call changed; never all three empty. */
export interface IncidentChanges {
  readonly added: readonly Incident[];
  readonly changed: readonly { readonly before: Incident; readonly after: Incident }[];
  readonly removed: readonly Incident[];
}

/** Marks the moment a read from the provider began: what is changed here after it is newer than what the read brings. */
export interface Read {
  readonly accountId: string;
  /** Whether the incident was not changed here since the read began. */
  readonly isNews: (key: string) => boolean;
}

/** How an incident looks with what is still to be sent; the same object where nothing is. */
export type Overlay = (incident: Incident) => Incident;

const recentlyResolved = 50;

/** Of what was let go, for the pages that still show one. */
const mostLetGo = 200;

/**
 * All known incidents of all accounts: the open ones, and the latest 50 resolved ones of each account. What is
 * shown is what the provider has with what waits to be sent laid over it, so that a change made here shows at once
 * and goes away by itself when it is refused. One change event for each call that changes something, none for a
 * call that does not.
 */
export class IncidentStore implements Disposable {
  /** As shown. */
  readonly #incidents = new Map<string, Incident>();
  /** As the provider has them. */
  readonly #base = new Map<string, Incident>();
  /** Account → its resolved ones of `#base`, by key. */
  readonly #resolved = new Map<string, Map<string, Incident>>();
  /** Account → how often its part of `#base` changed. */
  readonly #revisions = new Map<string, number>();
  /** The answer of `all()`, until something changes. */
  #all: readonly Incident[] | null = null;
  #overlay: Overlay = incident => incident;
  #severities: Overlay = incident => incident;
  /** Key → when it was last changed here rather than read: in order, and in ms since the epoch. */
  readonly #touched = new Map<string, { readonly revision: number; readonly at: number }>();
  /** As they were shown last; what was let go first comes first. */
  readonly #letGo = new Map<string, Incident>();
  #revision = 0;
  readonly #emitter: Emitter<IncidentChanges>;
  readonly onDidChange: Emitter<IncidentChanges>['event'];

  /**
   * `onError` hears what a listener throws. `now` is ms since the epoch; without it, what is changed here is newer
   * than whatever another window reads.
   */
  constructor(
    onError?: (error: unknown) => void,
    private readonly now: () => number = () => Infinity,
  ) {
    this.#emitter = new Emitter(onError);
    this.onDidChange = this.#emitter.event;
  }

  get(key: string): Incident | undefined {
    return this.#incidents.get(key);
  }

  /** The newest that is known of it here, also where it is listed no more: a page opened hours ago shows how it ended. */
  latest(incident: Incident): Incident {
    const listed = this.#incidents.get(incident.key);
    if (listed) return listed;
    const letGo = this.#letGo.get(incident.key);
    return letGo && lastChange(letGo) >= lastChange(incident) ? letGo : incident;
  }

  /** The same array as long as nothing changes. */
  all(): readonly Incident[] {
    this.#all ??= [...this.#incidents.values()];
    return this.#all;
  }

  /** As the provider has it, without what still waits to be sent. */
  base(key: string): Incident | undefined {
    return this.#base.get(key);
  }

  /** All of one account as the provider has them. */
  baseOf(accountId: string): readonly Incident[] {
    return [...this.#base.values()].filter(incident => incident.accountId === accountId);
  }

  /** Another number whenever what `baseOf` answers is another. */
  revisionOf(accountId: string): number {
    return this.#revisions.get(accountId) ?? 0;
  }

  /** From now on every incident is shown through it; call `overlayChanged` whenever it would answer otherwise. */
  setOverlay(overlay: Overlay): void {
    this.#overlay = overlay;
    this.overlayChanged(this.#base.keys());
  }

  /**
   * How bad incidents are as the team has it: laid over all else, also over what waits to be sent. Call `overlayChanged`
   * whenever it would answer otherwise; without keys it is every incident.
   */
  setSeverities(severities: Overlay): void {
    this.#severities = severities;
    this.overlayChanged();
  }

  overlayChanged(keys: Iterable<string> = this.#base.keys()): void {
    const known = [...keys].map(key => this.#base.get(key)).filter(incident => incident !== undefined);
    this.#apply(known);
  }

  /** To be called before the request goes out; the answer is applied with it. */
  beginRead(accountId: string): Read {
    const revision = this.#revision;
    return { accountId, isNews: key => (this.#touched.get(key)?.revision ?? 0) <= revision };
  }

  /** A read that another window of this machine began at that moment, ms since the epoch. */
  readBegunAt(accountId: string, at: number): Read {
    return { accountId, isNews: key => (this.#touched.get(key)?.at ?? -Infinity) < at };
  }

  /** Whether something of the account was changed here at that moment or later, ms since the epoch. */
  changedHereSince(accountId: string, at: number): boolean {
    for (const [key, touched] of this.#touched) {
      if (touched.at >= at && key.startsWith(`${accountId}:`)) return true;
    }
    return false;
  }

  /** Part of what the provider has: adds and updates, and says nothing about what is not in it. */
  applyPage(read: Read, incidents: readonly Incident[]): void {
    this.#apply(incidents.filter(({ key }) => read.isNews(key)));
  }

  /**
   * What is open here but not among the keys, which are all that are open at the provider; for after its last page.
   * It stays as it is until somebody has looked it up and calls `applyPage`, `upsert` or `drop`.
   */
  goneFrom(read: Read, open: ReadonlySet<string>): readonly Incident[] {
    const gone: Incident[] = [];
    for (const incident of this.#base.values()) {
      if (incident.accountId !== read.accountId || isResolved(incident)) continue;
      if (!open.has(incident.key) && read.isNews(incident.key)) gone.push(incident);
    }
    return gone;
  }

  /**
   * All that another window knows of the account, for which it has already looked up what is gone: what is open here
   * and not in it goes, in the same event.
   */
  applyShared(read: Read, incidents: readonly Incident[]): void {
    const news = incidents.filter(({ key }) => read.isNews(key));
    const gone = this.goneFrom(read, new Set(incidents.map(({ key }) => key)));
    this.#apply(news, gone);
  }

  /** A change made here: it wins over every read that began before it. */
  upsert(incident: Incident): void {
    this.upsertAll([incident]);
  }

  /** Several at once, with one event. */
  upsertAll(incidents: readonly Incident[]): void {
    for (const { key } of incidents) this.#touch(key);
    this.#apply(incidents);
  }

  /** Forgets an incident that is no longer there or may no longer be seen. */
  drop(key: string): void {
    this.#touch(key);
    const incident = this.#base.get(key);
    if (incident) this.#apply([], [incident]);
  }

  removeAccount(accountId: string): void {
    this.#apply([], this.baseOf(accountId));
    for (const key of this.#touched.keys()) if (key.startsWith(`${accountId}:`)) this.#touched.delete(key);
  }

  dispose(): void {
    this.#emitter.dispose();
  }

  #touch(key: string): void {
    this.#touched.set(key, { revision: ++this.#revision, at: this.now() });
  }

  #apply(incidents: readonly Incident[], drops: readonly Incident[] = []): void {
    /** As it was shown before this call. */
    const before = new Map<string, Incident | undefined>();
    const accounts = new Set<string>();
    for (const incident of incidents) {
      const base = this.#keep(incident, accounts);
      const known = this.#incidents.get(base.key);
      const shown = this.#severities(this.#overlay(base));
      if (known === shown || (known && isSameIncident(known, shown))) continue;
      if (!before.has(base.key)) before.set(base.key, known);
      this.#incidents.set(base.key, shown);
    }
    for (const accountId of accounts) drops = [...drops, ...this.#surplusOf(accountId)];
    for (const { key, accountId } of drops) {
      const shown = this.#incidents.get(key);
      if (!before.has(key)) before.set(key, shown);
      if (shown) this.#keepLetGo(shown);
      this.#incidents.delete(key);
      this.#base.delete(key);
      this.#resolved.get(accountId)?.delete(key);
      this.#revisions.set(accountId, this.revisionOf(accountId) + 1);
    }
    if (before.size > 0) this.#announce(before);
  }

  #keepLetGo(incident: Incident): void {
    this.#letGo.delete(incident.key);
    this.#letGo.set(incident.key, incident);
    const [first] = this.#letGo.keys();
    if (this.#letGo.size > mostLetGo) this.#letGo.delete(first!);
  }

  /** Answers what stands in `#base` afterwards: what stood there, where it is the same. */
  #keep(incident: Incident, changedAccounts: Set<string>): Incident {
    const { key, accountId } = incident;
    const base = this.#base.get(key);
    if (base && isSameIncident(base, incident)) return base;
    this.#base.set(key, incident);
    this.#revisions.set(accountId, this.revisionOf(accountId) + 1);
    changedAccounts.add(accountId);
    const resolved = this.#resolved.get(accountId) ?? new Map<string, Incident>();
    this.#resolved.set(accountId, resolved);
    if (isResolved(incident)) resolved.set(key, incident);
    else resolved.delete(key);
    return incident;
  }

  /** The resolved incidents that are one too many. */
  #surplusOf(accountId: string): readonly Incident[] {
    const resolved = this.#resolved.get(accountId);
    if (!resolved || resolved.size <= recentlyResolved) return [];
    // Of those that ended together, as after a storm, the ones that came first make room.
    const latestFirst = [...resolved.values()].reverse().sort((a, b) => compare(endOf(b), endOf(a)));
    return latestFirst.slice(recentlyResolved);
  }

  #announce(before: ReadonlyMap<string, Incident | undefined>): void {
    this.#all = null;
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

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

function endOf(incident: Incident): string {
  return incident.resolvedAt ?? lastChange(incident);
}

function lastChange({ updatedAt, createdAt }: Incident): string {
  return updatedAt ?? createdAt;
}
