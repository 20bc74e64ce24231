import * as vscode from 'vscode';
import type { Logger } from '../core/logger.ts';

/** The extension’s one log. `mask` takes secrets out of every line before it is written. */
export class ChannelLogger implements Logger, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('On-Call', { log: true });

  constructor(private readonly mask: (text: string) => string) {}

  debug(message: string): void {
    this.#channel.debug(this.mask(message));
  }

  info(message: string): void {
    this.#channel.info(this.mask(message));
  }

  warn(message: string): void {
    this.#channel.warn(this.mask(message));
  }

  error(message: string, error?: unknown): void {
    this.#channel.error(this.mask(error === undefined ? message : `${message}: ${describe(error)}`));
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
  }
}

/** Name, message and stack only: other properties of an error object may hold headers. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.name}: ${error.cause.message}` : '';
  return `${error.stack ?? `${error.name}: ${error.message}`}${cause}`;
}
