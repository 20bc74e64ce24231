import {
  MissingScopeError,
  NotAllowedError,
  NotPossibleError,
  type OnCallError,
  RefusedError,
} from '../errors.ts';

/** Whether a chat’s answer would be the same if it were asked again. */
export function staysRefused(error: unknown): error is OnCallError {
  return (
    error instanceof RefusedError ||
    error instanceof NotAllowedError ||
    error instanceof NotPossibleError ||
    error instanceof MissingScopeError
  );
}
