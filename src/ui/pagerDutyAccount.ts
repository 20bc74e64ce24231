import type * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import type { Identity } from '../core/incidents/incidentProvider.ts';
import type { Logger } from '../core/logger.ts';
import { config } from './config.ts';
import type { Sessions } from './sessions.ts';

/** What SecretStorage holds. The key is only ever sent to `origin`, whatever the settings say later. */
interface Credentials extends Identity {
  readonly origin: string;
  readonly token: string;
}

const secretName = 'onCall.pagerDuty';
const accountId = 'pagerduty';

/** The signed-in PagerDuty account: its key in SecretStorage and its session. */
export class PagerDutyAccount implements Disposable {
  #state: 'signedOut' | 'otherOrigin' | 'signedIn' = 'signedOut';
  #connecting: Promise<void> = Promise.resolve();
  /** What the open session was opened with. */
  #connected: string | null = null;
  readonly #changed = new Emitter<void>();
  readonly onDidChangeState = this.#changed.event;
  readonly #listeners: Disposable[];

  constructor(
    private readonly parts: {
      readonly secrets: vscode.SecretStorage;
      readonly sessions: Sessions;
      readonly clock: Clock;
      readonly logger: Logger;
      /** Called with every key before it is used, so that it can be masked wherever text is kept. */
      readonly keepSecret: (token: string) => void;
    },
  ) {
    // Another window may sign in or out, and the address may change under a running session.
    this.#listeners = [
      parts.secrets.onDidChange(({ key }) => {
        if (key === secretName) this.#reconnect();
      }),
      config.onDidChange(['pagerDuty.baseUrl', 'pagerDuty.from'], () => this.#reconnect()),
    ];
  }

  get state(): 'signedOut' | 'otherOrigin' | 'signedIn' {
    return this.#state;
  }

  /** Reads the stored key and follows its account; without one, or for another address, closes the session. */
  connect(): Promise<void> {
    // A secret storage that failed once (a locked keyring) must not stand in the way of the next try.
    this.#connecting = this.#connecting.catch(() => {}).then(() => this.#connect());
    return this.#connecting;
  }

  /** Checks the key with the provider and, only when it is good, keeps it. Rejects as `identify` does. */
  async check(origin: string, token: string): Promise<Identity> {
    this.parts.keepSecret(token);
    return (await this.#provider(origin, token)).identify();
  }

  async signIn(origin: string, token: string, identity: Identity): Promise<void> {
    const credentials: Credentials = { origin, token, kind: identity.kind, person: identity.person };
    await config.setPagerDutyBaseUrl(origin);
    await this.parts.secrets.store(secretName, JSON.stringify(credentials));
    await this.connect();
  }

  async signOut(): Promise<void> {
    this.parts.sessions.close(accountId);
    this.#connected = null;
    await this.parts.secrets.delete(secretName);
    await this.connect();
  }

  #reconnect(): void {
    this.connect().catch((error: unknown) => this.parts.logger.error('Connecting to PagerDuty', error));
  }

  async #connect(): Promise<void> {
    const { sessions } = this.parts;
    const stored = parseCredentials(await this.parts.secrets.get(secretName));
    if (!stored) {
      sessions.close(accountId);
      return this.#become('signedOut');
    }
    this.parts.keepSecret(stored.token);
    const { checkedOrigin } = await import('../core/incidents/providers/pagerduty/pagerDutyRegions.ts');
    const base = checkedOrigin(config.pagerDutyBaseUrl());
    if (!base.ok || base.origin !== stored.origin) {
      sessions.close(accountId);
      return this.#become('otherOrigin');
    }
    // Settings and secrets tell of changes more than once; the same account is not opened anew for that.
    const connected = JSON.stringify([stored, config.pagerDutyFrom()]);
    if (connected === this.#connected && sessions.get(accountId)) return this.#become('signedIn');
    this.#connected = connected;
    const provider = await this.#provider(stored.origin, stored.token);
    sessions.open(
      { id: accountId, label: 'PagerDuty', drill: false, person: stored.person, environment: {} },
      provider,
    );
    this.#become('signedIn');
  }

  async #provider(baseUrl: string, token: string) {
    const { PagerDutyProvider } = await import('../core/incidents/providers/pagerduty/pagerDutyProvider.ts');
    const { clock, logger } = this.parts;
    return new PagerDutyProvider({
      accountId,
      baseUrl,
      token,
      from: config.pagerDutyFrom() || null,
      clock,
      logger,
    });
  }

  #become(state: typeof this.state): void {
    this.#state = state;
    this.#changed.fire();
  }

  dispose(): void {
    for (const listener of this.#listeners) listener.dispose();
    this.#changed.dispose();
  }
}

function parseCredentials(text: string | undefined): Credentials | null {
  if (!text) return null;
  try {
    const value = JSON.parse(text) as Partial<Credentials>;
    return typeof value.origin === 'string' && typeof value.token === 'string'
      ? (value as Credentials)
      : null;
  } catch {
    return null;
  }
}
