/** A refusal in PagerDuty’s words: `{error: {message, code, errors}}`. */
export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly code: number,
    message: string,
    readonly errors: readonly string[] = [],
  ) {
    super(message);
  }

  body(): unknown {
    return { error: { message: this.message, code: this.code, errors: this.errors } };
  }
}

/** Arguments that are wrong or missing. */
export const invalidInput = (...errors: string[]) =>
  new ApiError(400, 2001, 'Invalid Input Provided', errors);

export const notFound = () => new ApiError(404, 2100, 'Not Found');

export const wrongKey = () => new ApiError(401, 2006, 'Authentication failed', ['The API key is invalid.']);

export const readOnlyKey = () =>
  new ApiError(403, 2010, 'Access Denied', ['A read-only API key may only GET.']);

export const fromMissing = () =>
  new ApiError(400, 2016, 'Requester email missing', [
    'You must specify a user’s email address in the “From” header to perform this action',
  ]);

export const fromUnknown = () => new ApiError(400, 1008, 'Requester User Not Found');

export const alreadyResolved = () => new ApiError(400, 1001, 'Incident Already Resolved');

export const alreadyAcknowledged = () => new ApiError(400, 1002, 'Incident Already Acknowledged');

export const notAcknowledged = () => new ApiError(400, 1012, 'Incident Not Acknowledged');

export const alreadyMerged = () => new ApiError(400, 1019, 'Incident Already Merged');

export const badSnooze = () =>
  new ApiError(400, 1013, 'Invalid Snooze Duration', ['duration must be between 1 and 604800 seconds']);

/** So PagerDuty refuses a second open incident of one service with the same `incident_key`. */
export const keyTaken = () =>
  new ApiError(400, 2002, 'Arguments Caused Error', [
    'Open incident with matching dedup key already exists on this service',
  ]);

/** The account’s plan does not have it. */
export const missingAbility = (part: string) =>
  new ApiError(402, 2014, 'Missing Ability', [`The account does not have the ability ${part}.`]);

export const cannotEscalate = () => new ApiError(400, 1006, 'Incident Cannot Be Escalated');

export const tooLarge = () =>
  new ApiError(413, 2001, 'Request Entity Too Large', ['At most 250 incidents at a time.']);

export const tooMany = () => new ApiError(429, 2020, 'Rate Limit Exceeded');
