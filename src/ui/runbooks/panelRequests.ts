import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Runbook } from '../../core/runbooks/runbook.ts';
import type { ToHost } from '../../protocol/runbook.ts';
import type { BlockRuns } from './blockRuns.ts';
import type { BlockStart } from './blockStart.ts';
import type { Outputs } from './outputs.ts';
import type { RunbookFile } from './runbookLibrary.ts';
import type { RunbookPage } from './runbookPage.ts';
import type { RunHistory } from './runHistory.ts';
import type { RunbookUse } from './runbookUse.ts';
import type { Sequences } from './sequences.ts';
import type { Ticks } from './ticks.ts';

/** What a runbook’s screen can ask for, beside `ready`. */
export type PanelRequest = Exclude<ToHost, { type: 'ready' }>;

export interface RequestParts {
  readonly runs: BlockRuns;
  readonly starts: BlockStart;
  readonly sequences: Sequences;
  readonly history: RunHistory;
  readonly outputs: Outputs;
  readonly ticks: Ticks;
  readonly values: Record<
    'set' | 'forget',
    (use: RunbookUse, runbook: Runbook, index: number) => Promise<void>
  >;
  readonly carried: { reset(use: RunbookUse): void };
  /** Follows a link of the runbook’s: another runbook, or an address. */
  readonly openLink: (from: RunbookFile, use: RunbookUse, href: string) => Promise<void>;
  readonly chooseAnother: (use: RunbookUse) => Promise<void>;
}

/** Carries out what the screen asks for. Its ids and numbers are only ever looked up in what the host itself knows. */
export class PanelRequests {
  constructor(
    private readonly parts: RequestParts,
    private readonly page: RunbookPage,
    private readonly shows: {
      /** The file was read again, and may be another one than is shown. */
      readonly fileRead: () => void;
    },
  ) {}

  /** Rejects with an OnCallError that a person can act on. */
  async handle(message: PanelRequest): Promise<void> {
    const { runs, sequences, values, carried, outputs } = this.parts;
    const { page } = this;
    switch (message.type) {
      case 'run': {
        const { blockId, sha256, hiddenConfirmed } = message;
        const wanted = { blockId, sha256, hiddenConfirmed, changed: 'ask' as const, stillWanted: () => true };
        return this.#reading(async () => void (await this.parts.starts.start(page, wanted)));
      }
      case 'stop':
        return runs.stop(message.runId);
      case 'runSequence':
        return this.#reading(() => sequences.begin(page, message.from, message.extent, message.sha256));
      case 'sequence':
        return sequences.step(page, message.step);
      case 'setVariable':
        return values.set(page.use, this.#withVariable(message.variable), message.variable);
      case 'forgetVariable':
        return values.forget(page.use, this.#withVariable(message.variable), message.variable);
      case 'resetState':
        return carried.reset(page.use);
      case 'showOutput':
        return outputs.show(message.runId, this.#titleOf(message.runId));
      case 'copyOutput':
        this.#titleOf(message.runId);
        return outputs.copy(message.runId);
      case 'showTerminal':
        return runs.showTerminal(message.runId);
      case 'chooseAnother':
        return this.parts.chooseAnother(page.use);
      case 'copy':
        return vscode.env.clipboard.writeText(page.block(message.blockId).code);
      case 'tick': {
        const check = page.runbook?.checks.find(({ id }) => id === message.checkId);
        if (!check) throw gone();
        return this.parts.ticks.tick(page.use, check, message.checked);
      }
      case 'openLink': {
        const href = page.runbook?.links[message.link];
        if (href !== undefined) await this.parts.openLink(page.file, page.use, href);
        return;
      }
      case 'openSource': {
        const line = Math.max(0, message.line - 1);
        const selection = new vscode.Range(line, 0, line, 0);
        await vscode.window.showTextDocument(page.file.uri, {
          selection,
          viewColumn: vscode.ViewColumn.Beside,
        });
        return;
      }
    }
  }

  /** Whatever comes of it, the screen shows the text that was compared. */
  async #reading(work: () => Promise<void>): Promise<void> {
    const before = this.page.runbook;
    try {
      await work();
    } finally {
      if (this.page.runbook !== before) this.shows.fileRead();
    }
  }

  /** The runbook that has it, by its number. */
  #withVariable(variable: number): Runbook {
    const { runbook } = this.page;
    if (!runbook?.variables[variable]) throw gone();
    return runbook;
  }

  /** Only runs of this runbook’s blocks are shown here. */
  #titleOf(runId: string): string {
    const { history } = this.parts;
    const block = this.page.runbook?.blocks.find(({ id }) => history.find(this.page.use, id, runId) !== null);
    if (!block) throw gone();
    return block.attributes.name ?? (block.step || vscode.l10n.t('Output'));
  }
}

function gone(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('This item is no longer in the runbook.'),
    vscode.l10n.t('The view shows it as it is now.'),
  );
}
