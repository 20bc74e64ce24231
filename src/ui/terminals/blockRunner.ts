import { statSync } from 'node:fs';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import type { Event } from '../../core/events.ts';
import { prepareBlock } from '../../core/execution/blockFiles.ts';
import { findBash } from '../../core/execution/findBash.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import type { Logger } from '../../core/logger.ts';
import { BlockTerminal } from './blockTerminal.ts';
import { type LiveState, TerminalRun } from './terminalRun.ts';

export interface RunRequest {
  readonly runId: string;
  /** `label` names the terminal; null for a runbook that is used without an incident. */
  readonly incident: { readonly key: string; readonly label: string } | null;
  readonly runbook: string;
  readonly step: string;
  readonly blockId: string;
  readonly code: string;
  /** Absolute. */
  readonly cwd: string;
}

/** A block on its way. */
export interface Run {
  readonly runId: string;
  /** While it runs, at most a few times a second. */
  readonly onDidChange: Event<LiveState>;
  /** Resolves when it has ended, however; never rejects. */
  readonly finished: Promise<RunRecord>;
  /** Its end is `cancelled` from here on, once it has really ended. */
  stop(): void;
}

/** Runs blocks in real terminals: one for each incident, one block at a time in each. */
export class BlockRunner implements vscode.Disposable {
  readonly #terminals = new Map<string, BlockTerminal>();
  readonly #running = new Map<string, TerminalRun>();

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly logger: Logger;
      /** A directory of ours for the runs’ private files. */
      readonly storageDir: string;
      readonly redactor: Redactor;
      /**
       * What blocks find in their environment, asked for each run. It goes through the run’s private files:
       * VS Code resolves `${env:…}` and the like in the `env` of a terminal, so a title could read secrets there.
       */
      readonly environment: (incidentKey: string | null) => Readonly<Record<string, string>>;
    },
  ) {}

  /**
   * Throws NotPossibleError (Restricted Mode, another block is running, no such directory, text that bash
   * cannot take) or MissingToolError (no bash, storage that cannot be written).
   */
  run(request: RunRequest): Run {
    const key = request.incident?.key ?? '';
    this.#refuse(key, request.cwd);
    const bash = findBash(process.env, process.platform);
    const { clock, logger, storageDir, redactor } = this.parts;
    const environment = this.parts.environment(request.incident?.key ?? null);
    const files = prepareBlock(storageDir, { code: request.code, cwd: request.cwd, environment });
    const terminal = this.#terminal(key, request.incident?.label, bash);
    const run = new TerminalRun({ clock, logger, redactor, terminal, files }, request);
    this.#running.set(key, run);
    void run.finished.then(() => this.#running.delete(key));
    return run;
  }

  #refuse(key: string, cwd: string): void {
    if (!vscode.workspace.isTrusted) {
      throw new NotPossibleError(
        vscode.l10n.t('Nothing runs in Restricted Mode.'),
        vscode.l10n.t('Trust this workspace first, if you do.'),
      );
    }
    const other = this.#running.get(key);
    if (other) {
      throw new NotPossibleError(
        vscode.l10n.t('Another block is still running: “{0}”.', other.request.step || other.request.runbook),
        vscode.l10n.t('Wait for its end or stop it first.'),
      );
    }
    if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
      throw new NotPossibleError(
        vscode.l10n.t('The working directory does not exist: {0}', cwd),
        vscode.l10n.t('Create it, or open the runbook from a folder that exists.'),
      );
    }
  }

  /** The incident’s own terminal, unless it was closed or a person is using it. */
  #terminal(key: string, label: string | undefined, bash: string): BlockTerminal {
    const known = this.#terminals.get(key);
    if (known?.usable) return known;
    known?.handOver();
    const name = label === undefined ? 'On-Call' : `On-Call: ${label}`;
    const terminal = new BlockTerminal(name, bash, this.parts.clock);
    this.#terminals.set(key, terminal);
    this.parts.logger.info(`Opened the terminal “${name}”`);
    return terminal;
  }

  /** A block that runs is left to its terminal: the window’s close is no reason to break a mitigation off. */
  dispose(): void {
    for (const run of this.#running.values()) run.abandon();
    for (const [key, terminal] of this.#terminals) {
      if (this.#running.has(key)) terminal.handOver();
      else terminal.dispose();
    }
  }
}
