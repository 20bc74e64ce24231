import { t } from '@vscode/l10n';
import type { Clock } from '../clock.ts';
import {
  NotAllowedError,
  NotPossibleError,
  ProviderDownError,
  RefusedError,
  UnexpectedChatAnswerError,
} from '../errors.ts';
import { RateLimit } from '../incidents/providers/rateLimit.ts';
import { isSafeOrigin } from '../incidents/providers/wire.ts';
import type { Logger } from '../logger.ts';
import { sentence } from '../sentence.ts';
import { ChatHttp, isWebPage, type ChatAnswer } from './chatHttp.ts';
import { webhookBody, type WebhookType } from './formats/index.ts';
import { urlOf } from '../webAddress.ts';

export type { WebhookType } from './formats/index.ts';

export const webhookNames: Readonly<Record<WebhookType, string>> = {
  slackWebhook: sentence('the Slack webhook'),
  mattermostWebhook: sentence('the Mattermost webhook'),
  teamsWebhook: sentence('the Teams webhook'),
};

/** “the Slack webhook” */
export function webhookName(type: WebhookType): string {
  return t(webhookNames[type]);
}

export interface WebhookOptions {
  readonly type: WebhookType;
  /** A secret: whoever has it can write to the channel. As checkedWebhook gives it. */
  readonly url: string;
  readonly clock: Clock;
  readonly logger: Logger;
  /** For the whole call, ms. */
  readonly timeoutMs?: number;
}

export type CheckedWebhook =
  { readonly ok: true; readonly url: string } | { readonly ok: false; readonly reason: string };

/** A webhook’s address as a person pasted it. `reason` is a whole sentence and does not hold the address. */
export function checkedWebhook(text: string): CheckedWebhook {
  const trimmed = text.trim();
  const url = /\s/.test(trimmed) ? null : urlOf(trimmed);
  if (!url) return { ok: false, reason: t('This is not an address; copy the whole webhook URL.') };
  if (!isSafeOrigin(url))
    return { ok: false, reason: t('A webhook must begin with https:// (http:// only for this machine).') };
  if (url.username || url.password)
    return { ok: false, reason: t('A webhook must not hold a user name or password.') };
  return { ok: true, url: url.href };
}

/**
 * An incoming webhook of Slack or Mattermost, or a Workflows webhook of Teams. What may have arrived cannot be looked
 * for: such an error says `maybeArrived`, and only a person can tell. No error, cause or log line holds the address.
 */
export class Webhook {
  readonly #http: ChatHttp;
  readonly #limit: RateLimit;
  /** As it stands at the beginning of a sentence. */
  readonly #name: string;

  constructor(private readonly options: WebhookOptions) {
    const { type, clock, logger, timeoutMs } = options;
    const checked = checkedWebhook(options.url);
    if (!checked.ok) throw new Error(checked.reason);
    const name = webhookNames[type];
    this.#name = capital(t(name));
    this.#http = new ChatHttp({
      name,
      clock,
      logger,
      ...(timeoutMs !== undefined && { timeoutMs }),
    });
    this.#limit = new RateLimit(clock, this.#name);
  }

  /** Posts the message (neutral text) once; never by itself again. */
  async post(text: string): Promise<void> {
    const limited = this.#limit.errorFor(null);
    if (limited) throw limited;
    const { type, url } = this.options;
    const answer = await this.#http.send({
      method: 'POST',
      url,
      label: 'post',
      body: webhookBody(type, text),
    });
    if (answer.status === 429 || isTeamsLimit(type, answer)) throw this.#limit.refused(answer.headers, null);
    const failure = this.#failure(answer);
    if (failure) throw failure;
  }

  /** Null where it was taken. */
  #failure(answer: ChatAnswer): Error | null {
    const { type } = this.options;
    const { status, text } = answer;
    const name = this.#name;
    if (status >= 500) return new ProviderDownError(t('{0} is in trouble ({1}).', name, status), status);
    if (status === 404 || status === 410)
      return new NotPossibleError(
        t('{0} is not there any more ({1}).', name, status),
        t('Make a new webhook and enter its address; then retry.'),
      );
    if (status === 401 || status === 403)
      return new NotAllowedError(t('{0} does not allow it ({1}).', name, status));
    // Some servers take what they are sent and then lead to a page that says so.
    if (status >= 300 && status < 400)
      return new UnexpectedChatAnswerError(
        t('{0} leads elsewhere ({1}); nothing was sent there.', name, status),
      );
    if (status >= 400)
      return new RefusedError(t('{0} refused the message ({1}).', name, reasonIn(text) ?? status));
    const taken = type === 'teamsWebhook' ? isTakenByTeams(answer) : text.trim() === 'ok';
    if (type === 'teamsWebhook' && /failed with error/i.test(text))
      return new RefusedError(t('{0} refused the message.', name));
    if (taken) return null;
    return new UnexpectedChatAnswerError(
      isWebPage(answer)
        ? t('{0} answered with a web page.', name)
        : t('{0} answered with something else than expected.', name),
    );
  }
}

/** Workflows take it to be done later (202); the older connectors answer 200 with `1`, or say there what failed. */
function isTakenByTeams({ status, text }: ChatAnswer): boolean {
  return status === 202 || ['', '1'].includes(text.trim());
}

function isTeamsLimit(type: WebhookType, { status, text }: ChatAnswer): boolean {
  return type === 'teamsWebhook' && status < 300 && /HTTP error 429/.test(text);
}

/** Slack’s word for it, such as `invalid_payload`; whatever else a server says may hold what it was sent. */
function reasonIn(text: string): string | null {
  return /^[a-z_]{1,40}$/.test(text.trim()) ? text.trim() : null;
}

function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
