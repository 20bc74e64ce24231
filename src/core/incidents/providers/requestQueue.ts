/** A write is what a person waits for; a read can be repeated. */
export type RequestKind = 'read' | 'write';

interface Turn {
  readonly begin: () => void;
}

/**
 * One request at a time. What waits goes in the order of the calls, writes before reads; nothing overtakes or
 * interrupts the request under way.
 */
export class RequestQueue {
  #busy = false;
  readonly #waiting: Readonly<Record<RequestKind, Turn[]>> = { write: [], read: [] };

  /** Rejects as `request` does, or with the signal’s reason where it is aborted before its turn. */
  async run<T>(kind: RequestKind, signal: AbortSignal | undefined, request: () => Promise<T>): Promise<T> {
    if (this.#busy) await this.#turn(kind, signal);
    this.#busy = true;
    try {
      return await request();
    } finally {
      this.#busy = false;
      this.#next()?.begin();
    }
  }

  /** Who is given the turn keeps the queue busy from that moment on, before its promise has even settled. */
  #turn(kind: RequestKind, signal: AbortSignal | undefined): Promise<void> {
    const queue = this.#waiting[kind];
    return new Promise((resolve, reject) => {
      const turn: Turn = {
        begin: () => {
          this.#busy = true;
          signal?.removeEventListener('abort', giveUp);
          resolve();
        },
      };
      const giveUp = () => {
        queue.splice(queue.indexOf(turn), 1);
        reject(signal?.reason as Error);
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      queue.push(turn);
    });
  }

  #next(): Turn | undefined {
    return this.#waiting.write.shift() ?? this.#waiting.read.shift();
  }
}
