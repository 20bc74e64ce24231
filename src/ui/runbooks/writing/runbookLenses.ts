import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import type { CommandId } from '../../contributed.ts';
import { isRunbook } from './runbookDocuments.ts';

const open: CommandId = 'onCall.openAsRunbook';

/** “Run” above each block that can be run: it opens the runbook there; nothing runs from a text editor. */
export class RunbookLenses implements vscode.CodeLensProvider {
  constructor(private readonly clock: Clock) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!isRunbook(document)) return [];
    const { parseRunbook } = await import('../../../core/runbooks/parseRunbook.ts');
    const fileName = document.uri.path.split('/').at(-1)!;
    const { blocks } = parseRunbook(document.getText(), { fileName, clock: this.clock });
    return blocks
      .filter(({ runnable }) => runnable)
      .map(({ line }) => {
        const range = new vscode.Range(line - 1, 0, line - 1, 0);
        return new vscode.CodeLens(range, {
          title: `$(play) ${vscode.l10n.t('Run…')}`,
          tooltip: vscode.l10n.t('Open the runbook at this step, where the block can be run'),
          command: open,
          arguments: [{ uri: document.uri.toString(), line }],
        });
      });
  }
}
