import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import { type Disposable, Emitter } from '../core/events.ts';
import { drillPrefix } from '../core/incidents/accounts/drillAccounts.ts';
import type { Logger } from '../core/logger.ts';
import type { Drill } from '../drill/drill.ts';
import type { SlackAccount } from './comms/chatAccounts.ts';
import type { Sessions } from './sessions.ts';

/** Starts and stops the rehearsal: a PagerDuty of its own and services that really break, on this machine only. */
export class DrillControl implements Disposable {
  #drill: Promise<Drill> | null = null;
  /** The one that runs, once it has started. */
  #started: Drill | null = null;
  #accountId = '';
  readonly #changed = new Emitter<void>();
  readonly onDidChange = this.#changed.event;

  constructor(
    private readonly parts: {
      readonly sessions: Sessions;
      readonly clock: Clock;
      readonly logger: Logger;
      /** The drill is over: what was kept for its account can go. */
      readonly onForget: (accountId: string) => Promise<void>;
    },
  ) {}

  get running(): boolean {
    return this.#drill !== null;
  }

  /** Does nothing while a drill runs. */
  async start(): Promise<void> {
    if (this.#drill) return;
    const starting = this.#start();
    this.#drill = starting;
    this.#changed.fire();
    try {
      const drill = await starting;
      if (this.#drill === starting) this.#started = drill;
    } catch (error) {
      this.#drill = null;
      this.#changed.fire();
      throw error;
    }
  }

  /** Where a drill’s messages go: a chat of its own, on this machine. Null while none runs. */
  async chat(): Promise<SlackAccount | null> {
    const drill = await this.#drill?.catch(() => null);
    if (!drill) return null;
    const { origin, token, channel } = drill.chat;
    return {
      ...{ id: `chat-${this.#accountId}`, type: 'slack', name: vscode.l10n.t('DRILL') },
      ...{ token, origin, channel },
    };
  }

  async stop(): Promise<void> {
    const drill = this.#drill;
    if (!drill) return;
    // Stopped while it still starts: first it is there, then it goes.
    const running = await drill.catch(() => null);
    if (this.#drill !== drill) return;
    this.#drill = null;
    this.#started = null;
    this.parts.sessions.close(this.#accountId);
    this.#changed.fire();
    await this.parts.onForget(this.#accountId);
    await running?.stop();
  }

  async #start(): Promise<Drill> {
    const { sessions, clock, logger } = this.parts;
    const [{ Drill }, { PagerDutyProvider }] = await Promise.all([
      import('../drill/drill.ts'),
      import('../core/incidents/providers/pagerduty/pagerDutyProvider.ts'),
    ]);
    const drill = await Drill.start({ clock, logger });
    // A drill belongs to one window, so each has an account id of its own: another window’s is never taken for it.
    const accountId = `${drillPrefix}${randomUUID().slice(0, 8)}`;
    this.#accountId = accountId;
    const { baseUrl, token } = drill;
    const provider = new PagerDutyProvider({ accountId, baseUrl, token, from: null, clock, logger });
    const { person, teams } = await provider.identify().catch(async (error: unknown) => {
      await drill.stop();
      throw error;
    });
    sessions.open(
      {
        id: accountId,
        label: vscode.l10n.t('Drill'),
        drill: true,
        person,
        teams,
        environment: drill.environment,
      },
      provider,
    );
    return drill;
  }

  dispose(): void {
    // Nobody waits at shutdown: the servers end with the process at the latest, what is on disk would stay.
    try {
      this.#started?.removeFiles();
    } catch (error) {
      // On Windows a shell may stand in the folder; the next drill removes it.
      this.parts.logger.warn(`Files of the drill were left behind: ${String(error)}`);
    }
    this.stop().catch(() => {});
    this.#changed.dispose();
  }
}
