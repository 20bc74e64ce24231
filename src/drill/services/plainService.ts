import { createServer } from 'node:http';
import { closeServer, comesFromElsewhere, listenOnLoopback, readBody } from '../loopback.ts';

/** Plain text, one fact a line, so that curl’s output can be read as it is. */
export interface PlainAnswer {
  readonly status: number;
  readonly text: string;
}

/** Keys such as `GET /health`. */
export type PlainRoutes = Readonly<
  Record<string, (query: URLSearchParams) => PlainAnswer | Promise<PlainAnswer>>
>;

export interface PlainService {
  /** Without a slash at its end. */
  readonly url: string;
  stop(): Promise<void>;
}

export const ok = (...lines: string[]): PlainAnswer => ({ status: 200, text: lines.join('\n') });

export const failed = (status: number, ...lines: string[]): PlainAnswer => ({
  status,
  text: lines.join('\n'),
});

/** Serves `routes` on a random port of 127.0.0.1. */
export async function startPlainService(routes: PlainRoutes): Promise<PlainService> {
  const server = createServer((request, response) => {
    const answer = async (): Promise<PlainAnswer> => {
      if (comesFromElsewhere(request)) return failed(403, 'The drill answers this machine only.');
      await readBody(request, 0);
      const url = new URL(request.url ?? '/', 'http://drill.invalid');
      const name = `${request.method} ${url.pathname}`;
      const route = Object.hasOwn(routes, name) ? routes[name] : undefined;
      return route
        ? route(url.searchParams)
        : failed(404, 'No such thing here. There is:', ...Object.keys(routes));
    };
    answer()
      .catch((error: unknown) => failed(500, String(error)))
      .then(({ status, text }) => {
        response.writeHead(status, { 'content-type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
      })
      .catch(() => response.destroy());
  });
  const url = await listenOnLoopback(server);
  return { url, stop: () => closeServer(server) };
}
