import { t } from '@vscode/l10n';
import {
  MissingScopeError,
  NotAllowedError,
  NotPossibleError,
  ProviderDownError,
  RefusedError,
  WrongChatTokenError,
  type OnCallError,
} from '../../errors.ts';
import type { WireObject } from '../../incidents/providers/wire.ts';
import { sentence } from '../../sentence.ts';

/** Slack’s codes by what a person can do about them (docs.slack.dev, “Errors” of each method). */
const wrongToken: ReadonlySet<string> = new Set([
  'not_authed',
  'invalid_auth',
  'token_revoked',
  'token_expired',
  'account_inactive',
  'not_allowed_token_type',
]);
const inTrouble: ReadonlySet<string> = new Set([
  'internal_error',
  'fatal_error',
  'service_unavailable',
  'request_timeout',
  'team_added_to_org',
]);
const tooMany: ReadonlySet<string> = new Set(['ratelimited', 'rate_limited']);
const notAllowed =
  /^(?:restricted_action|no_permission|access_denied|accesslimited|ekm_access_denied|user_is_)/;

const channelSteps: Readonly<Record<string, readonly [message: string, nextStep: string]>> = {
  channel_not_found: [
    sentence('The channel is not there, or Slack does not show it to the bot.'),
    sentence('Check its name, or invite the bot into it (“/invite” in the channel); then retry.'),
  ],
  not_in_channel: [
    sentence('The bot is not in the channel.'),
    sentence('Invite it (“/invite” in the channel); then retry.'),
  ],
  is_archived: [sentence('The channel is archived.'), sentence('Unarchive it, or choose another channel.')],
  thread_not_found: [
    sentence('The thread is not there any more.'),
    sentence('Send the message to the channel itself.'),
  ],
};

/** A refusal with Slack’s own word for it. */
export class SlackRefusal extends RefusedError {
  constructor(
    message: string,
    readonly reason: string,
  ) {
    super(message);
  }
}

/** Slack’s own code of a refusal; `unknown` for anything that is not one. */
export function codeOf({ error }: WireObject): string {
  return typeof error === 'string' && /^[a-z0-9_]{1,80}$/.test(error) ? error : 'unknown';
}

export function isTooMany(code: string): boolean {
  return tooMany.has(code);
}

/** What an answer with `ok: false` means; limits are the client’s own matter. */
export function slackError(method: string, answer: WireObject, status: number): OnCallError {
  const code = codeOf(answer);
  if (wrongToken.has(code)) return new WrongChatTokenError(t('Slack did not accept the token ({0}).', code));
  if (inTrouble.has(code)) return new ProviderDownError(t('Slack is in trouble ({0}).', code), status);
  if (code === 'missing_scope') {
    const { needed } = answer;
    const scope =
      typeof needed === 'string' && /^[a-z:.,_ ]{1,200}$/.test(needed) ? needed : t('that Slack asks for');
    return new MissingScopeError(
      t('The Slack app may not do this: {0} needs the scope {1}.', method, scope),
      scope,
    );
  }
  const known = Object.hasOwn(channelSteps, code) ? channelSteps[code] : undefined;
  if (known) {
    const [message, nextStep] = known;
    return new NotPossibleError(t(message), t(nextStep));
  }
  if (notAllowed.test(code)) return new NotAllowedError(t('Slack does not allow it ({0}).', code));
  return new SlackRefusal(t('Slack refused {0} ({1}).', method, code), code);
}
