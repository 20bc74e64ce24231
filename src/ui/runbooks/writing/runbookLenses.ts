import * as vscode from 'vscode';
import type { Clock } from '../../../core/clock.ts';
import type { RiskReport } from '../../../core/execution/risk/risk.ts';
import { inTime } from '../../../core/inTime.ts';
import { riskSummary } from '../../../core/runbooks/riskWords.ts';
import type { RunbookBlock } from '../../../core/runbooks/runbook.ts';
import { shortText } from '../../../core/shortText.ts';
import type { CommandId } from '../../contributed.ts';
import type { ErrorBoundary } from '../../errorBoundary.ts';
import { withoutIcons } from '../../incidentPick.ts';
import { riskClassWords, riskIcons } from '../../riskClassWords.ts';
import { isRunbook } from './runbookDocuments.ts';

const open: CommandId = 'onCall.openAsRunbook';
const show: CommandId = 'onCall.showInRunbook';
const explain: CommandId = 'onCall.explainRisk';

/** Longer ones would push the text of the line out of sight. */
const longestCommand = 60;
/** “Run…” does not wait longer for what stands beside it, ms. */
const patienceMs = 300;

/** By the id of the block; grows while the blocks are looked at. */
type Reports = ReadonlyMap<string, RiskReport>;

/**
 * “Run…” above each block that can be run, which opens the runbook there, for nothing runs from a text editor; what
 * the block may do; and the runbook as a whole above the first line.
 *
 * Every lens is given with its command. VS Code asks for those that lack one once they come into sight; where a newer
 * list comes meanwhile, it keeps the older one's command on the newer lens and forgets what it stands for, and a
 * click says “Actual command not found” until the text is changed (seen in 1.139).
 */
export class RunbookLenses implements vscode.CodeLensProvider, vscode.Disposable {
  readonly #changed = new vscode.EventEmitter<void>();
  readonly onDidChangeCodeLenses = this.#changed.event;
  /** What came after the patience was over: for the list that is asked for then. */
  readonly #late = new WeakMap<
    vscode.TextDocument,
    { readonly version: number; readonly reports: Reports }
  >();

  constructor(
    private readonly parts: {
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
      readonly assess: (block: RunbookBlock) => Promise<RiskReport>;
    },
  ) {}

  async provideCodeLenses(document: vscode.TextDocument): Promise<vscode.CodeLens[]> {
    if (!isRunbook(document)) return [];
    const { parseRunbook } = await import('../../../core/runbooks/parseRunbook.ts');
    const fileName = document.uri.path.split('/').at(-1)!;
    const blocks = parseRunbook(document.getText(), { fileName, clock: this.parts.clock }).blocks.filter(
      ({ runnable }) => runnable,
    );
    const reports = await this.#reports(document, blocks);
    const uri = document.uri.toString();
    const whole = new vscode.CodeLens(new vscode.Range(0, 0, 0, 0), {
      title: `$(open-preview) ${vscode.l10n.t('Preview Runbook')}`,
      tooltip: vscode.l10n.t('Show the runbook as it is used in an incident, beside its source'),
      command: show,
      arguments: [{ uri, line: 1 }],
    });
    return [
      whole,
      ...blocks.flatMap(block => {
        const report = reports.get(block.id);
        return [runLens(uri, block), ...(report ? [riskLens(uri, block, report)] : [])];
      }),
    ];
  }

  /** Of all blocks, or of those that were looked at in time: then the lenses are asked for once more after the last. */
  async #reports(document: vscode.TextDocument, blocks: readonly RunbookBlock[]): Promise<Reports> {
    const { version } = document;
    const late = this.#late.get(document);
    this.#late.delete(document);
    if (late?.version === version) return late.reports;
    const reports = new Map<string, RiskReport>();
    const all = Promise.all(
      blocks.map(async block => void reports.set(block.id, await this.parts.assess(block))),
    ).then(() => true);
    if (await inTime(this.parts.clock, patienceMs, all, false)) return reports;
    const whatIsThere = new Map(reports);
    const told = all.then(() => {
      if (document.version !== version || document.isClosed) return;
      this.#late.set(document, { version, reports });
      this.#changed.fire();
    });
    this.parts.boundary.watch('Looking at what the blocks of a runbook may do', told);
    return whatIsThere;
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

const above = ({ line }: RunbookBlock) => new vscode.Range(line - 1, 0, line - 1, 0);

function runLens(uri: string, block: RunbookBlock): vscode.CodeLens {
  return new vscode.CodeLens(above(block), {
    title: `$(play) ${vscode.l10n.t('Run…')}`,
    tooltip: vscode.l10n.t('Open the runbook at this step, where the block can be run'),
    command: open,
    arguments: [{ uri, line: block.line }],
  });
}

function riskLens(uri: string, block: RunbookBlock, report: RiskReport): vscode.CodeLens {
  const { risk, decides } = riskSummary(block, report);
  const words = riskClassWords(risk);
  const command = decides && shortText(decides.command.replace(/\s+/g, ' ').trim(), longestCommand);
  return new vscode.CodeLens(above(block), {
    title: `$(${riskIcons[risk]}) ${command === null ? words : withoutIcons(vscode.l10n.t('{0}: {1}', words, command))}`,
    tooltip: vscode.l10n.t('Explain what each command of the block may do, and why'),
    command: explain,
    arguments: [{ uri, line: block.line }],
  });
}
