import {
  JournalWriteError,
  MissingToolError,
  NotAllowedError,
  NotFoundError,
  NotPossibleError,
  OfflineError,
  type OnCallError,
  PlanLacksAbilityError,
  ProviderDownError,
  RateLimitError,
  RefusedError,
  RequesterNeededError,
  UnexpectedAnswerError,
  WrongKeyError,
} from '../../errors.ts';
import { isObject } from '../../timeline/entryGuard.ts';

/** An error as it crosses from one window to another. Neither stack nor cause goes along. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  /** What the class holds beside its message. */
  readonly [field: string]: string | number | boolean | undefined;
}

type Class = abstract new (...args: never[]) => OnCallError;

interface Crossing {
  /** Written out, as the classes’ own names are not safe from a minifier. */
  readonly name: string;
  readonly is: Class;
  readonly fields?: readonly string[];
  readonly make: (message: string, data: Readonly<Record<string, unknown>>) => OnCallError;
}

const crossings: readonly Crossing[] = [
  { name: 'WrongKeyError', is: WrongKeyError, make: message => new WrongKeyError(message) },
  { name: 'NotAllowedError', is: NotAllowedError, make: message => new NotAllowedError(message) },
  {
    name: 'RequesterNeededError',
    is: RequesterNeededError,
    make: message => new RequesterNeededError(message),
  },
  {
    name: 'PlanLacksAbilityError',
    is: PlanLacksAbilityError,
    make: message => new PlanLacksAbilityError(message),
  },
  { name: 'NotFoundError', is: NotFoundError, make: message => new NotFoundError(message) },
  {
    name: 'RefusedError',
    is: RefusedError,
    fields: ['code'],
    make: (message, { code }) => new RefusedError(message, typeof code === 'number' ? code : undefined),
  },
  {
    name: 'RateLimitError',
    is: RateLimitError,
    fields: ['liftsAt'],
    make: (message, { liftsAt }) =>
      isDate(liftsAt) ? new RateLimitError(message, liftsAt) : new UnexpectedAnswerError(message),
  },
  {
    name: 'OfflineError',
    is: OfflineError,
    fields: ['maybeArrived'],
    make: (message, { maybeArrived }) => new OfflineError(message, maybeArrived !== false),
  },
  {
    name: 'ProviderDownError',
    is: ProviderDownError,
    fields: ['status'],
    make: (message, { status }) => new ProviderDownError(message, typeof status === 'number' ? status : 500),
  },
  {
    name: 'UnexpectedAnswerError',
    is: UnexpectedAnswerError,
    make: message => new UnexpectedAnswerError(message),
  },
  {
    name: 'MissingToolError',
    is: MissingToolError,
    fields: ['nextStep'],
    make: (message, { nextStep }) => new MissingToolError(message, textOf(nextStep)),
  },
  { name: 'JournalWriteError', is: JournalWriteError, make: message => new JournalWriteError(message) },
  {
    name: 'NotPossibleError',
    is: NotPossibleError,
    fields: ['nextStep'],
    make: (message, { nextStep }) => new NotPossibleError(message, textOf(nextStep)),
  },
];

export function errorData(error: OnCallError): ErrorData {
  const crossing = crossings.find(({ is }) => error instanceof is);
  const values = error as unknown as Record<string, string | number | boolean | undefined>;
  const fields = (crossing?.fields ?? []).map(field => [field, values[field]] as const);
  return { ...Object.fromEntries(fields), name: crossing?.name ?? error.name, message: error.message };
}

/** The right class again, so that its next step fits; null for what is no error at all. */
export function errorFrom(data: unknown): OnCallError | null {
  if (!isObject(data) || typeof data['name'] !== 'string' || typeof data['message'] !== 'string') return null;
  const message = textOf(data['message']);
  const crossing = crossings.find(({ name }) => name === data['name']);
  // A class of a newer version’s: what it says is still right.
  return crossing ? crossing.make(message, data) : new UnexpectedAnswerError(message);
}

/** Errors speak in sentences; what is longer is damage. */
const longestText = 2_000;

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.slice(0, longestText) : '';
}

function isDate(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(new Date(value).getTime());
}
