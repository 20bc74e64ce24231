import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import type { RiskReport } from '../../../core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../../core/runbooks/runbook.ts';
import type { CommandId } from '../../contributed.ts';
import { withoutIcons } from '../../incidentPick.ts';
import { riskClassWords, riskIcons } from '../../riskClassWords.ts';
import { isRunbook } from './runbookDocuments.ts';
import { shortText } from '../../../core/shortText.ts';

const open: CommandId = 'onCall.openAsRunbook';
const show: CommandId = 'onCall.showInRunbook';
const explain: CommandId = 'onCall.explainRisk';

/** Longer ones would push the text of the line out of sight. */
const longestCommand = 60;

/** A lens whose words take a parser: they are found when the lens comes into sight. */
class RiskLens extends vscode.CodeLens {
  constructor(
    range: vscode.Range,
    readonly uri: vscode.Uri,
    readonly block: RunbookBlock,
  ) {
    super(range);
  }
}

/**
 * “Run…” above each block that can be run, which opens the runbook there, for nothing runs from a text editor; what
 * the block may do; and the runbook as a whole above the first line.
 */
export class RunbookLenses implements vscode.CodeLensProvider {
  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly assess: (block: RunbookBlock) => Promise<RiskReport>;
    },
  ) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!isRunbook(document)) return [];
    const { parseRunbook } = await import('../../../core/runbooks/parseRunbook.ts');
    const fileName = document.uri.path.split('/').at(-1)!;
    const { blocks } = parseRunbook(document.getText(), { fileName, clock: this.parts.clock });
    const uri = document.uri.toString();
    const whole = new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
      title: `$(open-preview) ${vscode.l10n.t('Preview Runbook')}`,
      tooltip: vscode.l10n.t('Show the runbook as it is used in an incident, beside its source'),
      command: show,
      arguments: [{ uri, line: 1 }],
    });
    const perBlock = blocks
      .filter(({ runnable }) => runnable)
      .flatMap(block => {
        const range = new vscode.Range(block.line - 1, 0, block.line - 1, 0);
        const run = new vscode.CodeLens(range, {
          title: `$(play) ${vscode.l10n.t('Run…')}`,
          tooltip: vscode.l10n.t('Open the runbook at this step, where the block can be run'),
          command: open,
          arguments: [{ uri, line: block.line }],
        });
        return [run, new RiskLens(range, document.uri, block)];
      });
    return [whole, ...perBlock];
  }

  async resolveCodeLens(lens: vscode.CodeLens): Promise<vscode.CodeLens> {
    if (!(lens instanceof RiskLens)) return lens;
    const { block, uri } = lens;
    const { riskSummary } = await import('../../../core/runbooks/riskWords.ts');
    const { risk, decides } = riskSummary(block, await this.parts.assess(block));
    const words = riskClassWords(risk);
    const command = decides && shortText(decides.command.replace(/\s+/g, ' ').trim(), longestCommand);
    lens.command = {
      title: `$(${riskIcons[risk]}) ${command === null ? words : withoutIcons(vscode.l10n.t('{0}: {1}', words, command))}`,
      tooltip: vscode.l10n.t('Explain what each command of the block may do, and why'),
      command: explain,
      arguments: [{ uri: uri.toString(), line: block.line }],
    };
    return lens;
  }
}
