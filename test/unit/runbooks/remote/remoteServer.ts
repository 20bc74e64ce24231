import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';
import { createServer, type Server } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import { type Certificate, selfSigned } from '../../incidents/selfSigned.ts';

export const names = ['docs.example.com', 'other.example.com', 'github.com', 'raw.githubusercontent.com'];

export interface Seen {
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
}

/** An https server on this machine that says it is any of `names`, and remembers what it was asked. */
export class RemoteServer {
  readonly seen: Seen[] = [];
  readonly #sockets = new Set<Socket>();
  /** What answers; a test may change it at any time. */
  handler: (request: IncomingMessage, response: ServerResponse) => void = (_request, response) =>
    response.writeHead(200, { 'content-type': 'text/markdown' }).end('# R\n');

  private constructor(
    private readonly server: Server,
    readonly certificate: Certificate,
  ) {
    server.on('request', (request, response) => {
      const { method = '', url: path = '', headers } = request;
      this.seen.push({ method, host: headers.host ?? '', path, headers });
      this.handler(request, response);
    });
    server.on('connection', (socket: Socket) => {
      this.#sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => this.#sockets.delete(socket));
    });
    server.on('tlsClientError', () => {});
  }

  static async start(certificate = selfSigned(names)): Promise<RemoteServer> {
    const server = createServer(certificate);
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    return new RemoteServer(server, certificate);
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  url(path = '/a.md', host = 'docs.example.com'): string {
    return `https://${host}:${this.port}${path}`;
  }

  /** Resolves once nobody is connected any more. */
  async idle(): Promise<void> {
    for (const socket of this.#sockets) await new Promise(resolve => socket.once('close', resolve));
  }

  async stop(): Promise<void> {
    const closed = new Promise<void>(resolve => this.server.close(() => resolve()));
    for (const socket of this.#sockets) socket.destroy();
    await closed;
  }
}
