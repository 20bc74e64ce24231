import { t } from '@vscode/l10n';
import {
  NotAllowedError,
  NotFoundError,
  OfflineError,
  PlanLacksAbilityError,
  ProviderDownError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
  type OnCallError,
} from '../../../errors.ts';
import { lineOf, objectOf } from '../wire.ts';
import { urlOf } from '../../../webAddress.ts';
import { shortText } from '../../../shortText.ts';

/** PagerDuty’s own error codes, as far as they change what a person should do (developer.pagerduty.com, “Errors”). */
export const codes = {
  alreadyResolved: 1001,
  alreadyAcknowledged: 1002,
  requesterNotFound: 1008,
  merged: 1019,
  requesterUnknown: 1028,
  unauthorized: 2006,
  denied: 2010,
  missingAbility: 2014,
  requesterMissing: 2016,
  noAccessAfterResolve: 2018,
  tooManyRequests: 2020,
  notFound: 2100,
} as const;

/** Statuses that say by themselves that the same request would be refused again: wrong method, gone, too large… */
const speakForThemselves: ReadonlySet<number> = new Set([405, 410, 413, 414, 415, 431]);

/** An answer that is not a success, as read from the wire. */
export interface FailedAnswer {
  readonly status: number;
  /** `location`, of a redirect. */
  readonly location: string | null;
}

/** What the body of an error says. */
export interface Refusal {
  readonly code: number | null;
  /** One clean line; null where the body gives no reason. */
  readonly reason: string | null;
  /** JSON, whatever it says. */
  readonly isWhole: boolean;
  readonly isWebPage: boolean;
}

/**
 * `{error:{message,code,errors[]}}`; but `error` may be a string or a list, and the body HTML, empty or cut.
 * @param mask takes the key out of the reason; the body itself may write it with escapes
 */
export function readRefusal(body: string, mask: (text: string) => string): Refusal {
  const isWebPage = /^\s*</.test(body);
  const value = parsed(body);
  const error = objectOf(value)?.['error'];
  const fields = objectOf(error);
  const code = fields?.['code'];
  const texts = fields ? [fields['message'], ...listOf(fields['errors'])] : listOf(error);
  const lines = texts.map(lineOf).filter(line => line !== null);
  return {
    code: typeof code === 'number' ? code : null,
    reason: shortText(mask(lines.join(' – ')), 300) || null,
    isWhole: value !== undefined,
    isWebPage,
  };
}

/**
 * The error for everything but 429, whose time the client knows.
 * `host` is the API’s; `from` the requester that was sent, or null.
 */
export function errorOf(
  answer: FailedAnswer,
  refusal: Refusal,
  host: string,
  from: string | null,
): OnCallError {
  const { status } = answer;
  const withReason = (sentence: string) =>
    refusal.reason ? `${sentence} ${t('It says: {0}', refusal.reason)}` : sentence;
  const wrongKey = () =>
    new WrongKeyError(
      withReason(t('PagerDuty ({0}) does not accept this key; it may be of the other region.', host)),
    );
  const notAllowed = () => new NotAllowedError(withReason(t('This key may not do that.')));
  const planLacksAbility = () =>
    new PlanLacksAbilityError(withReason(t('The account’s plan does not include this.')));
  const notFound = () => new NotFoundError(withReason(t('PagerDuty ({0}) does not know it.', host)));
  if (status >= 300 && status < 400) return redirected(answer, host);
  if (status >= 500)
    return new ProviderDownError(
      withReason(t('PagerDuty ({0}) is in trouble: HTTP {1}.', host, status)),
      status,
    );
  if (status === 407)
    return new UnexpectedAnswerError(t('The proxy asks for a user name and password (HTTP 407).'));
  if (status === 408)
    return new OfflineError(t('PagerDuty ({0}) gave up waiting for the request (HTTP 408).', host));

  switch (refusal.code) {
    case null:
      break;
    case codes.requesterNotFound:
    case codes.requesterUnknown:
    case codes.requesterMissing:
      return new RequesterNeededError(
        withReason(
          from
            ? t('PagerDuty knows no user “{0}” who may do this.', from)
            : t('This key belongs to the whole account, so PagerDuty wants to know who does this.'),
        ),
      );
    case codes.unauthorized:
      return wrongKey();
    case codes.denied:
    case codes.noAccessAfterResolve:
      return notAllowed();
    case codes.missingAbility:
      return planLacksAbility();
    case codes.notFound:
      return notFound();
  }
  if (status === 401) return wrongKey();
  if (refusal.isWebPage)
    return new UnexpectedAnswerError(
      t('{0} answered with a web page instead of PagerDuty’s data (HTTP {1}).', host, status),
    );
  if (status === 402) return planLacksAbility();
  if (status === 403) return notAllowed();
  if (status === 404) return notFound();
  if (!refusal.isWhole && !speakForThemselves.has(status))
    return new UnexpectedAnswerError(
      t('{0} refused (HTTP {1}), but its reason is missing or was cut off.', host, status),
    );
  const sentence =
    refusal.reason === null
      ? t('PagerDuty refused: HTTP {0} without a reason.', status)
      : t('PagerDuty refused: {0}', refusal.reason);
  return new RefusedError(sentence, refusal.code ?? undefined);
}

function redirected({ status, location }: FailedAnswer, host: string): UnexpectedAnswerError {
  const target = urlOf(location ?? '')?.host ?? null;
  return new UnexpectedAnswerError(
    target === null
      ? t('{0} redirects (HTTP {1}); the key goes nowhere else.', host, status)
      : t('{0} redirects to {1} (HTTP {2}); the key goes nowhere else.', host, target, status),
  );
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [value];
}
