import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { DisposableStore } from '../disposables.ts';

/** How long a new terminal may take to load its shell integration, ms; custom shells never do. */
const integrationWaitMs = 5_000;

/** What came of sending one line. */
export interface Sent {
  /** Null where the terminal has no shell integration: then nobody tells the output or the end. */
  readonly execution: vscode.TerminalShellExecution | null;
  /** Already being read: what is printed before the first read is lost. */
  readonly output: AsyncIterable<string> | null;
}

/** A terminal of ours, with the person’s interactive bash in it. */
export class BlockTerminal implements vscode.Disposable {
  readonly terminal: vscode.Terminal;
  readonly #owned = new DisposableStore();
  #closed = false;
  /** Something that a person started is running in it. */
  #busyWithOther: vscode.TerminalShellExecution | null = null;
  #ours: vscode.TerminalShellExecution | null = null;
  #withoutIntegration = false;

  constructor(
    name: string,
    bash: string,
    private readonly clock: Clock,
  ) {
    this.terminal = vscode.window.createTerminal({
      name,
      shellPath: bash,
      iconPath: new vscode.ThemeIcon('bell'),
      isTransient: true,
    });
    this.#owned.add(
      vscode.window.onDidCloseTerminal(terminal => {
        if (terminal === this.terminal) this.#closed = true;
      }),
    );
    this.#owned.add(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        if (terminal === this.terminal && execution !== this.#ours) this.#busyWithOther = execution;
      }),
    );
    this.#owned.add(
      vscode.window.onDidEndTerminalShellExecution(({ execution }) => {
        if (execution === this.#busyWithOther) this.#busyWithOther = null;
      }),
    );
  }

  get closed(): boolean {
    return this.#closed;
  }

  get usable(): boolean {
    return !this.#closed && this.terminal.exitStatus === undefined && this.#busyWithOther === null;
  }

  show(): void {
    this.terminal.show(true);
  }

  /** Types one line; waits first for the shell integration of a terminal that was just opened. */
  async send(line: string): Promise<Sent> {
    const integration =
      this.terminal.shellIntegration ?? (this.#withoutIntegration ? undefined : await this.#integration());
    if (!integration) {
      this.#withoutIntegration = true;
      this.terminal.sendText(line, true);
      return { execution: null, output: null };
    }
    const execution = integration.executeCommand(line);
    this.#ours = execution;
    return { execution, output: execution.read() };
  }

  interrupt(): void {
    this.terminal.sendText('\x03', false);
  }

  #integration(): Promise<vscode.TerminalShellIntegration | undefined> {
    return new Promise(resolve => {
      const listeners = new DisposableStore();
      const done = (integration: vscode.TerminalShellIntegration | undefined) => {
        listeners.dispose();
        resolve(integration);
      };
      listeners.add({ dispose: this.clock.after(integrationWaitMs, () => done(undefined)) });
      listeners.add(
        vscode.window.onDidChangeTerminalShellIntegration(({ terminal, shellIntegration }) => {
          if (terminal === this.terminal) done(shellIntegration);
        }),
      );
      listeners.add(
        vscode.window.onDidCloseTerminal(terminal => {
          if (terminal === this.terminal) done(undefined);
        }),
      );
    });
  }

  dispose(): void {
    this.#owned.dispose();
    this.terminal.dispose();
  }
}
