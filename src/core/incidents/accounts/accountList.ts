import { createHash } from 'node:crypto';
import type { Person, Reference } from '../incident.ts';
import { idOf, isSafeOrigin, lineOf, objectOf, objectsOf, type WireObject } from '../providers/wire.ts';
import { urlOf } from '../../webAddress.ts';

/** One account as it is kept between sessions, with its key. */
export interface KeptAccount {
  /** Part of every incident’s key, so it stays the same for the same person at the same origin. */
  readonly id: string;
  /** As the person named it. */
  readonly label: string;
  /** The only place that `token` is ever sent to. */
  readonly origin: string;
  readonly token: string;
  readonly kind: 'user' | 'account';
  /** Null for account-wide keys. */
  readonly person: Person | null;
  /** Null where they were not asked for yet: what an earlier version kept. */
  readonly teams: readonly Reference[] | null;
  /** The e-mail address that an account-wide key writes for; null where the settings say it. */
  readonly from: string | null;
  /** When it was signed in to, ms since the epoch: of two versions the later one counts. */
  readonly changedAt: number;
  /** When the provider last said whose the key is, and in which teams; ms since the epoch. Of one sign-in the later one counts. */
  readonly identifiedAt: number;
}

/**
 * All accounts signed in to. There is one entry for them that every window may write at any time, so a list says
 * what it knows to be gone: two lists can be merged without losing an account or bringing a key back.
 */
export interface AccountList {
  readonly accounts: readonly KeptAccount[];
  /** Id → when it was signed out of, ms since the epoch. Holds no key. */
  readonly removed: Readonly<Record<string, number>>;
  /** The derived id of the account that an earlier version called `pagerduty`; it keeps that name for ever. */
  readonly first: string | null;
}

export const noAccounts: AccountList = { accounts: [], removed: {}, first: null };

const firstId = 'pagerduty';
/** Enough for everybody, and a bound for what a broken window could write. */
const mostRemoved = 50;

/** Ids are derived, so that signing out and in again goes on with the same timelines. */
export function accountIdFor(
  list: AccountList,
  account: Pick<KeptAccount, 'origin' | 'person' | 'label'>,
): string {
  const derived = derivedId(account);
  return derived === list.first ? firstId : derived;
}

function derivedId({ origin, person, label }: Pick<KeptAccount, 'origin' | 'person' | 'label'>): string {
  const whose = person ? ['person', person.id] : ['label', label];
  const hash = createHash('sha256')
    .update(JSON.stringify([origin, ...whose]))
    .digest('hex');
  return `pagerduty-${hash.slice(0, 16)}`;
}

export function withAccount(list: AccountList, account: KeptAccount): AccountList {
  return merged(list, { ...noAccounts, accounts: [account] });
}

export function withoutAccount(list: AccountList, id: string, at: number): AccountList {
  return merged(list, { ...noAccounts, removed: { [id]: at } });
}

/** What both know. Of an account signed in to and out of, the later counts; in doubt it is gone. */
export function merged(a: AccountList, b: AccountList): AccountList {
  const removed: Record<string, number> = { ...a.removed };
  for (const [id, at] of Object.entries(b.removed)) removed[id] = Math.max(at, removed[id] ?? at);
  const accounts = new Map<string, KeptAccount>();
  for (const account of [...a.accounts, ...b.accounts]) {
    const other = accounts.get(account.id);
    if ((removed[account.id] ?? -1) >= account.changedAt) continue;
    if (!other || isLater(account, other)) accounts.set(account.id, account);
  }
  return {
    accounts: [...accounts.values()].sort((x, y) => (x.id < y.id ? -1 : 1)),
    removed: Object.fromEntries(
      Object.entries(removed)
        .sort(([x, xAt], [y, yAt]) => yAt - xAt || (x < y ? -1 : 1))
        .slice(0, mostRemoved),
    ),
    first: [a.first, b.first].filter(first => first !== null).sort()[0] ?? null,
  };
}

function isLater(account: KeptAccount, other: KeptAccount): boolean {
  if (account.changedAt !== other.changedAt) return account.changedAt > other.changedAt;
  if (account.identifiedAt !== other.identifiedAt) return account.identifiedAt > other.identifiedAt;
  return JSON.stringify(account) > JSON.stringify(other);
}

/** The same text for the same list, whoever put it together. */
export function accountListText(list: AccountList): string {
  const { accounts, removed, first } = merged(list, noAccounts);
  return JSON.stringify({ accounts: accounts.map(inOrder), removed, first });
}

/** What was kept, by this version or an earlier one; what is not an account is left out. */
export function accountListFrom(text: string | undefined): AccountList {
  const value = objectOf(parsed(text));
  if (!value) return noAccounts;
  if (!('accounts' in value)) return earlierForm(value);
  const removed = Object.entries(objectOf(value['removed']) ?? {}).flatMap(([id, at]) =>
    idOf(id) !== null && isTime(at) ? [[id, at] as const] : [],
  );
  return merged(noAccounts, {
    accounts: objectsOf(value['accounts'])
      .map(keptAccount)
      .filter(account => account !== null),
    removed: Object.fromEntries(removed),
    first: idOf(value['first']),
  });
}

/** Until version 0.1 there was one account: `{origin, token, kind, person}`. */
function earlierForm(value: WireObject): AccountList {
  const account = keptAccount({ ...value, id: firstId, label: 'PagerDuty', changedAt: 0 });
  return account ? { ...noAccounts, accounts: [account], first: derivedId(account) } : noAccounts;
}

function keptAccount(value: WireObject): KeptAccount | null {
  const { origin, token, kind, changedAt, identifiedAt, teams } = value;
  const id = idOf(value['id']);
  const label = lineOf(value['label']);
  if (id === null || label === null || !isTime(changedAt)) return null;
  if (typeof origin !== 'string' || !isOrigin(origin)) return null;
  if (typeof token !== 'string' || !/^[\x21-\x7E]+$/.test(token)) return null;
  if (kind !== 'user' && kind !== 'account') return null;
  const person = personOf(value['person']);
  if (kind === 'user' && !person) return null;
  return inOrder({
    id,
    label,
    origin,
    token,
    kind,
    person: kind === 'user' ? person : null,
    teams: Array.isArray(teams) ? objectsOf(teams).map(referenceOf).filter(isKnown) : null,
    from: lineOf(value['from']),
    changedAt,
    identifiedAt: isTime(identifiedAt) ? identifiedAt : changedAt,
  });
}

function inOrder(account: KeptAccount): KeptAccount {
  const { id, label, origin, token, kind, person, teams, from, changedAt, identifiedAt } = account;
  return { id, label, origin, token, kind, person, teams, from, changedAt, identifiedAt };
}

function personOf(value: unknown): Person | null {
  const person = objectOf(value);
  const reference = person && referenceOf(person);
  const email = lineOf(person?.['email']);
  return reference && { ...reference, ...(email !== null && { email }) };
}

function referenceOf(value: WireObject): Reference | null {
  const id = idOf(value['id']);
  const name = lineOf(value['name']);
  return id !== null && name !== null ? { id, name } : null;
}

function isKnown<T>(value: T | null): value is T {
  return value !== null;
}

function isOrigin(text: string): boolean {
  const url = urlOf(text);
  return url?.origin === text && isSafeOrigin(url);
}

function isTime(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value) && value >= 0;
}

function parsed(text: string | undefined): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
