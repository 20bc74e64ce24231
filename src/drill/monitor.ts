import { get } from 'node:http';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/logger.ts';
import type { DrillAccount, Trigger } from './drillAccount.ts';
import { every } from './every.ts';

/** One thing the monitor looks at, and the incident that it opens when that fails. */
export interface Check {
  /** Answers 2xx while all is well. */
  readonly healthUrl: string;
  readonly trigger: Trigger;
}

export interface MonitorOptions {
  readonly account: DrillAccount;
  readonly checks: readonly Check[];
  readonly clock: Clock;
  readonly logger: Logger;
  /** ms between two rounds. */
  readonly interval: number;
  /** Whether the URL answers 2xx; must not reject. */
  readonly probe?: (url: string) => Promise<boolean>;
}

/** So many good checks in a row before an incident is resolved: one good answer may be luck. */
const goodChecksNeeded = 2;

/** Looks at every service again and again; triggers what fails and resolves what is well again. */
export class Monitor {
  readonly #goodInARow = new Map<Check, number>();
  #stopRounds = () => {};
  #stopped = false;

  constructor(private readonly options: MonitorOptions) {}

  /** The first round is done when this resolves. */
  async start(): Promise<void> {
    await this.#round();
    this.#stopRounds = every(this.options.clock, this.options.interval, () => this.#round());
  }

  stop(): void {
    this.#stopped = true;
    this.#stopRounds();
  }

  async #round(): Promise<void> {
    await Promise.all(this.options.checks.map(check => this.#look(check)));
  }

  async #look(check: Check): Promise<void> {
    const { account, logger, probe = isHealthy } = this.options;
    const { service, alert } = check.trigger;
    const healthy = await probe(check.healthUrl);
    // A round that was under way when the drill ended finds the services gone; that is no outage.
    if (this.#stopped) return;
    const good = healthy ? (this.#goodInARow.get(check) ?? 0) + 1 : 0;
    this.#goodInARow.set(check, good);
    const open = account.openFor(alert.key);
    if (good === 0 && !open) {
      const { number } = account.trigger(check.trigger);
      logger.info(`Drill: ${service.name} fails; incident #${number} triggered.`);
    } else if (good >= goodChecksNeeded && open) {
      account.resolve(open, service);
      logger.info(`Drill: ${service.name} is well again; incident #${open.number} resolved.`);
    }
  }
}

function isHealthy(url: string): Promise<boolean> {
  return new Promise(resolve => {
    const request = get(url, { agent: false, timeout: 1500 }, response => {
      response.resume();
      resolve(response.statusCode !== undefined && response.statusCode < 300);
    });
    request.on('timeout', () => request.destroy());
    request.on('error', () => resolve(false));
  });
}
