import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo, Server as AnyServer } from 'node:net';

export interface SeenRequest {
  readonly method: string;
  /** Decoded. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export type Handler = (request: SeenRequest, response: ServerResponse) => void;

/** A real HTTP server on this machine that remembers what it was sent. */
export class LoopbackServer {
  readonly requests: SeenRequest[] = [];
  /** What a client asked to be connected with, as of a proxy; each is told to sign in first (407). */
  readonly tunnels: { readonly target: string; readonly headers: IncomingHttpHeaders }[] = [];
  /** What answers; a test may change it at any time. */
  handler: Handler;
  readonly #server: Server;

  private constructor(handler: Handler) {
    this.handler = handler;
    this.#server = createServer((request, response) => void this.#serve(request, response));
    this.#server.on('connect', (request, socket) => {
      this.tunnels.push({ target: request.url ?? '', headers: request.headers });
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n');
    });
  }

  static async start(handler: Handler): Promise<LoopbackServer> {
    const own = new LoopbackServer(handler);
    await new Promise<void>(resolve => own.#server.listen(0, '127.0.0.1', resolve));
    return own;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    let body = '';
    for await (const chunk of request) body += String(chunk);
    const url = new URL(request.url ?? '/', this.url);
    const seen = {
      method: request.method ?? '',
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      headers: request.headers,
      body,
    };
    this.requests.push(seen);
    this.handler(seen, response);
  }
}

/** Answers with JSON, or with a text as it stands. */
export function answer(
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

/** Any server on a free port of this machine, as long as it is used. */
export async function listening(server: AnyServer, use: (port: number) => Promise<void>): Promise<void> {
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  try {
    await use((server.address() as AddressInfo).port);
  } finally {
    await new Promise(resolve => server.close(resolve));
  }
}
