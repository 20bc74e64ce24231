import type { FaultEffect } from '../../src/drill/faults.ts';

/** An answer that went wrong, and says all it knows: it sends the key back to whoever sent it. */
export interface SpoiltAnswer {
  readonly name: string;
  /** What does not go out for a while after one of them. */
  readonly holds: 'nothing' | 'writes' | 'everything';
  effect(key: string): FaultEffect;
}

const statuses = [400, 401, 402, 403, 404, 408, 413, 429, 500, 502, 503];
const redirects = [301, 302, 303, 307, 308];

/** The header and the key as a server that shows what it got would show them. */
function echoOf(key: string): string {
  return `Not with Authorization: Token token=${key} (key ${key}, From: ${key}@example.com)`;
}

const bodies: { readonly [kind: string]: (key: string) => Readonly<Record<string, unknown>> | string } = {
  JSON: key => ({
    error: { message: echoOf(key), errors: [echoOf(key), key], headers: { authorization: key } },
  }),
  'escaped JSON': key => {
    const escaped = [...echoOf(key)].map(
      letter => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`,
    );
    return `{"error":{"message":"${escaped.join('')}","errors":[]}}`;
  },
  HTML: key => `<html><title>${echoOf(key)}</title><pre>${echoOf(key)}</pre></html>`,
};

/**
 * Every kind of answer that is not what the API describes.
 * @param places where redirects lead: a name → a base URL
 */
export function spoiltAnswers(places: Readonly<Record<string, string>>): readonly SpoiltAnswer[] {
  const answers: SpoiltAnswer[] = [];
  const add = (name: string, effect: SpoiltAnswer['effect'], holds: SpoiltAnswer['holds'] = 'nothing') =>
    answers.push({ name, holds, effect });

  for (const status of redirects) {
    for (const [place, baseUrl] of Object.entries(places)) {
      add(`${status} to ${place}`, key => {
        const host = baseUrl.replace('http://', '');
        const location = `http://${key}:${key}@${host}/elsewhere?token=${key}#${key}`;
        return { type: 'answer', status, headers: { location }, body: { error: echoOf(key) } };
      });
    }
  }
  add('301 to a host that is named like the key', key => {
    const location = `http://${key}.example/elsewhere`;
    return { type: 'answer', status: 301, headers: { location } };
  });
  for (const status of statuses) {
    for (const [kind, body] of Object.entries(bodies)) {
      const headers = kind === 'HTML' ? {} : { headers: { 'content-type': 'application/json' } };
      const effect = (key: string) => ({ type: 'answer' as const, status, body: body(key), ...headers });
      add(`${status}, ${kind}`, effect, heldAfter(status));
    }
  }
  add(
    '429 with headers',
    key => ({
      type: 'answer',
      status: 429,
      body: { error: { message: echoOf(key), code: 2020 } },
      headers: {
        'ratelimit-limit': key,
        'ratelimit-remaining': '0',
        'ratelimit-reset': '1',
        'retry-after': key,
      },
    }),
    'everything',
  );
  add('200, HTML', key => ({ type: 'answer', status: 200, body: bodies['HTML']!(key) }));
  add('200, cut JSON', key => ({
    type: 'answer',
    status: 200,
    headers: { 'content-type': 'application/json' },
    body: `{"incidents":[{"id":"Q1","title":"${echoOf(key)}`,
  }));
  add('a true answer that ends too early', () => ({ type: 'cut', bytes: 40, then: 'end' }));
  add('a connection lost in the answer', () => ({ type: 'cut', bytes: 40, then: 'reset' }), 'writes');
  add('a connection reset', () => ({ type: 'reset' }), 'writes');
  return answers;
}

function heldAfter(status: number): SpoiltAnswer['holds'] {
  if (status === 429) return 'everything';
  return status === 401 || status === 408 ? 'writes' : 'nothing';
}
