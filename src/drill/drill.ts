import type { Clock } from '../core/clock.ts';
import { silentLogger, type Logger } from '../core/logger.ts';
import { DrillAccount } from './drillAccount.ts';
import { DrillServer } from './drillServer.ts';
import { Monitor } from './monitor.ts';
import type { DrillIncident, LackablePart } from './records.ts';
import { scenarioChecks, tellHistory } from './scenario.ts';
import { seed } from './seed.ts';
import { Checkout } from './services/checkout.ts';
import { Exports } from './services/exports.ts';
import { OrdersDb } from './services/ordersDb.ts';
import { type DrillChannel, SlackDrill } from './slack/slackDrill.ts';
import { SlackServer } from './slack/slackServer.ts';

export interface DrillOptions {
  readonly clock: Clock;
  readonly logger?: Logger;
  /** For ids, 0 ≤ x < 1; a test can repeat them with it. */
  readonly random?: () => number;
  /** ms between two looks of the monitor; 2,000 by default. */
  readonly monitorInterval?: number;
  /** The API’s limit for each key; 960 by default. Measurements raise it. */
  readonly requestsPerMinute?: number;
  /** What the account’s plan does not have; nothing by default. */
  readonly lacking?: Iterable<LackablePart>;
}

/**
 * A whole outage on this machine: three services that fail, a monitor that notices, and the PagerDuty-compatible
 * API where its incidents appear. Everything listens on 127.0.0.1 only and ends with `stop`.
 *
 * When `start` resolves, the checkout incident is triggered and the orders-db incident is acknowledged by a
 * colleague; about 40 s later the disk of exports is nearly full.
 */
export class Drill {
  /** A second stop waits for the first and does nothing more. */
  #stopping: Promise<void> | null = null;

  private constructor(
    readonly server: DrillServer,
    private readonly slack: { readonly workspace: SlackDrill; readonly server: SlackServer },
    /** Variables for the terminals, so that the runbooks’ blocks find the services. */
    readonly environment: Readonly<Record<string, string>>,
    private readonly clock: Clock,
    private readonly exports: Exports,
    private readonly parts: readonly Stoppable[],
  ) {}

  static async start(options: DrillOptions): Promise<Drill> {
    const { clock, logger = silentLogger } = options;
    const parts: Stoppable[] = [];
    try {
      const checkout = new Checkout(clock);
      const ordersDb = new OrdersDb(clock);
      const exports = new Exports(clock);
      for (const service of [checkout, ordersDb, exports]) {
        parts.push(service);
        await service.start();
      }
      const account = new DrillAccount(options);
      const server = await DrillServer.start({ ...options, account });
      parts.push(server);
      const slack = new SlackDrill(clock);
      const slackServer = await SlackServer.start({ drill: slack, clock, logger });
      parts.push(slackServer);

      checkout.deployBadRelease();
      ordersDb.exhaust();
      await exports.leaveDebugLoggingOn();
      const urls = { checkout: checkout.url, ordersDb: ordersDb.url, exports: exports.url };
      const checks = scenarioChecks(account, urls);
      tellHistory(account, checks.ordersDb, clock.now());
      const interval = options.monitorInterval ?? 2000;
      const monitor = new Monitor({ account, checks: Object.values(checks), clock, logger, interval });
      parts.push(monitor);
      await monitor.start();

      const environment = {
        DRILL_CHECKOUT_URL: checkout.url,
        DRILL_ORDERS_DB_URL: ordersDb.url,
        DRILL_EXPORTS_URL: exports.url,
        DRILL_EXPORTS_DIR: exports.folder,
        // curl would hand a request to loopback to the person’s proxy, too.
        no_proxy: '127.0.0.1',
      };
      return new Drill(server, { workspace: slack, server: slackServer }, environment, clock, exports, parts);
    } catch (error) {
      await stopAll(parts);
      throw error;
    }
  }

  /** The API’s, without a slash at its end. */
  get baseUrl(): string {
    return this.server.baseUrl;
  }

  get account(): DrillAccount {
    return this.server.account;
  }

  /** A user key: signing in with it makes one the person at the keyboard. */
  get token(): string {
    return this.account.keys.user;
  }

  /** Its own Slack, with the channel that messages go to. */
  get chat(): { readonly origin: string; readonly token: string; readonly channel: DrillChannel } {
    const { workspace, server } = this.slack;
    const channel = workspace.channels.find(({ name }) => name === 'incidents')!;
    return { origin: server.origin, token: workspace.token, channel };
  }

  /** Adds `count` incidents for tests and measurements; see seed.ts. */
  seed(count: number): readonly DrillIncident[] {
    return seed(this.account, count, this.clock.now());
  }

  /** What would outlive a process that ends now, and is not to be waited for. */
  removeFiles(): void {
    this.exports.removeFolder();
  }

  stop(): Promise<void> {
    this.#stopping ??= stopAll(this.parts);
    return this.#stopping;
  }
}

interface Stoppable {
  stop(): void | Promise<void>;
}

/** In reverse: who was started last depends on the others. */
async function stopAll(parts: readonly Stoppable[]): Promise<void> {
  for (const part of [...parts].reverse()) await part.stop();
}
