import { t } from '@vscode/l10n';
import type { Clock } from '../../clock.ts';
import { ProviderDownError, UnexpectedChatAnswerError, WrongChatTokenError } from '../../errors.ts';
import { RateLimit } from '../../incidents/providers/rateLimit.ts';
import { isSafeOrigin, objectOf, type WireObject } from '../../incidents/providers/wire.ts';
import type { Logger } from '../../logger.ts';
import { ChatHttp, isWebPage, type ChatAnswer } from '../chatHttp.ts';
import { codeOf, isTooMany, slackError } from './slackErrors.ts';

/** The only place that a token goes to, but for servers on this machine. */
const slackOrigin = 'https://slack.com';

export interface SlackClientOptions {
  /** A bot token: `xoxb-…` */
  readonly token: string;
  /** For the drill and for tests: Slack’s own, or one on this machine. */
  readonly origin?: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For one whole call, ms. */
  readonly timeoutMs?: number;
}

type Arguments = Readonly<Record<string, string | number | boolean | object>>;

/**
 * Slack’s Web API over HTTP (docs.slack.dev/apis/web-api). Reads go as GET with a query, writes as JSON. Rejects with
 * the classes of core/errors.ts only; no error, cause or log line of it holds the token. After “too many requests”
 * a method is not called again before the limit lifts: one client a token, so that this holds for the token.
 */
export class SlackClient {
  readonly #token: string;
  readonly #origin: string;
  readonly #http: ChatHttp;
  readonly #limits = new Map<string, RateLimit>();

  constructor(private readonly options: SlackClientOptions) {
    const { token, origin = slackOrigin, clock, logger, timeoutMs } = options;
    const url = new URL(origin);
    const ours = url.origin === slackOrigin || (url.protocol === 'http:' && isSafeOrigin(url));
    if (!ours || url.origin !== origin) throw new Error(`A token of Slack’s does not go to ${url.host}`);
    this.#token = token.trim();
    this.#origin = origin;
    this.#http = new ChatHttp({
      name: 'Slack',
      clock,
      logger,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
  }

  /** Calls a method that only reads; answers what it says, with `ok: true`. */
  read(method: string, query: Readonly<Record<string, string | number | boolean>> = {}): Promise<WireObject> {
    const params = new URLSearchParams(
      Object.entries(query).map(([name, value]): [string, string] => [name, String(value)]),
    );
    const search = params.size > 0 ? `?${params}` : '';
    return this.#call(method, `${this.#origin}/api/${method}${search}`, null);
  }

  /** Calls a method that changes something. */
  write(method: string, body: Arguments): Promise<WireObject> {
    return this.#call(method, `${this.#origin}/api/${method}`, body);
  }

  async #call(method: string, url: string, body: Arguments | null): Promise<WireObject> {
    if (!/^[\x21-\x7e]+$/.test(this.#token))
      throw new WrongChatTokenError(t('This is not a token: a token has letters, digits and - only.'));
    const limit = this.#limit(method);
    const limited = limit.errorFor(null);
    if (limited) throw limited;
    const answer = await this.#http.send({
      method: body === null ? 'GET' : 'POST',
      url,
      label: method,
      headers: { Authorization: `Bearer ${this.#token}` },
      ...(body !== null && { body }),
    });
    return this.#read(method, answer, limit);
  }

  #read(method: string, answer: ChatAnswer, limit: RateLimit): WireObject {
    const { status, headers } = answer;
    if (status === 429) throw limit.refused(headers, null);
    if (status >= 500) throw new ProviderDownError(t('Slack is in trouble ({0}).', status), status);
    if (status >= 300 && status < 400)
      throw new UnexpectedChatAnswerError(
        t('Slack’s address leads elsewhere; the token was not sent there.'),
      );
    const said = parsed(answer);
    if (!said)
      throw new UnexpectedChatAnswerError(
        isWebPage(answer)
          ? t('Slack’s address answered with a web page instead of Slack’s data.')
          : t('Slack’s address answered with something cut off or garbled instead of Slack’s data.'),
      );
    if (said['ok'] === true) {
      limit.answered({}, null);
      return said;
    }
    if (isTooMany(codeOf(said))) throw limit.refused(headers, null);
    throw slackError(method, said, status);
  }

  #limit(method: string): RateLimit {
    const known = this.#limits.get(method);
    if (known) return known;
    const limit = new RateLimit(this.options.clock, 'Slack');
    this.#limits.set(method, limit);
    return limit;
  }
}

/** Null for anything that is not an answer of Slack’s: each says whether it is ok. */
function parsed({ text }: ChatAnswer): WireObject | null {
  try {
    const value = objectOf(JSON.parse(text));
    return typeof value?.['ok'] === 'boolean' ? value : null;
  } catch {
    return null;
  }
}
