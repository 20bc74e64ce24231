import { hash } from 'node:crypto';
import * as vscode from 'vscode';
import { NotPossibleError, OnCallError } from '../../core/errors.ts';
import type { Runbook, RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { RunbookReader } from '../../core/runbooks/runbookReader.ts';
import type { RunbookFile, RunbookLibrary } from './runbookLibrary.ts';
import type { RunbookUse } from './runbookUse.ts';

/** One runbook as it was read last, for one use. */
export class RunbookPage {
  #runbook: Runbook | null = null;

  constructor(
    private readonly parts: { readonly library: RunbookLibrary; readonly reader: RunbookReader },
    readonly file: RunbookFile,
    readonly use: RunbookUse,
  ) {}

  get runbook(): Runbook | null {
    return this.#runbook;
  }

  /** Reads the file again. Rejects with an OnCallError; what was read last stays then. */
  async load(): Promise<Runbook> {
    try {
      const source = await this.parts.library.read(this.file.uri);
      this.#runbook = await this.parts.reader.read(source, this.file.uri.path.split('/').at(-1)!);
      return this.#runbook;
    } catch (error) {
      // What was fetched says itself what is wrong.
      if (error instanceof OnCallError) throw error;
      throw new NotPossibleError(
        vscode.l10n.t(
          'The runbook {0} cannot be read: {1}.',
          this.file.path,
          error instanceof Error ? error.message : String(error),
        ),
        vscode.l10n.t('What was read last stays on the screen; see whether the file was moved or deleted.'),
      );
    }
  }

  /** Throws NotPossibleError where it is not there any more. */
  block(blockId: string): RunbookBlock {
    const block = this.#runbook?.blocks.find(({ id }) => id === blockId);
    if (block) return block;
    throw new NotPossibleError(
      vscode.l10n.t('This block is no longer in the runbook.'),
      vscode.l10n.t('The view shows it as it is now.'),
    );
  }
}

/** SHA-256 (hex) of all blocks: what a person saw when a sequence was begun. */
export function blocksHash({ blocks }: Runbook): string {
  return hash('sha256', JSON.stringify(blocks.map(({ id, sha256 }) => [id, sha256])));
}
