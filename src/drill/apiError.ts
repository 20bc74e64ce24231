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

export const cannotEscalate = () => new ApiError(400, 1006, 'Incident Cannot Be Escalated');

export const tooLarge = () =>
  new ApiError(413, 2001, 'Request Entity Too Large', ['At most 250 incidents at a time.']);

export const tooMany = () => new ApiError(429, 2020, 'Rate Limit Exceeded');
