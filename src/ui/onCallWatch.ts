import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import { onCallNow, type PolicyRow, type Turn } from '../core/incidents/onCall/onCallNow.ts';
import { longestWaitMs, OnCallReader } from '../core/incidents/onCall/onCallReader.ts';
import type { OnCallError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import { DisposableStore } from './disposables.ts';
import type { Account, Session, Sessions } from './sessions.ts';

/** Who is on call of one account, as last read. */
export interface AccountOnCall {
  readonly account: Account;
  /** Null until it was read once. */
  readonly policies: readonly PolicyRow[] | null;
  /** ms since the epoch. */
  readonly readAt: number | null;
  readonly error: OnCallError | null;
}

/** Whether the person of one account is on call. */
export interface AccountTurn {
  readonly account: Account;
  readonly turn: Turn;
}

interface Watched {
  readonly session: Session;
  readonly reader: OnCallReader;
  readonly listener: Disposable;
}

/** Who is on call of every account being followed; reads no more than somebody looks at. */
export class OnCallWatch implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #watched = new Map<string, Watched>();
  readonly #changed = new Emitter<void>();
  /** Something was read or failed, an account came or went, or a turn ended. */
  readonly onDidChange = this.#changed.event;
  #looking = false;
  #cancelTurnEnd = () => {};

  constructor(
    private readonly parts: {
      readonly sessions: Sessions;
      readonly clock: Clock;
      readonly logger: Logger;
    },
  ) {
    this.#owned.add(this.#changed);
    this.#owned.add(parts.sessions.onDidChange(() => this.#follow()));
    this.#owned.add({
      dispose: () => {
        this.#cancelTurnEnd();
        for (const id of [...this.#watched.keys()]) this.#forget(id);
      },
    });
    this.#follow();
  }

  /** In the order of the sessions. */
  all(): readonly AccountOnCall[] {
    const now = this.parts.clock.now();
    return this.#inOrder().map(({ session: { account, poller }, reader: { duty } }) => ({
      account,
      policies: duty.value && onCallNow(duty.value.policies, duty.value.onCalls, account.person, now),
      readAt: duty.readAt,
      // While the account itself cannot be read, nobody asks for more.
      error: duty.error ?? poller.health.error,
    }));
  }

  /** Of those accounts where it is known. */
  turns(): readonly AccountTurn[] {
    return this.#inOrder().flatMap(({ session: { account }, reader: { turn } }) =>
      turn ? [{ account, turn }] : [],
    );
  }

  /** Whether somebody looks at the whole picture. */
  setLooking(looking: boolean): void {
    this.#looking = looking;
    for (const { reader } of this.#watched.values()) reader.setLooking(looking);
  }

  /** Reads everything now; failures stand in `all()`. */
  async refresh(): Promise<void> {
    await Promise.all([...this.#watched.values()].map(({ reader }) => reader.refresh()));
  }

  #inOrder(): readonly Watched[] {
    return this.parts.sessions.all().flatMap(({ account }) => this.#watched.get(account.id) ?? []);
  }

  #follow(): void {
    const { sessions } = this.parts;
    for (const [id, { session }] of this.#watched) {
      if (sessions.get(id) !== session) this.#forget(id);
    }
    for (const session of sessions.all()) {
      const known = this.#watched.get(session.account.id);
      // Sessions also tell of their health: one that can be read again may be due.
      if (known) known.reader.wake();
      else if (session.provider.capabilities.directory) this.#watch(session);
    }
    this.#update();
  }

  #watch(session: Session): void {
    const { account, provider, poller } = session;
    const { clock, logger } = this.parts;
    const reader = new OnCallReader(
      {
        person: account.person,
        teams: account.teams,
        provider,
        isHealthy: () => poller.health.state === 'ok',
      },
      { clock, logger },
    );
    const listener = reader.onDidChange(() => this.#update());
    this.#watched.set(account.id, { session, reader, listener });
    reader.setLooking(this.#looking);
  }

  #forget(id: string): void {
    const watched = this.#watched.get(id);
    this.#watched.delete(id);
    watched?.listener.dispose();
    watched?.reader.dispose();
  }

  /** What is known can also change by itself, first at the end of the first turn. */
  #update(): void {
    const ends = this.#inOrder().flatMap(({ reader: { changesAt } }) => changesAt ?? []);
    this.#cancelTurnEnd();
    this.#cancelTurnEnd = () => {};
    if (ends.length > 0) this.#waitFor(Math.min(...ends));
    this.#changed.fire();
  }

  #waitFor(end: number): void {
    const { clock } = this.parts;
    this.#cancelTurnEnd = clock.after(Math.min(end - clock.now(), longestWaitMs), () =>
      clock.now() < end ? this.#waitFor(end) : this.#update(),
    );
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
