import type { Clock } from '../../core/clock.ts';
import { every } from '../every.ts';
import { failed, ok, startPlainService, type PlainAnswer, type PlainService } from './plainService.ts';

interface Session {
  readonly client: string;
  readonly openedAt: number;
}

const worker = 'reporting-worker';
const workerThreads = 100;
const second = 1000;
/** How many queries orders-api sends at once every second; each needs a connection for a moment. */
const queries = 8;

/**
 * The connection pool of a database. The reporting worker opens a connection a second and never gives one
 * back, up to one for each of its 100 threads; the pool has 100, so orders-api gets none. Terminating the
 * worker’s sessions or raising the pool mends it; restarting the worker buys about a minute and a half.
 */
export class OrdersDb {
  #most = 100;
  #sessions: Session[] = [];
  #workerRuns = false;
  #refused = 0;
  #service: PlainService | null = null;
  #stopWork = () => {};

  constructor(private readonly clock: Clock) {}

  get url(): string {
    return this.#service?.url ?? '';
  }

  async start(): Promise<void> {
    this.#service = await startPlainService({
      'GET /health': () => this.#health(),
      'GET /pool': () => this.#pool(),
      'GET /sessions': () => this.#oldest(),
      'POST /query': () => this.#query(),
      'POST /pool/terminate': query => this.#terminate(query.get('client') ?? ''),
      'POST /pool/size': query => this.#resize(query.get('max') ?? ''),
      'POST /worker/restart': () => this.#restartWorker(),
    });
    this.#stopWork = every(this.clock, second, () => this.#work());
  }

  async stop(): Promise<void> {
    this.#stopWork();
    await this.#service?.stop();
  }

  /** As if the leaking worker had run for a while already. */
  exhaust(): void {
    this.#workerRuns = true;
    while (this.#sessions.length < this.#most) this.#leak();
  }

  #work(): void {
    if (this.#workerRuns) this.#leak();
    for (let i = 0; i < queries; i++) this.#query();
  }

  #leak(): void {
    if (this.#free() > 0 && this.#sessions.length < workerThreads) {
      this.#sessions.push({ client: worker, openedAt: this.clock.now() });
    }
  }

  #free(): number {
    return this.#most - this.#sessions.length;
  }

  /** Borrows a connection for one query and gives it back. */
  #query(): PlainAnswer {
    if (this.#free() === 0) {
      this.#refused += 1;
      return failed(503, 'FATAL: sorry, too many clients already');
    }
    return ok('1 row');
  }

  #health(): PlainAnswer {
    const { status, text } = this.#query();
    return status === 200 ? ok(`healthy: ${this.#used()}`) : failed(503, `unhealthy: ${text}`, this.#used());
  }

  #used(): string {
    return `${this.#sessions.length}/${this.#most} connections used`;
  }

  #pool(): PlainAnswer {
    return ok(
      this.#used(),
      `${worker}: ${this.#sessions.length} idle in transaction`,
      `orders-api: ${this.#free() === 0 ? 'waiting for a connection' : 'served'}`,
      `queries refused so far: ${this.#refused}`,
    );
  }

  #oldest(): PlainAnswer {
    const now = this.clock.now();
    const lines = this.#sessions
      .slice(0, 10)
      .map(
        ({ client, openedAt }, i) => `${i + 1}\t${client}\tidle in transaction\t${seconds(now - openedAt)} s`,
      );
    return ok('pid\tclient\tstate\tage', ...lines);
  }

  #terminate(client: string): PlainAnswer {
    const ended = this.#sessions.filter(session => session.client === client).length;
    // One that was restarted a moment ago holds none yet, and is meant all the same.
    const isRunning = client === worker && this.#workerRuns;
    if (ended === 0 && !isRunning)
      return failed(404, `no sessions of “${client}”; see GET /pool for the clients`);
    this.#sessions = this.#sessions.filter(session => session.client !== client);
    this.#workerRuns = false;
    return ok(`terminated ${ended} sessions of ${client}; it gave up and stays down`);
  }

  #resize(text: string): PlainAnswer {
    const most = /^\d{1,4}$/.test(text) ? Number(text) : 0;
    if (most < this.#sessions.length || most < 1 || most > 500) {
      return failed(400, `max must be a number from ${Math.max(1, this.#sessions.length)} to 500`);
    }
    this.#most = most;
    return ok(`the pool now holds ${most} connections; ${this.#used()}`);
  }

  #restartWorker(): PlainAnswer {
    this.#sessions = [];
    this.#workerRuns = true;
    return ok(`${worker} restarted; its sessions are closed, for now`);
  }
}

function seconds(ms: number): number {
  return Math.round(ms / second);
}
