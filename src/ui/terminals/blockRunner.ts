import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { findBash } from '../../core/execution/findBash.ts';
import type { RunRecord } from '../../core/execution/outcome.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import type { Event } from '../../core/events.ts';
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
  /** Resolves when it has ended, however; rejects only where something is broken. */
  readonly finished: Promise<RunRecord>;
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
      /** What blocks find in their environment. */
      readonly environment: (incidentKey: string | null) => Readonly<Record<string, string>>;
    },
  ) {}

  /** Throws NotPossibleError (Restricted Mode, another block is running) or MissingToolError (no bash). */
  run(request: RunRequest): Run {
    if (!vscode.workspace.isTrusted) {
      throw new NotPossibleError(
        vscode.l10n.t('Nothing runs in Restricted Mode.'),
        vscode.l10n.t('Trust this workspace first, if you do.'),
      );
    }
    const key = request.incident?.key ?? '';
    const other = this.#running.get(key);
    if (other) {
      throw new NotPossibleError(
        vscode.l10n.t('Another block is still running: “{0}”.', other.request.step || other.request.runbook),
        vscode.l10n.t('Wait for its end or stop it first.'),
      );
    }
    const bash = findBash(process.env, process.platform);
    const terminal = this.#terminal(key, request.incident?.label, bash);
    const { clock, storageDir, redactor, environment } = this.parts;
    const run = new TerminalRun(
      { clock, redactor, terminal, root: storageDir },
      request,
      environment(request.incident?.key ?? null),
    );
    this.#running.set(key, run);
    run.finished.then(
      () => this.#running.delete(key),
      () => this.#running.delete(key),
    );
    return run;
  }

  /** The incident’s own terminal, unless it was closed or a person is using it. */
  #terminal(key: string, label: string | undefined, bash: string): BlockTerminal {
    const known = this.#terminals.get(key);
    if (known?.usable) return known;
    const name = label ? `On-Call: ${label}` : 'On-Call';
    const terminal = new BlockTerminal(name, bash, this.parts.clock);
    this.#terminals.set(key, terminal);
    this.parts.logger.info(`Opened the terminal “${name}”`);
    return terminal;
  }

  dispose(): void {
    for (const run of this.#running.values()) run.abandon();
    for (const terminal of this.#terminals.values()) terminal.dispose();
  }
}
