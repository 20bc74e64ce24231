import * as vscode from 'vscode';
import { Emitter } from '../core/events.ts';
import type { Logger } from '../core/logger.ts';

/** The extension’s one log. `mask` takes secrets out of every line before it is written. */
export class ChannelLogger implements Logger, vscode.Disposable {
  readonly #channel = vscode.window.createOutputChannel('On-Call', { log: true });
  readonly #wrote = new Emitter<string>();
  /** Every line as it was written, whatever the level that is shown: for whoever looks for secrets in it. */
  readonly onDidWrite = this.#wrote.event;

  constructor(private readonly mask: (text: string) => string) {}

  debug(message: string): void {
    this.#write('debug', message);
  }

  info(message: string): void {
    this.#write('info', message);
  }

  warn(message: string): void {
    this.#write('warn', message);
  }

  error(message: string, error?: unknown): void {
    this.#write('error', error === undefined ? message : `${message}: ${describe(error)}`);
  }

  #write(level: 'debug' | 'info' | 'warn' | 'error', text: string): void {
    const line = this.mask(text);
    this.#channel[level](line);
    this.#wrote.fire(line);
  }

  show(): void {
    this.#channel.show(true);
  }

  dispose(): void {
    this.#channel.dispose();
    this.#wrote.dispose();
  }
}

/** Name, message and stack only: other properties of an error object may hold headers. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  const cause = error.cause instanceof Error ? `\ncaused by ${error.cause.name}: ${error.cause.message}` : '';
  return `${error.stack ?? `${error.name}: ${error.message}`}${cause}`;
}
