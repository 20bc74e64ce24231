import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { NotPossibleError } from '../../core/errors.ts';
import { reasonText } from '../../core/execution/risk/reasonText.ts';
import type { RiskReport } from '../../core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { withoutIcons } from '../incidentPick.ts';
import { riskClassWords, riskIcons } from '../riskClassWords.ts';
import { cursor, placeIn } from './openAsRunbook.ts';

export interface ExplainRiskParts {
  readonly clock: Clock;
  readonly assess: (block: RunbookBlock) => Promise<RiskReport>;
}

/** Lists the commands of the block at a line with what each may do and why; choosing one goes there. Runs nothing. */
export async function explainRisk(parts: ExplainRiskParts, args: readonly unknown[]): Promise<void> {
  const place = placeIn(args[0]) ?? cursor();
  const document = place && (await vscode.workspace.openTextDocument(vscode.Uri.parse(place.uri, true)));
  const block = document && (await blockAt(document, place.line, parts.clock));
  if (!document || !block) {
    throw new NotPossibleError(
      vscode.l10n.t('There is no block to run at this place.'),
      vscode.l10n.t('Put the cursor into a shell block of a runbook first.'),
    );
  }
  const { riskSummary } = await import('../../core/runbooks/riskWords.ts');
  const { risk, findings, raised } = riskSummary(block, await parts.assess(block));
  const items = findings.map(finding => ({
    label: `$(${riskIcons[finding.risk]}) ${withoutIcons(finding.command)}`,
    description: riskClassWords(finding.risk),
    detail: withoutIcons(
      vscode.l10n.t('Line {0}: {1}', block.line + finding.line, reasonText(finding.reason)),
    ),
    line: block.line + finding.line,
  }));
  if (raised) {
    items.unshift({
      label: `$(${riskIcons[risk]}) risk=${risk}`,
      description: riskClassWords(risk),
      detail: vscode.l10n.t('Line {0}: whoever wrote the runbook says so.', block.line),
      line: block.line,
    });
  }
  const choice = await vscode.window.showQuickPick(items, {
    title: withoutIcons(
      block.step === ''
        ? vscode.l10n.t('{0}: the block in line {1}', riskClassWords(risk), block.line)
        : vscode.l10n.t('{0}: the block in line {1}, “{2}”', riskClassWords(risk), block.line, block.step),
    ),
    placeHolder:
      items.length > 0
        ? vscode.l10n.t('What each command may do, the most dangerous first. Choose one to go there.')
        : vscode.l10n.t('The block has no command.'),
    matchOnDescription: true,
    matchOnDetail: true,
  });
  if (!choice) return;
  const at = new vscode.Position(Math.min(choice.line, document.lineCount) - 1, 0);
  await vscode.window.showTextDocument(document, { selection: new vscode.Range(at, at) });
}

/** The block that begins on the line or that the line stands in. */
async function blockAt(
  document: vscode.TextDocument,
  line: number,
  clock: Clock,
): Promise<RunbookBlock | undefined> {
  const { parseRunbook } = await import('../../core/runbooks/parseRunbook.ts');
  const fileName = document.uri.path.split('/').at(-1)!;
  const { blocks } = parseRunbook(document.getText(), { fileName, clock });
  const block = blocks.findLast(one => one.line <= line);
  // Its last line is the closing fence.
  return block?.runnable && line <= block.line + block.code.split('\n').length + 1 ? block : undefined;
}
