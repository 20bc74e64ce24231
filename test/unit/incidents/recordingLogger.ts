import type { Logger } from '../../../src/core/logger.ts';

/** Keeps all that is logged, whole, so that a test can look for what must not be there. */
export class RecordingLogger implements Logger {
  readonly lines: string[] = [];

  debug = (message: string) => void this.lines.push(message);
  info = this.debug;
  warn = this.debug;
  error = (message: string, error?: unknown) => void this.lines.push(`${message} ${everythingIn(error)}`);
}

/** All that can be read from a value, hidden properties and causes included. */
export function everythingIn(value: unknown, seen = new Set<unknown>()): string {
  if (typeof value !== 'object' || value === null) return String(value);
  if (seen.has(value)) return '';
  seen.add(value);
  return Object.getOwnPropertyNames(value)
    .map(name => `${name}: ${everythingIn((value as Record<string, unknown>)[name], seen)}`)
    .join('\n');
}
