import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { OfficialApi } from './officialApi.ts';

/** What judges. */
export type Judge = Pick<OfficialApi, 'operationOf' | 'requestFaults' | 'responseFaults'>;

/** One request with its answer, and what the description has against either. */
export interface Judged {
  /** `GET /incidents/PABC?limit=1` */
  readonly what: string;
  readonly operation: string | undefined;
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly faults: readonly string[];
}

const passedOn = ['authorization', 'accept', 'content-type', 'from'];

/** Stands between the client and the drill, and lets the description judge what goes either way. */
export class OfficialApiGateway {
  readonly judged: Judged[] = [];
  readonly #server: Server;

  private constructor(
    private readonly api: Judge,
    private readonly target: string,
  ) {
    this.#server = createServer((request, response) => void this.#serve(request, response));
  }

  /** @param target the address of the drill’s API */
  static async start(api: Judge, target: string): Promise<OfficialApiGateway> {
    const gateway = new OfficialApiGateway(api, target);
    await new Promise<void>(resolve => gateway.#server.listen(0, '127.0.0.1', resolve));
    return gateway;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  stop(): Promise<void> {
    this.#server.closeAllConnections();
    return new Promise(resolve => this.#server.close(() => resolve()));
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '/', headers } = request;
    const body = await text(request);
    const sent = passedOn.flatMap(name => {
      const value = headers[name];
      return typeof value === 'string' ? [[name, value] as const] : [];
    });
    const reply = await fetch(`${this.target}${url}`, {
      method,
      headers: Object.fromEntries(sent),
      ...(body === '' ? {} : { body }),
    });
    const answer = await reply.text();
    const { pathname: path, searchParams: query } = new URL(url, this.target);
    const operation = this.api.operationOf(method, path);
    const requestFaults = this.api.requestFaults({
      method,
      path,
      query,
      headers: headers as Record<string, string>,
      body,
    });
    const responseFaults = operation
      ? this.api.responseFaults(
          operation,
          reply.status,
          reply.headers.get('content-type'),
          JSON.parse(answer) as unknown,
        )
      : [];
    this.judged.push({
      what: `${method} ${url}`,
      operation,
      status: reply.status,
      headers,
      faults: [
        ...requestFaults.map(fault => `request: ${fault}`),
        ...responseFaults.map(fault => `response: ${fault}`),
      ],
    });
    const type = reply.headers.get('content-type') ?? 'text/plain';
    response.writeHead(reply.status, { 'content-type': type }).end(answer);
  }
}
