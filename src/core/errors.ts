import { t } from '@vscode/l10n';

/**
 * One class for each failure that a person can act on. `message` is a whole sentence for that person;
 * `nextStep` says what to do about it. Nobody decides anything by the wording: match on the class.
 */
export abstract class OnCallError extends Error {
  abstract readonly nextStep: string;
  /** True where the request may have been carried out all the same: it must be looked for before it is sent again. */
  readonly maybeArrived: boolean = false;
  /** The page of docs/ that explains it, `post-mortem`; null where none is named. */
  readonly page: string | null = null;

  constructor(message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** The provider refused the key (HTTP 401, or an error that means the same). */
export class WrongKeyError extends OnCallError {
  readonly nextStep: string = t(
    'Run “On-Call: Sign In” and paste a current REST API key of the region you chose.',
  );
}

/** The chat refused the token. */
export class WrongChatTokenError extends WrongKeyError {
  override readonly nextStep = t(
    'Enter a current bot token (xoxb-…) of this workspace; what waits is sent with it.',
  );
}

/** A valid key that may not do this (HTTP 403): a read-only key, or a role without the right. */
export class NotAllowedError extends OnCallError {
  readonly nextStep = t('Use a key that may write, or ask an account owner for the right.');
}

/** The token’s app was not given a right that this needs. */
export class MissingScopeError extends OnCallError {
  constructor(
    message: string,
    /** As the chat names it: `chat:write`; more than one, with commas, where any of them will do. */
    readonly scope: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get nextStep(): string {
    return t('Add the scope {0} to the app and install it again; then retry.', this.scope);
  }
}

/** An account-wide key needs the e-mail address of a user for every write (PagerDuty’s `From` header). */
export class RequesterNeededError extends OnCallError {
  readonly nextStep = t(
    'Run “On-Call: Sign In” with the same key and name, and enter the e-mail address of your PagerDuty user.',
  );
}

/** The account’s plan lacks the ability (HTTP 402). */
export class PlanLacksAbilityError extends OnCallError {
  readonly nextStep = t('This part needs another plan; everything else goes on working.');
}

/** The thing asked for is not there (HTTP 404): merged, deleted, or of the other region. */
export class NotFoundError extends OnCallError {
  readonly nextStep = t('Refresh the incidents; it may have been merged or belong to another account.');
}

/** The provider understood and refused (HTTP 400 and 4xx of that kind); `message` carries its reason. */
export class RefusedError extends OnCallError {
  readonly nextStep = t('Check what you entered and try again.');

  constructor(
    message: string,
    /** The provider’s own error code, where it sent one. */
    readonly code?: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** Too many requests (HTTP 429). No request goes out before `liftsAt`. */
export class RateLimitError extends OnCallError {
  constructor(
    message: string,
    /** When the limit lifts, ms since the epoch. */
    readonly liftsAt: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }

  get nextStep(): string {
    const time = new Date(this.liftsAt).toISOString().slice(11, 19);
    return t('Nothing to do: requests go on by themselves at {0} UTC.', time);
  }
}

/** No connection, name not resolved, timed out, or the whole call took too long. */
export class OfflineError extends OnCallError {
  readonly nextStep = t('Check the network, VPN and proxy; what was read last stays visible meanwhile.');

  constructor(
    message: string,
    /** False where it is certain that nothing was sent: the name not resolved, the connection refused. */
    override readonly maybeArrived = true,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The provider itself is in trouble (HTTP 5xx). */
export class ProviderDownError extends OnCallError {
  readonly nextStep = t('It is tried again by itself; see the provider’s status page.');
  override readonly maybeArrived = true;

  constructor(
    message: string,
    /** HTTP status. */
    readonly status: number,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An answer that is not what the API describes: HTML from a proxy, cut JSON, a redirect, too many bytes. */
export class UnexpectedAnswerError extends OnCallError {
  readonly nextStep: string = t(
    'Check “onCall.pagerDuty.baseUrl” and whether a proxy or login page stands in between; “Show Log” has more.',
  );
  override readonly maybeArrived = true;
}

/** The same, from a chat or its webhook. */
export class UnexpectedChatAnswerError extends UnexpectedAnswerError {
  override readonly nextStep = t(
    'Check whether a proxy or login page stands in between; “Show Log” has more.',
  );
}

/** Something that must exist on this machine does not (bash, a folder that can be written). */
export class MissingToolError extends OnCallError {
  constructor(
    message: string,
    readonly nextStep: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** An entry could not be made durable. `message` holds its text; a KeptJournal keeps the whole of it. */
export class JournalWriteError extends OnCallError {
  readonly nextStep = t(
    'It is kept while this window is open, and written once that is possible: free space or mend the folder’s rights, or run “On-Call: Save Timeline Elsewhere…”.',
  );
}

/** An issue was not created, or nobody knows whether it was; `nextStep` depends on what the tracker said. */
export class IssueNotCreatedError extends OnCallError {
  constructor(
    message: string,
    readonly nextStep: string,
    override readonly maybeArrived: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

/** The action cannot be done in the state things are in; `nextStep` says what would make it possible. */
export class NotPossibleError extends OnCallError {
  override readonly page: string | null;

  constructor(
    message: string,
    readonly nextStep: string,
    { page = null, ...options }: ErrorOptions & { readonly page?: string | null } = {},
  ) {
    super(message, options);
    this.page = page;
  }
}

/** Why a runbook was not fetched from the web. */
export type RemoteRefusal =
  | 'notAnAddress'
  | 'notHttps'
  | 'credentials'
  | 'hostNotAllowed'
  | 'portNotAllowed'
  | 'privateAddress'
  | 'redirects'
  | 'status'
  | 'type'
  | 'encoding'
  | 'tooLarge'
  | 'tooSlow'
  | 'cut'
  | 'certificate'
  | 'unreachable';

/** A runbook behind an address was not fetched: its host may not be asked, or what it answered is no runbook. */
export class RemoteRunbookError extends OnCallError {
  readonly host: string | null;

  constructor(
    message: string,
    readonly nextStep: string,
    readonly refusal: RemoteRefusal,
    options?: ErrorOptions & {
      /** The host that the person would have to allow, where it is `hostNotAllowed` or `portNotAllowed`. */
      readonly host?: string;
    },
  ) {
    super(message, options);
    this.host = options?.host ?? null;
  }
}
