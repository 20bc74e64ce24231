import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { DisposableStore } from '../disposables.ts';

/** How long a new terminal may take to load its shell integration, ms; custom shells never do. */
export const integrationWaitMs = 5_000;

/**
 * A new terminal announces its integration shortly before its first prompt, and once more about when the prompt
 * comes. A line sent too early is held back for 5 s by VS Code 1.112, so this long after each announcement, ms.
 */
const promptWaitMs = { first: 600, again: 100 };

/** A block’s report comes before its shell is back at the prompt; so long, ms, the next line waits for that. */
const settleWaitMs = 2_000;

/** What came of sending one line: null where nobody tells the output or the end, for lack of shell integration. */
export interface Sent {
  readonly execution: vscode.TerminalShellExecution;
  /** Already being read: what is printed before the first read is lost. */
  readonly output: AsyncIterable<string>;
}

/**
 * A terminal of ours with the person’s interactive bash in it: an explicit bash, so that fish and PowerShell users
 * get the same, and with its rc files, so that PATH and prompts are theirs. It is not transient: the shell of a
 * transient terminal dies when the window is reloaded, and the block in it too.
 */
export class BlockTerminal implements vscode.Disposable {
  readonly terminal: vscode.Terminal;
  readonly #owned = new DisposableStore();
  readonly #closed = this.#owned.add(new vscode.EventEmitter<void>());
  readonly onDidClose = this.#closed.event;
  readonly #idle = this.#owned.add(new vscode.EventEmitter<void>());
  /** What runs in it now, ours or a person’s, as far as the shell integration knows. */
  readonly #executions = new Set<vscode.TerminalShellExecution>();
  /** Ours whose block is over: the shell is about to be back at its prompt. */
  readonly #over = new WeakSet<vscode.TerminalShellExecution>();
  /** What was sent: every other command is a person’s. */
  readonly #lines = new Set<string>();
  /** For good: what they exported, say, would change what a block acts on, after it was judged by something else. */
  #theirs = false;
  #withoutIntegration = false;
  #disposed = false;

  constructor(
    name: string,
    bash: string,
    private readonly clock: Clock,
  ) {
    this.terminal = vscode.window.createTerminal({
      name,
      shellPath: bash,
      iconPath: new vscode.ThemeIcon('bell'),
      isTransient: false,
    });
    this.#owned.add(
      vscode.window.onDidCloseTerminal(terminal => {
        if (terminal === this.terminal) this.#closed.fire();
      }),
    );
    this.#owned.add(
      vscode.window.onDidStartTerminalShellExecution(({ terminal, execution }) => {
        if (terminal !== this.terminal) return;
        this.#executions.add(execution);
        this.#theirs ||= this.#isAPersons(execution);
      }),
    );
    this.#owned.add(
      vscode.window.onDidEndTerminalShellExecution(({ execution }) => {
        if (this.#executions.delete(execution) && this.#executions.size === 0) this.#idle.fire();
      }),
    );
  }

  get closed(): boolean {
    return this.terminal.exitStatus !== undefined;
  }

  /** Still to be seen: one that was disposed of is closed a moment later. */
  get open(): boolean {
    return !this.#disposed && !this.closed;
  }

  /** A line is typed as soon as it is sent. */
  get ready(): boolean {
    return this.terminal.shellIntegration !== undefined;
  }

  /** Free for the next block, now or as soon as the shell is back from the last one; never again once a person typed. */
  get usable(): boolean {
    return (
      !this.closed && !this.#theirs && [...this.#executions].every(execution => this.#over.has(execution))
    );
  }

  show(): void {
    try {
      this.terminal.show(true);
    } catch {
      // It was disposed just now, and its end is still to be told.
    }
  }

  /** The block of this line has ended; its shell may still say so. */
  over(execution: vscode.TerminalShellExecution): void {
    this.#over.add(execution);
  }

  /**
   * Types one line; waits first for the shell integration of a terminal that was just opened, and for the shell to be
   * back from the last block. Types nothing when it is not `wanted` any more after that.
   */
  async send(line: string, wanted: () => boolean): Promise<Sent | null> {
    const integration = await this.#integration();
    await this.#settled();
    if (!wanted() || this.closed) return null;
    this.#lines.add(line);
    if (integration) {
      const execution = integration.executeCommand(line);
      const output = execution.read();
      this.#executions.add(execution);
      return { execution, output };
    }
    this.terminal.sendText(line, true);
    return null;
  }

  interrupt(): void {
    this.terminal.sendText('\x03', false);
  }

  /**
   * Before the first block, other extensions make a new terminal ready: they activate an environment, say. Told by its
   * text, because a line that was sent without shell integration is told of, too, where that comes late.
   */
  #isAPersons({ commandLine }: vscode.TerminalShellExecution): boolean {
    const line = commandLine.value.trim();
    return this.#lines.size > 0 && line !== '' && !this.#lines.has(line);
  }

  async #settled(): Promise<void> {
    if (this.#executions.size === 0) return;
    const listeners = new DisposableStore();
    await new Promise<void>(resolve => {
      listeners.add(this.#idle.event(resolve));
      listeners.add(this.onDidClose(() => resolve()));
      listeners.add({ dispose: this.clock.after(settleWaitMs, resolve) });
    });
    listeners.dispose();
    // An end that was never told must not keep the terminal from being used for ever.
    for (const execution of this.#executions)
      if (this.#over.has(execution)) this.#executions.delete(execution);
  }

  async #integration(): Promise<vscode.TerminalShellIntegration | undefined> {
    const { shellIntegration } = this.terminal;
    if (shellIntegration || this.#withoutIntegration) return shellIntegration;
    const listeners = new DisposableStore();
    const integration = await new Promise<vscode.TerminalShellIntegration | undefined>(resolve => {
      let announced: vscode.TerminalShellIntegration | undefined;
      const wait = (delay: number) => ({ dispose: this.clock.after(delay, () => resolve(announced)) });
      let waiting = listeners.add(wait(integrationWaitMs));
      listeners.add(this.onDidClose(() => resolve(undefined)));
      listeners.add(
        vscode.window.onDidChangeTerminalShellIntegration(changed => {
          if (changed.terminal !== this.terminal) return;
          waiting.dispose();
          waiting = listeners.add(wait(announced ? promptWaitMs.again : promptWaitMs.first));
          announced = changed.shellIntegration;
        }),
      );
    });
    listeners.dispose();
    this.#withoutIntegration = !integration;
    return integration;
  }

  /** The terminal is a person’s from now on. */
  handOver(): void {
    this.#owned.dispose();
  }

  dispose(): void {
    this.#disposed = true;
    this.handOver();
    this.terminal.dispose();
  }
}
