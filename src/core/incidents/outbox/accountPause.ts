import { createHash } from 'node:crypto';
import { isObject } from '../../timeline/entryGuard.ts';

/** Why nothing of an account goes out at present. */
export interface AccountPause {
  /** `limit`: not one request before `until`. `offline`: tried again then. `key`: only another key helps. */
  readonly kind: 'limit' | 'offline' | 'key';
  /** ms since the epoch. */
  readonly until: number;
  readonly reason: string;
  readonly nextStep: string;
}

/** Whatever an account is called, its files are in the folder. */
export function fileName(accountId: string): string {
  return createHash('sha256').update(accountId).digest('hex').slice(0, 32);
}

/** The name of the file of an account’s pause. */
export function pauseName(accountId: string): string {
  return `${fileName(accountId)}.pause`;
}

export function isPauseName(name: string): boolean {
  return /^[0-9a-f]{32}\.pause$/.test(name);
}

/** A pause as it stands in its file; null for anything that is not whole. */
export function pauseFrom(text: string): { readonly accountId: string; readonly pause: AccountPause } | null {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  const { accountId, kind, until, reason, nextStep } = value;
  if (typeof accountId !== 'string' || typeof reason !== 'string' || typeof nextStep !== 'string')
    return null;
  if ((kind !== 'limit' && kind !== 'offline' && kind !== 'key') || typeof until !== 'number') return null;
  return { accountId, pause: { kind, until, reason, nextStep } };
}

export function pauseText(accountId: string, pause: AccountPause): string {
  return `${JSON.stringify({ accountId, ...pause })}\n`;
}
