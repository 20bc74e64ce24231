import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { filesAt, prepareBlock } from '../../core/execution/blockFiles.ts';
import { findBash } from '../../core/execution/findBash.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import { RunLedger } from '../../core/execution/runLedger.ts';
import { keptRequest, type RunRequest } from '../../core/execution/runRequest.ts';
import type { Logger } from '../../core/logger.ts';
import { AdoptedRun } from './adoptedRun.ts';
import { BlockTerminal } from './blockTerminal.ts';
import type { Run } from './run.ts';
import { TerminalRun } from './terminalRun.ts';
import { refuseRestricted } from '../refuseRestricted.ts';
import { isDirectory } from '../runbooks/startPlace.ts';

/** Many would be a runbook that starts one in each of its blocks by mistake. */
const mostInBackground = 20;

/** As much of a RunRequest as decides whether it can run now. */
type Wanted = Pick<RunRequest, 'cwd' | 'background'> & { readonly incident: { readonly key: string } | null };

/**
 * Runs blocks in real terminals: one for each incident, one block at a time in each; those in the background each in
 * one of their own.
 */
export class BlockRunner implements vscode.Disposable {
  readonly #terminals = new Map<string, BlockTerminal>();
  /** In the foreground, by incident; those that were adopted too. */
  readonly #running = new Map<string, TerminalRun | AdoptedRun>();
  readonly #background = new Map<TerminalRun | AdoptedRun, BlockTerminal | null>();
  readonly #ledger: RunLedger;

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly logger: Logger;
      /** A directory of ours for the runs’ private files. */
      readonly storageDir: string;
      readonly redactor: Redactor;
      /** Where this window keeps timelines: it adopts only runs whose timeline is there. */
      readonly place: () => string;
    },
  ) {
    this.#ledger = new RunLedger(parts.storageDir, { place: parts.place, now: () => parts.clock.now() });
  }

  /**
   * Throws NotPossibleError (Restricted Mode, another block is running, no such directory, text that bash
   * cannot take) or MissingToolError (no bash, storage that cannot be written).
   */
  run(request: RunRequest): Run {
    this.refuse(request);
    const key = request.incident?.key ?? '';
    const bash = findBash(process.env, process.platform);
    const { clock, logger, storageDir, redactor } = this.parts;
    const { code, cwd, environment, unset, interpreter, program, interactive, background } = request;
    const files = prepareBlock(storageDir, {
      ...{ code, cwd, environment, unset, interpreter, program, interactive },
    });
    const terminal = background
      ? this.#newTerminal(`${nameOf(request)} (${request.step || request.runbook})`, bash)
      : this.#terminal(key, request, bash);
    const kept = keptRequest(request, redactor.redact(code).text);
    const run = new TerminalRun({ clock, logger, redactor, ledger: this.#ledger, terminal, files }, kept);
    this.#follow(key, run, background ? terminal : null);
    return run;
  }

  /** What other windows left behind, or this one before it was reloaded. */
  adopt(): Run[] {
    const { clock, logger } = this.parts;
    return this.#ledger.takeOver().map(left => {
      const run = new AdoptedRun({ clock, ledger: this.#ledger, files: filesAt(left.directory) }, left);
      logger.info(`A block of ${left.request.runbook} was left behind by a window; it is followed here`);
      this.#follow(left.request.incident?.key ?? '', run, null);
      return run;
    });
  }

  #follow(key: string, run: TerminalRun | AdoptedRun, own: BlockTerminal | null): void {
    if (run.request.background) this.#background.set(run, own);
    // Two may have been left behind for one incident, by two windows.
    else if (!this.#running.has(key)) this.#running.set(key, run);
    void run.finished.then(() => {
      if (this.#running.get(key) === run) this.#running.delete(key);
      this.#background.delete(run);
      // Its output is kept: nothing is to be seen in its terminal that cannot be seen beside the block.
      if (run.output !== null) own?.dispose();
      else own?.handOver();
    });
  }

  /** Throws NotPossibleError where `run` would, so that a person is not asked in vain. */
  refuse({ incident, cwd, background }: Wanted): void {
    refuseRestricted();
    const other = this.#running.get(incident?.key ?? '');
    if (other && !background) {
      throw new NotPossibleError(
        vscode.l10n.t('Another block is still running: “{0}”.', other.request.step || other.request.runbook),
        vscode.l10n.t('Wait for its end or stop it first.'),
      );
    }
    if (background && this.#background.size >= mostInBackground) {
      throw new NotPossibleError(
        vscode.l10n.t('{0} blocks run in the background already.', mostInBackground),
        vscode.l10n.t('Stop those that are not needed any more.'),
      );
    }
    if (!isDirectory(cwd)) {
      throw new NotPossibleError(
        vscode.l10n.t('The working directory does not exist: {0}', cwd),
        vscode.l10n.t('Create it, or open the runbook from a folder that exists.'),
      );
    }
  }

  /** The incident’s own terminal, unless it was closed or a person typed in it. */
  #terminal(key: string, request: RunRequest, bash: string): BlockTerminal {
    const known = this.#terminals.get(key);
    if (known?.usable) return known;
    known?.handOver();
    const terminal = this.#newTerminal(nameOf(request), bash);
    this.#terminals.set(key, terminal);
    return terminal;
  }

  #newTerminal(name: string, bash: string): BlockTerminal {
    this.parts.logger.info(`Opened the terminal “${name}”`);
    return new BlockTerminal(name, bash, this.parts.clock);
  }

  /** A block that runs is left to its terminal: the window’s close is no reason to break a mitigation off. */
  dispose(): void {
    for (const run of [...this.#running.values(), ...this.#background.keys()]) run.abandon();
    for (const terminal of this.#background.values()) terminal?.handOver();
    for (const [key, terminal] of this.#terminals) {
      if (this.#running.has(key)) terminal.handOver();
      else terminal.dispose();
    }
  }
}

function nameOf({ incident }: RunRequest): string {
  return incident === null ? 'On-Call' : `On-Call: ${incident.label}`;
}
