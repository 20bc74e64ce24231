import * as vscode from 'vscode';
import { JournalWriteError, OnCallError } from '../core/errors.ts';
import type { Logger } from '../core/logger.ts';
import type { CommandId } from './contributed.ts';
import { notify } from './notify.ts';

const openPage = async (page: string | null) =>
  vscode.commands.executeCommand('onCall.openDocumentation' satisfies CommandId, page);

/**
 * Where every failure of a command or panel ends: all of it in the log; to the person, what they can act
 * on as it is written with its next step, and anything else as a short sentence with “Show Log”.
 */
export class ErrorBoundary {
  constructor(
    private readonly logger: Logger,
    private readonly showLog: () => void,
  ) {}

  /** The sentence for a person. */
  sentence(error: unknown): string {
    return error instanceof OnCallError
      ? `${error.message} ${error.nextStep}`
      : vscode.l10n.t('Something in On-Call went wrong. The log says what.');
  }

  log(what: string, error: unknown): void {
    this.logger.error(what, error);
  }

  report(what: string, error: unknown): void {
    this.log(what, error);
    const page = error instanceof OnCallError ? error.page : null;
    const [showLog, open] = [vscode.l10n.t('Show Log'), vscode.l10n.t('Open Documentation')];
    void notify.error(this.sentence(error), ...(page === null ? [] : [open]), showLog).then(choice => {
      if (choice === showLog) this.showLog();
      if (choice === open) this.watch('Opening the documentation', openPage(page));
    });
  }

  /** Work that must not be given up by itself: after a failure the person may have it tried again. */
  async insist(what: string, work: () => Promise<unknown>): Promise<void> {
    const again = vscode.l10n.t('Try Again');
    for (;;) {
      try {
        await work();
        return;
      } catch (error) {
        this.log(what, error);
        if ((await notify.error(this.sentence(error), again)) !== again) return;
      }
    }
  }

  /**
   * Waits until something is written down. Where it cannot be, the journal keeps it, so that it counts, and tries again:
   * that must not keep anybody from what follows.
   * @param tell Hears the sentence for a person then; left out, it is a warning.
   */
  async written(
    what: string,
    work: Promise<unknown>,
    tell: (sentence: string) => void = words => void notify.warn(words),
  ): Promise<void> {
    try {
      await work;
    } catch (error) {
      if (!(error instanceof JournalWriteError)) throw error;
      this.log(what, error);
      tell(this.sentence(error));
    }
  }

  /** Runs work that nobody waits for. */
  watch(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => this.report(what, error));
  }
}
