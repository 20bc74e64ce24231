import { t } from '@vscode/l10n';
import axios, { type AxiosError, type AxiosInstance } from 'axios';
import type { Clock } from '../clock.ts';
import { OfflineError, UnexpectedChatAnswerError } from '../errors.ts';
import type { AnswerHeaders } from '../incidents/providers/rateLimit.ts';
import { hadNoConnection, isNeverSent } from '../incidents/providers/transportFailure.ts';
import { isLoopback, isSafeOrigin } from '../incidents/providers/wire.ts';
import type { Logger } from '../logger.ts';

const maxAnswerBytes = 4 * 1024 * 1024;

export interface ChatHttpOptions {
  /** For sentences: “Slack”, or what `sentence` marks. */
  readonly name: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For one whole call, from sending to the answer’s last byte, ms. */
  readonly timeoutMs?: number;
}

export interface ChatCall {
  readonly method: 'GET' | 'POST';
  /** https, or http on this machine. May be a secret, so it is in no error or log line. */
  readonly url: string;
  /** What the log calls it: `chat.postMessage`. */
  readonly label: string;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON. */
  readonly body?: object;
}

export interface ChatAnswer {
  readonly status: number;
  readonly headers: AnswerHeaders;
  readonly text: string;
}

/**
 * One request to a chat: no redirect is followed, answers are bounded in bytes and time. Answers whatever the status
 * is; rejects with OfflineError or UnexpectedChatAnswerError only, neither of which holds anything that was sent.
 */
export class ChatHttp {
  readonly #http: AxiosInstance;

  constructor(private readonly options: ChatHttpOptions) {
    this.#http = axios.create({
      adapter: 'http',
      maxRedirects: 0,
      maxContentLength: maxAnswerBytes,
      responseType: 'text',
      validateStatus: () => true,
    });
  }

  async send({ method, url, label, headers, body }: ChatCall): Promise<ChatAnswer> {
    const { name, clock, logger, timeoutMs = 20_000 } = this.options;
    const target = new URL(url);
    if (!isSafeOrigin(target)) throw new Error(`What goes to ${name} goes over https only`);
    const startedAt = clock.now();
    const stop = new AbortController();
    let late = false;
    const cancelDeadline = clock.after(timeoutMs, () => {
      late = true;
      stop.abort();
    });
    const say = (end: number | string) =>
      logger.debug(`${name}: ${label} → ${end} in ${clock.now() - startedAt} ms`);
    try {
      const answer = await this.#http.request<string>({
        method,
        url: target.href,
        headers: {
          Accept: 'application/json',
          ...(body !== undefined && { 'Content-Type': 'application/json; charset=utf-8' }),
          ...headers,
        },
        ...(body !== undefined && { data: JSON.stringify(body) }),
        signal: stop.signal,
        // What runs on this machine is reached directly; everything else goes through the proxy of the environment.
        ...(isLoopback(target) && { proxy: false as const }),
      });
      say(answer.status);
      return { status: answer.status, headers: answer.headers, text: String(answer.data) };
    } catch (error) {
      if (!axios.isAxiosError(error)) throw error;
      say(error.code ?? 'no answer');
      if (late)
        throw new OfflineError(
          t('{0} took longer than {1} seconds to answer.', t(name), timeoutMs / 1000),
          !hadNoConnection(error.request),
        );
      throw this.#failure(error);
    } finally {
      cancelDeadline();
    }
  }

  #failure({ code, response, cause }: AxiosError): Error {
    const name = t(this.options.name);
    if (response)
      return new UnexpectedChatAnswerError(t('The answer of {0} broke off or could not be unpacked.', name));
    if (code === axios.AxiosError.ERR_BAD_RESPONSE)
      return new UnexpectedChatAnswerError(
        t('{0} sent more than {1} MB at once.', name, maxAnswerBytes / 1024 / 1024),
      );
    return new OfflineError(
      code ? t('Cannot reach {0} ({1}).', name, code) : t('Cannot reach {0}.', name),
      !isNeverSent(cause ?? { code }),
    );
  }
}

export function isWebPage({ headers, text }: ChatAnswer): boolean {
  return String(headers['content-type'] ?? '').includes('text/html') || /^\s*</.test(text);
}
