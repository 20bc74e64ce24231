import * as vscode from 'vscode';
import { type RiskClass, riskClasses } from '../../core/execution/risk/risk.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { notify } from '../notify.ts';
import { riskClassWords } from '../riskClassWords.ts';

const mostListed = 15;

/** Only a list of nothing but the block that was pressed needs no showing: another one may stand far from there. */
export async function confirmSequence(
  blocks: readonly RunbookBlock[],
  from: string,
  risksOf: (blocks: readonly RunbookBlock[]) => Promise<readonly RiskClass[]>,
): Promise<boolean> {
  if (blocks.length === 1 && blocks[0]!.id === from) return true;
  const risks = await risksOf(blocks);
  const riskWords = (risk: RiskClass) => riskClassWords(risk).toLowerCase();
  const riskiest = riskClasses.findLast(risk => risks.includes(risk)) ?? 'changing';
  const lines = blocks.map(
    ({ step, attributes }, at) =>
      `${at + 1}. ${attributes.name ?? (step || vscode.l10n.t('A block'))} — ${riskWords(risks[at] ?? 'changing')}`,
  );
  const more = Math.max(0, lines.length - mostListed);
  const several = vscode.l10n.t(
    'The riskiest of them is: {0}. It stops at the first that fails.',
    riskWords(riskiest),
  );
  const detail = [
    ...(blocks.length === 1 ? [] : [several, '']),
    ...lines.slice(0, mostListed),
    ...(more > 0 ? [vscode.l10n.t('…and {0} more', more)] : []),
  ].join('\n');
  const run = blocks.length === 1 ? vscode.l10n.t('Run') : vscode.l10n.t('Run Them');
  const question =
    blocks.length === 1
      ? vscode.l10n.t('Run this one block?')
      : vscode.l10n.t('Run {0} blocks, one after the other?', blocks.length);
  return (await notify.ask(question, detail, run)) === run;
}
