import { hash } from 'node:crypto';
import type * as vscode from 'vscode';
import { asGiven } from '../../core/execution/snapshot.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { type RunbookUse, useKey } from './runbookUse.ts';

export type SecretStore = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'keys'>;

const prefix = 'onCall.variable.';

interface LookUps {
  /** Those that the keychain was asked for. */
  readonly names: Set<string>;
  /** When it has answered. */
  answered: Promise<void>;
}

/**
 * Which of the variables of runbooks are secrets. Their values are masked wherever they could be seen, and what outlives
 * the window is in the keychain alone, where the person wants it there.
 */
export class VariableSecrets {
  readonly #names = new Map<string, Set<string>>();
  readonly #lookUps = new Map<string, LookUps>();

  constructor(
    private readonly parts: {
      readonly secrets: SecretStore;
      /** From here on the value is masked wherever it could be seen. */
      readonly keepSecret: (secret: { readonly value: string; readonly kind: string }) => void;
      /** What an earlier block exported under this name since a person gave it a value; null where none did. */
      readonly handedOn: (use: RunbookUse, name: string) => string | null;
      /** These are secrets: what blocks handed on under them must not be kept any more. */
      readonly keepWithout: (use: RunbookUse, names: readonly string[]) => void;
      /** The keychain held some of those that were looked up. */
      readonly came: (use: RunbookUse) => void;
      readonly boundary: ErrorBoundary;
    },
  ) {}

  /** As far as the runbook was looked at. */
  names(use: RunbookUse): ReadonlySet<string> {
    return this.#of(use);
  }

  /** The runbook calls these secrets. Returns those that it did not before. */
  call(use: RunbookUse, names: readonly string[]): readonly string[] {
    const known = this.#of(use);
    const fresh = names.filter(name => !known.has(name));
    for (const name of fresh) {
      known.add(name);
      this.maskHandedOn(use, name);
    }
    if (fresh.length > 0) this.parts.keepWithout(use, fresh);
    return fresh;
  }

  /** A block ended with these in its environment: the secrets among them are masked from here on, whoever set them. */
  learn(use: RunbookUse, exported: ReadonlyMap<string, string>): void {
    for (const [name, value] of exported)
      if (value !== asGiven && this.#of(use).has(name)) this.mask(name, value);
  }

  mask(name: string, value: string): void {
    this.parts.keepSecret({ value, kind: `variable ${name}` });
  }

  maskHandedOn(use: RunbookUse, name: string): void {
    const value = this.parts.handedOn(use, name);
    if (value !== null) this.mask(name, value);
  }

  /** Puts what the keychain holds to those that a person entered; each is asked for once. Never rejects. */
  lookUp(use: RunbookUse, names: readonly string[], entered: Map<string, string>): Promise<void> {
    const key = useKey(use);
    const known = this.#lookUps.get(key) ?? { names: new Set(), answered: Promise.resolve() };
    this.#lookUps.set(key, known);
    const fresh = names.filter(name => !known.names.has(name));
    if (fresh.length === 0) return known.answered;
    for (const name of fresh) known.names.add(name);
    const before = known.answered;
    known.answered = (async () => {
      await before;
      let found = false;
      for (const name of fresh) {
        const value = await this.#remembered(use, name);
        if (value === null || entered.has(name)) continue;
        entered.set(name, value);
        found = true;
      }
      if (found) this.parts.came(use);
    })();
    return known.answered;
  }

  /** What the keychain holds, masked from here on; null where it holds nothing, or cannot be read. */
  async #remembered(use: RunbookUse, name: string): Promise<string | null> {
    const { secrets, boundary } = this.parts;
    try {
      const value = await secrets.get(secretKey(use, name));
      if (value === undefined) return null;
      this.mask(name, value);
      return value;
    } catch (error) {
      boundary.log('The keychain could not be read', error);
      return null;
    }
  }

  /** A person entered it. Where it is not to be remembered, what was before it is not the value any more. */
  async enter(use: RunbookUse, name: string, value: string, remember: boolean): Promise<void> {
    this.mask(name, value);
    if (remember) await this.parts.secrets.store(secretKey(use, name), value);
    else await this.forget(use, name);
  }

  async forget(use: RunbookUse, name: string): Promise<void> {
    await this.parts.secrets.delete(secretKey(use, name));
  }

  /** What the keychain holds of every runbook, also of those that are gone. */
  async forgetAll(): Promise<void> {
    const { secrets } = this.parts;
    for (const key of await secrets.keys()) if (key.startsWith(prefix)) await secrets.delete(key);
  }

  #of(use: RunbookUse): Set<string> {
    const key = useKey(use);
    let names = this.#names.get(key);
    if (names === undefined) this.#names.set(key, (names = new Set()));
    return names;
  }
}

/** Bound to the folder as well: a runbook of the same name elsewhere must not be given it. Good for all incidents. */
export function secretKey({ runbook, cwd }: RunbookUse, name: string): string {
  return `${prefix}${hash('sha256', JSON.stringify([cwd, runbook, name]))}`;
}
