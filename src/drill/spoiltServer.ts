import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { Clock } from '../core/clock.ts';
import { silentLogger, type Logger } from '../core/logger.ts';
import { plain, recorded, send, spoil, type Answer } from './answers.ts';
import { Faults, type RecordedRequest } from './faults.ts';
import { closeServer, comesFromElsewhere, listenOnLoopback, readBody } from './loopback.ts';

export interface SpoiltServerOptions {
  readonly clock: Clock;
  readonly logger?: Logger;
  /** What it is called in the log: “the drill’s Slack”. */
  readonly name: string;
}

/** What it says to a request, with whatever that changes. @param bodyFits false for a body that was too large to read */
export type Answering = (request: RecordedRequest, bodyFits: boolean) => Answer;

const largestBody = 1_048_576;
/** A drill may run for hours; only the latest requests are kept. */
const mostRecorded = 2000;

/**
 * A server on a random port of 127.0.0.1 that answers this machine only, keeps what it was asked, and says the truth
 * unless its faults say otherwise.
 */
export class SpoiltServer {
  readonly faults = new Faults();
  readonly #requests: RecordedRequest[] = [];
  readonly #delays = new Set<() => void>();

  private constructor(
    private readonly server: Server,
    /** Without a slash at its end. */
    readonly origin: string,
    private readonly options: SpoiltServerOptions,
  ) {}

  /** @param answering made once the server’s address is known */
  static async start(
    options: SpoiltServerOptions,
    answering: (origin: string) => Answering,
  ): Promise<SpoiltServer> {
    const server = createServer();
    const spoilt = new SpoiltServer(server, await listenOnLoopback(server), options);
    const answer = answering(spoilt.origin);
    server.on('request', (request, response) => {
      spoilt.#serve(request, response, answer).catch((error: unknown) => {
        (options.logger ?? silentLogger).error(`${options.name} could not answer.`, error);
        response.destroy();
      });
    });
    return spoilt;
  }

  /** The latest requests, oldest first. */
  get requests(): readonly RecordedRequest[] {
    return this.#requests;
  }

  async stop(): Promise<void> {
    for (const cancel of this.#delays) cancel();
    this.#delays.clear();
    await closeServer(this.server);
  }

  async #serve(request: IncomingMessage, response: ServerResponse, answer: Answering): Promise<void> {
    const body = await readBody(request, largestBody);
    if (comesFromElsewhere(request))
      return send(response, { status: 403, headers: plain, text: 'The drill answers this machine only.\n' });
    const asked = recorded(request, body ?? '', this.options.clock.now());
    this.#requests.push(asked);
    if (this.#requests.length > mostRecorded) this.#requests.shift();

    const fault = this.faults.take(asked.method, asked.path);
    const fits = body !== null;
    if (!fault) return send(response, answer(asked, fits));
    const truthful = fault.effect.type === 'none' || fault.effect.type === 'cut';
    const truth = truthful || fault.afterCommit ? answer(asked, fits) : null;
    if (fault.delayMs !== undefined) await this.#delay(fault.delayMs);
    spoil(response, fault.effect, truth);
  }

  #delay(ms: number): Promise<void> {
    return new Promise(resolve => {
      const cancel = this.options.clock.after(ms, () => {
        this.#delays.delete(cancel);
        resolve();
      });
      this.#delays.add(cancel);
    });
  }
}
