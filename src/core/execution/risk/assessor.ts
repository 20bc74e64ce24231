import { hash } from 'node:crypto';
import type { Clock } from '../../clock.ts';
import { notAssessed, type RiskRequest } from './assess.ts';
import type { RiskReport } from './risk.ts';
import type { RiskAnswer, RiskProcess, RiskProcessEvents } from './riskProcess.ts';

/** A thread that takes longer for one block is ended. The first block waits for the grammar, too. */
const longestMs = { first: 15_000, later: 3_000 };
/** A thread holds 40 MB; without a block for so long it is ended. */
const idleMs = 5 * 60_000;
/** After two that broke before they said anything, none is started for so long. */
const pauseMs = 10_000;
const mostKept = 500;
const mostTries = 2;

const reasons = {
  broken: 'It could not be looked at: what reads the blocks does not work here.',
  slow: 'It takes too long to be looked at.',
};

interface Job {
  readonly key: string;
  readonly request: RiskRequest;
  readonly done: (report: RiskReport) => void;
  tries: number;
}

/**
 * What blocks may do, judged one after the other in a thread of their own. A thread whose parser threw is thrown
 * away, and the block is tried once more in a new one; what then still cannot be judged counts as destructive. Time is
 * the wall clock’s: on a machine that stood still it is over for a harmless block, too, so that only the second time counts.
 */
export class Assessor {
  readonly #waiting: Job[] = [];
  readonly #kept = new Map<string, RiskReport>();
  #process: { readonly process: RiskProcess; answers: number } | null = null;
  #job: Job | null = null;
  #asked = 0;
  #stopWaiting = () => {};
  #failedStarts = 0;
  #pausedUntil = 0;

  constructor(
    private readonly parts: {
      readonly start: (events: RiskProcessEvents) => RiskProcess;
      readonly clock: Clock;
      /** Told why a thread was thrown away. */
      readonly log: (reason: string) => void;
    },
  ) {}

  /** Never rejects. The same question is judged once. */
  assess(request: RiskRequest): Promise<RiskReport> {
    const key = hash('sha256', JSON.stringify(request));
    const kept = this.#kept.get(key);
    if (kept) return Promise.resolve(kept);
    return new Promise(done => {
      this.#waiting.push({ key, request, done, tries: 0 });
      this.#next();
    });
  }

  #next(): void {
    if (this.#job) return;
    this.#stopWaiting();
    const job = this.#waiting.shift();
    if (!job) {
      this.#stopWaiting = this.parts.clock.after(idleMs, () => this.#end());
      return;
    }
    const kept = this.#kept.get(job.key);
    if (kept) {
      job.done(kept);
      return this.#next();
    }
    this.#job = job;
    this.#ask(job);
  }

  #ask(job: Job): void {
    this.#stopWaiting();
    if (this.parts.clock.now() < this.#pausedUntil)
      return this.#settle(notAssessed(job.request.code, reasons.broken));
    job.tries += 1;
    const id = ++this.#asked;
    try {
      const { process, answers } = (this.#process ??= this.#start());
      this.#stopWaiting = this.parts.clock.after(answers === 0 ? longestMs.first : longestMs.later, () =>
        this.#tooSlow(job),
      );
      process.ask({ id, request: job.request });
    } catch (error) {
      this.#broken(error instanceof Error ? error.message : String(error));
    }
  }

  #start(): { readonly process: RiskProcess; answers: number } {
    const isMine = () => this.#process === mine;
    const mine: { process: RiskProcess; answers: number } = {
      answers: 0,
      process: this.parts.start({
        answered: answer => isMine() && this.#answered(answer),
        gone: reason => isMine() && this.#broken(reason),
      }),
    };
    return mine;
  }

  #answered(answer: RiskAnswer): void {
    if (!this.#job || answer.id !== this.#asked) return;
    if ('failed' in answer) return this.#broken(answer.failed);
    this.#process!.answers += 1;
    this.#failedStarts = 0;
    if (answer.ranOut && this.#job.tries < mostTries) return this.#ask(this.#job);
    this.#keep(this.#job.key, answer.report);
    this.#settle(answer.report);
  }

  #tooSlow(job: Job): void {
    this.parts.log('A block took too long to be judged.');
    this.#end();
    if (job.tries < mostTries) return this.#ask(job);
    const report = notAssessed(job.request.code, reasons.slow);
    this.#keep(job.key, report);
    this.#settle(report);
  }

  #broken(reason: string): void {
    this.parts.log(reason);
    if ((this.#process?.answers ?? 0) === 0 && ++this.#failedStarts >= 2)
      this.#pausedUntil = this.parts.clock.now() + pauseMs;
    const job = this.#job;
    this.#end();
    if (!job) return;
    if (job.tries < mostTries) this.#ask(job);
    else this.#settle(notAssessed(job.request.code, reasons.broken));
  }

  #settle(report: RiskReport): void {
    const job = this.#job;
    this.#job = null;
    job?.done(report);
    this.#next();
  }

  #keep(key: string, report: RiskReport): void {
    this.#kept.set(key, report);
    const [oldest] = this.#kept.keys();
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest);
  }

  #end(): void {
    this.#stopWaiting();
    this.#stopWaiting = () => {};
    const ended = this.#process;
    this.#process = null;
    ended?.process.end();
  }

  dispose(): void {
    this.#pausedUntil = Infinity;
    this.#end();
    const left = [...(this.#job ? [this.#job] : []), ...this.#waiting.splice(0)];
    this.#job = null;
    for (const { request, done } of left) done(notAssessed(request.code, reasons.broken));
  }
}
