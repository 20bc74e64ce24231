import type { IncomingMessage, ServerResponse } from 'node:http';
import type { FaultEffect, RecordedRequest } from './faults.ts';

/** What a server of the drill’s says to one request. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
}

export const json = { 'content-type': 'application/json; charset=utf-8' };
export const plain = { 'content-type': 'text/plain; charset=utf-8' };

/** A request as it is kept. */
export function recorded(request: IncomingMessage, body: string, at: number): RecordedRequest {
  const url = new URL(request.url ?? '/', 'http://drill.invalid');
  const headers = Object.entries(request.headers).map(([name, value]) => [name, String(value)]);
  return {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: Object.fromEntries(headers) as Record<string, string>,
    body,
    at,
  };
}

/** The answer as the fault leaves it. @param truth null where nothing was carried out */
export function spoil(response: ServerResponse, effect: FaultEffect, truth: Answer | null): void {
  switch (effect.type) {
    case 'answer': {
      const isText = typeof effect.body === 'string' || effect.body === undefined;
      const type = isText ? { 'content-type': 'text/html; charset=utf-8' } : json;
      const text = isText ? (effect.body ?? '') : JSON.stringify(effect.body);
      return send(response, {
        status: effect.status,
        headers: { ...type, ...effect.headers },
        text: String(text),
      });
    }
    case 'cut': {
      if (!truth) return;
      const part = Buffer.from(truth.text).subarray(0, effect.bytes);
      if (effect.then === 'end') return send(response, { ...truth, text: part.toString() });
      response.writeHead(truth.status, {
        ...truth.headers,
        'content-length': String(Buffer.byteLength(truth.text)),
      });
      response.write(part, () => response.destroy());
      return;
    }
    case 'reset':
      response.socket?.resetAndDestroy();
      return;
    case 'hang':
      return;
    case 'none':
      if (truth) send(response, { ...truth, headers: { ...truth.headers, ...effect.headers } });
  }
}

export function send(response: ServerResponse, answer: Answer): void {
  response.writeHead(answer.status, answer.headers).end(answer.text);
}
