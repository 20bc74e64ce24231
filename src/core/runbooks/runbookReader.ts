import { Worker } from 'node:worker_threads';
import { t } from '@vscode/l10n';
import type { Clock } from '../clock.ts';
import type { Disposable } from '../events.ts';
import { largestRunbook, type Runbook } from './runbook.ts';
import { joinedSlices, type RunbookSlice } from './runbookSlices.ts';

export interface RunbookQuestion {
  readonly source: string;
  readonly fileName: string;
}

export type Words = Readonly<Record<string, string>>;

export type ToRunbookWorker =
  | ({ readonly type: 'read' } & RunbookQuestion)
  /** The next slice of what was read last. */
  | { readonly type: 'more' };

export type FromRunbookWorker =
  /** It has loaded what it needs: from now on a failure is the text’s. */
  { readonly type: 'ready' } | { readonly type: 'slice'; readonly slice: RunbookSlice };

/**
 * Up to here a text is read where it is asked for: less than a millisecond for an honest one, and the worst that is
 * known of this size takes some 20.
 */
const quick = 8 * 1024;
/** Our lexer gives up by itself before. This is for what it does without a look at the clock. */
const patienceMs = 10_000;
/** Starting a thread takes longer than reading a long runbook, and who opened one opens another. */
const idleMs = 5 * 60_000;

/**
 * A thread for `runbookWorker.ts` as it was built. It finds no environment, and dies of too much memory alone.
 * @param words what it says in the person’s language, by the English
 */
export function runbookWorkerAt(file: string, words: Words = {}): () => Worker {
  return () =>
    new Worker(file, {
      env: {},
      workerData: words,
      execArgv: [],
      resourceLimits: { maxOldGenerationSizeMb: 256, maxYoungGenerationSizeMb: 32 },
    });
}

/**
 * Reads runbooks without holding up the extension host: long ones in a thread, which is ended when it takes too long.
 * There is always an answer. Long ones are answered in the order in which they came.
 */
export class RunbookReader implements Disposable {
  #thread: ReadingThread | null = null;
  #last: Promise<unknown> = Promise.resolve();
  #keepNoLonger = () => {};
  #disposed = false;

  /** @param startWorker may throw; then everything is read in the caller’s thread */
  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly startWorker: () => Worker;
    },
  ) {}

  /** Never rejects: what cannot be read is shown as it is written, with a problem that says why. */
  async read(source: string, fileName: string): Promise<Runbook> {
    if (source.length <= quick) return this.#readHere(source, fileName);
    const read = this.#last.then(() => this.#readInThread(source, fileName));
    this.#last = read;
    return read;
  }

  async #readInThread(source: string, fileName: string): Promise<Runbook> {
    const thread = this.#startedThread();
    if (!thread) return this.#readHere(source, fileName);
    // One character more, so that it is still seen to be too large.
    const outcome = await thread.read({ source: source.slice(0, largestRunbook + 1), fileName });
    if (typeof outcome !== 'string') return outcome;
    this.#endThread();
    if (outcome === 'not started') return this.#readHere(source, fileName);
    const { shownAsSource } = await import('./parseRunbook.ts');
    const reason = outcome === 'too slow' ? t('it takes too long to read.') : t('it cannot be read.');
    return shownAsSource(source, fileName, reason);
  }

  async #readHere(source: string, fileName: string): Promise<Runbook> {
    const { parseRunbook } = await import('./parseRunbook.ts');
    return parseRunbook(source, { fileName, clock: this.parts.clock });
  }

  #startedThread(): ReadingThread | null {
    this.#keepNoLonger();
    if (this.#disposed) return null;
    if (this.#thread?.ended) this.#thread = null;
    try {
      this.#thread ??= new ReadingThread(this.parts.startWorker(), this.parts.clock);
    } catch {
      return null;
    }
    this.#keepNoLonger = this.parts.clock.after(idleMs, () => this.#endThread());
    return this.#thread;
  }

  #endThread(): void {
    this.#keepNoLonger();
    this.#thread?.end();
    this.#thread = null;
  }

  dispose(): void {
    this.#disposed = true;
    this.#endThread();
  }
}

type Outcome = Runbook | 'not started' | 'too slow' | 'failed';

class ReadingThread {
  ended = false;
  #ready = false;
  /** What is to be read as soon as it is ready: nothing of a text may be there before, or its failure would look like ours. */
  #waiting: RunbookQuestion | null = null;
  #slices: RunbookSlice[] = [];
  #settle: (outcome: Outcome) => void = () => {};
  #cancel = () => {};

  constructor(
    private readonly worker: Worker,
    private readonly clock: Clock,
  ) {
    // It keeps no process alive that has nothing else to do.
    worker.unref();
    worker.on('message', (message: FromRunbookWorker) => {
      if (message.type === 'slice') return this.#take(message.slice);
      this.#ready = true;
      this.#readWaiting();
    });
    for (const end of ['error', 'messageerror', 'exit'] as const) {
      worker.on(end, () => {
        this.ended = true;
        this.#settle(this.#ready ? 'failed' : 'not started');
      });
    }
  }

  /** One at a time. Whatever it answers with but a runbook, the thread is of no use any more. */
  async read(question: RunbookQuestion): Promise<Outcome> {
    const settled = new Promise<Outcome>(resolve => (this.#settle = resolve));
    this.#slices = [];
    this.#waiting = question;
    this.#patience('not started');
    this.#readWaiting();
    const outcome = await settled;
    this.#waiting = null;
    this.#cancel();
    return outcome;
  }

  /** The reading has its own time, however long the thread took to start. */
  #patience(over: Outcome): void {
    this.#cancel();
    this.#cancel = this.clock.after(patienceMs, () => this.#settle(over));
  }

  #readWaiting(): void {
    if (!this.#ready || !this.#waiting) return;
    this.#say({ type: 'read', ...this.#waiting });
    this.#waiting = null;
    this.#patience('too slow');
  }

  /** The next one is asked for only now, so that everybody else has a turn in between. */
  #take(slice: RunbookSlice): void {
    this.#slices.push(slice);
    if (slice.complete) this.#settle(joinedSlices(this.#slices) ?? 'failed');
    else this.#say({ type: 'more' });
  }

  #say(message: ToRunbookWorker): void {
    this.worker.postMessage(message);
  }

  end(): void {
    this.#settle('failed');
    void this.worker.terminate();
  }
}
