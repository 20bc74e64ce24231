import { utc, type Clock } from '../../core/clock.ts';
import { every } from '../every.ts';
import { failed, ok, startPlainService, type PlainAnswer, type PlainService } from './plainService.ts';

interface Order {
  readonly cents: number;
  readonly coupon: string | null;
}

interface Release {
  readonly version: string;
  readonly coupons: Readonly<Record<string, { readonly percent: number } | undefined>>;
}

const good: Release = { version: 'v41', coupons: { SPRING10: { percent: 10 } } };
/** The bad deploy: it was built without the coupon table. */
const bad: Release = { version: 'v42', coupons: {} };

const shopping = 250;
const newOrders = 4;
const retries = 6;
const mostWaiting = 30;
const lookedAt = 40;
const tolerated = 0.05;

/**
 * A shop that takes orders from in-process shoppers and over HTTP. Release v42 fails on every order with a
 * coupon; shoppers try again, so that failing orders make up more and more of the traffic. A restart only
 * empties the queue; rolling back to v41 mends it.
 */
export class Checkout {
  #release = good;
  #deployedAt: number;
  #waiting: Order[] = [];
  /** Whether each of the latest orders went through, oldest first. */
  #recent: boolean[] = [];
  #errors: string[] = [];
  #taken = 0;
  #failed = 0;
  #service: PlainService | null = null;
  #stopShopping = () => {};

  constructor(private readonly clock: Clock) {
    this.#deployedAt = clock.now();
  }

  get url(): string {
    return this.#service?.url ?? '';
  }

  async start(): Promise<void> {
    this.#service = await startPlainService({
      'GET /health': () => this.#health(),
      'GET /metrics': () => this.#metrics(),
      'GET /version': () =>
        ok(`${this.#release.version} deployed ${utc(this.#deployedAt)}, previous ${good.version}`),
      'GET /errors': () => ok(...(this.#errors.length > 0 ? this.#errors : ['no errors'])),
      'POST /orders': query => this.#order({ cents: 4000, coupon: query.get('coupon') }),
      'POST /admin/rollback': () => this.#rollBack(),
      'POST /admin/restart': () => this.#restart(),
    });
    this.#stopShopping = every(this.clock, shopping, () => this.#shop());
  }

  async stop(): Promise<void> {
    this.#stopShopping();
    await this.#service?.stop();
  }

  /** Deploys v42; the first shoppers notice at once. */
  deployBadRelease(): void {
    this.#release = bad;
    this.#deployedAt = this.clock.now();
    for (let i = 0; i < 3; i++) this.#shop();
  }

  #shop(): void {
    const again = this.#waiting.splice(0, retries);
    for (let i = 0; i < newOrders; i++)
      this.#take({ cents: 1500 + 500 * i, coupon: i === 0 ? 'SPRING10' : null });
    for (const order of again) this.#take(order);
  }

  /** Takes one order; one that fails is tried again later. */
  #take(order: Order): void {
    if (this.#order(order).status >= 500 && this.#waiting.length < mostWaiting) this.#waiting.push(order);
  }

  #order(order: Order): PlainAnswer {
    this.#taken += 1;
    try {
      const total = this.#price(order);
      this.#remember(true);
      return { status: 201, text: `order ${this.#taken} total ${(total / 100).toFixed(2)}` };
    } catch (error) {
      this.#failed += 1;
      this.#remember(false);
      const line = `${utc(this.clock.now())} ERROR order ${this.#taken}: ${(error as Error).message}`;
      this.#errors = [...this.#errors.slice(-9), line];
      return failed(500, line);
    }
  }

  #price({ cents, coupon }: Order): number {
    if (coupon === null) return cents;
    const discount = this.#release.coupons[coupon];
    if (!discount) throw new Error(`${this.#release.version} has no price rule for coupon ${coupon}`);
    return Math.round(cents * (1 - discount.percent / 100));
  }

  #remember(success: boolean): void {
    this.#recent = [...this.#recent.slice(1 - lookedAt), success];
  }

  #errorRate(): number {
    return this.#recent.filter(success => !success).length / Math.max(1, this.#recent.length);
  }

  #health(): PlainAnswer {
    const rate = this.#errorRate();
    const line = `checkout ${this.#release.version}: ${percent(rate)} of the last ${this.#recent.length} orders failed`;
    return rate > tolerated ? failed(503, `unhealthy: ${line}`) : ok(`healthy: ${line}`);
  }

  #metrics(): PlainAnswer {
    return ok(
      `checkout_orders_total ${this.#taken}`,
      `checkout_orders_failed_total ${this.#failed}`,
      `checkout_error_ratio ${this.#errorRate().toFixed(2)}`,
      `checkout_orders_waiting_for_retry ${this.#waiting.length}`,
    );
  }

  #rollBack(): PlainAnswer {
    if (this.#release === good) return ok(`already at ${good.version}; nothing to roll back`);
    this.#release = good;
    this.#deployedAt = this.clock.now();
    return ok(`rolled back from ${bad.version} to ${good.version}`);
  }

  #restart(): PlainAnswer {
    this.#waiting = [];
    this.#recent = [];
    return ok(`restarted ${this.#release.version}; the retry queue is empty`);
  }
}

function percent(ratio: number): string {
  return `${Math.round(ratio * 100)}%`;
}
