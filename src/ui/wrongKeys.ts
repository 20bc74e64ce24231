import * as vscode from 'vscode';
import { WrongKeyError } from '../core/errors.ts';
import type { Disposable } from '../core/events.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { notify } from './notify.ts';
import type { Sessions } from './sessions.ts';

/** Asks once for a new key when the provider no longer accepts one, and not again until it did in between. */
export class WrongKeys implements Disposable {
  readonly #asked = new Set<string>();
  readonly #listener: Disposable;

  constructor(
    private readonly parts: {
      readonly sessions: Sessions;
      readonly boundary: ErrorBoundary;
      /** Straight to the key of that account. */
      readonly signInAgain: (accountId: string) => Promise<void>;
    },
  ) {
    this.#listener = parts.sessions.onDidChange(() => this.#look());
    this.#look();
  }

  #look(): void {
    for (const { account, poller } of this.parts.sessions.all()) {
      const { state, error } = poller.health;
      if (state === 'ok') this.#asked.delete(account.id);
      else if (error instanceof WrongKeyError && !account.drill && !this.#asked.has(account.id)) {
        this.#asked.add(account.id);
        this.parts.boundary.watch('Signing in again', this.#ask(account.id, account.label));
      }
    }
  }

  async #ask(accountId: string, label: string): Promise<void> {
    const again = vscode.l10n.t('Sign In Again');
    const choice = await notify.warn(
      vscode.l10n.t('PagerDuty no longer accepts the key of {0}.', label),
      again,
    );
    if (choice === again) await this.parts.signInAgain(accountId);
  }

  dispose(): void {
    this.#listener.dispose();
  }
}
