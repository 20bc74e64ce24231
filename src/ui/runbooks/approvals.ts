import { hash } from 'node:crypto';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { BashParser, GrammarFiles } from '../../core/execution/risk/parser.ts';
import { riskClasses, type RiskReport } from '../../core/execution/risk/risk.ts';
import type { TargetSources } from '../../core/execution/target/readTarget.ts';
import { nameOf, type Target, targetOf, targetText } from '../../core/execution/target/target.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import type { ApprovalData } from '../../core/timeline/entry.ts';
import type { RiskView, TargetView } from '../../protocol.ts';
import { config } from '../config.ts';
import { notify } from '../notify.ts';
import type { RunbookUse } from './blockRuns.ts';

const mostFindings = 20;
/** So many blocks are looked at before others get a turn: a runbook of 1 MB may hold thousands. */
const inOneGo = 20;

/** What an approval holds for, all of it as it is now. */
interface Asked {
  readonly report: RiskReport;
  readonly target: Target;
  /** SHA-256 of script, variables and target. */
  readonly approved: string;
}

/** Asks a person before a dangerous block runs, and writes the answer into the timeline. */
export class Approvals {
  #parser: Promise<BashParser> | null = null;
  /** What was approved once in this window and asks once only, by incident. */
  readonly #given = new Set<string>();

  constructor(
    private readonly parts: {
      readonly grammar: GrammarFiles;
      readonly sources: TargetSources;
      /** The variables that a block is given. */
      readonly environment: (incident: Incident | null) => Readonly<Record<string, string>>;
      /** Resolves once it is on disk. */
      readonly record: (incident: Incident, approval: ApprovalData) => Promise<unknown>;
    },
  ) {}

  /** What stands at the blocks and in the banner. */
  async view(blocks: readonly RunbookBlock[]): Promise<{
    readonly target: TargetView;
    readonly risks: readonly { readonly blockId: string; readonly risk: RiskView }[];
  }> {
    const runnable = blocks.filter(block => block.runnable);
    const reports: RiskReport[] = [];
    for (const [at, block] of runnable.entries()) {
      reports.push(await this.#assess(block));
      if (at % inOneGo === inOneGo - 1) await new Promise(resolve => setImmediate(resolve));
    }
    const target = targetOf(
      await this.#outside(),
      [...new Set(reports.flatMap(({ touches }) => touches))],
      reports.flatMap(({ named }) => named),
      config.environments(),
    );
    return {
      target: {
        parts: target.parts.map(({ name, value }) => ({
          name,
          value: value ?? vscode.l10n.t('known only when it runs'),
        })),
        environment: target.environment,
        production: target.production,
      },
      risks: runnable.map((block, at) => ({ blockId: block.id, risk: riskView(reports[at]!) })),
    };
  }

  /**
   * Resolves where the block may run now: it only looks, or a person said so. Rejects with NotPossibleError where
   * it was declined or something changed meanwhile, with JournalWriteError where the approval cannot be kept.
   */
  async ask(use: RunbookUse, block: RunbookBlock, isSameText: () => Promise<boolean>): Promise<void> {
    const asked = await this.#look(use, block);
    const { report, target, approved } = asked;
    if (report.risk === 'read-only') return;
    if (report.risk === 'changing' && !target.production && config.askBeforeChanging() !== 'always') return;
    const key = `${use.incident?.key ?? ''}\n${approved}`;
    if (report.risk === 'changing' && this.#given.has(key)) return;

    if (!(await this.#confirm(block, asked))) throw declined();
    const commander = report.risk === 'destructive' && target.production;
    const reason = commander ? await this.#command(target) : '';
    if (!(await isSameText()) || (await this.#look(use, block)).approved !== approved) {
      throw new NotPossibleError(
        vscode.l10n.t(
          'The block, its variables or its target changed while you were asked; nothing was run.',
        ),
        vscode.l10n.t('Look at it again and press Run once more.'),
      );
    }
    if (use.incident) {
      await this.parts.record(use.incident, {
        runbook: use.runbook,
        step: block.step,
        command: block.code,
        risk: report.risk,
        target: targetText(target),
        environment: target.environment,
        role: commander ? 'Incident Commander' : 'Responder',
        reason,
        approved,
      });
    }
    if (report.risk === 'changing') this.#given.add(key);
  }

  async #look({ incident, cwd }: RunbookUse, block: RunbookBlock): Promise<Asked> {
    const report = await this.#assess(block);
    const outside = await this.#outside();
    const target = targetOf(outside, report.touches, report.named, config.environments());
    const environment = Object.entries(this.parts.environment(incident)).sort(([a], [b]) => (a < b ? -1 : 1));
    return {
      report,
      target,
      approved: hash('sha256', JSON.stringify([block.code, cwd, environment, target])),
    };
  }

  #confirm(block: RunbookBlock, { report, target }: Asked): Promise<boolean> {
    const question =
      report.risk === 'destructive'
        ? vscode.l10n.t('Run the destructive block “{0}”?', block.step || vscode.l10n.t('A block'))
        : vscode.l10n.t('Run “{0}”, which changes something?', block.step || vscode.l10n.t('A block'));
    const { findings } = riskView(report);
    const detail = [
      vscode.l10n.t('On {0}', targetText(target)),
      vscode.l10n.t(
        'Environment: {0}',
        target.environment ??
          (target.production ? vscode.l10n.t('not known, so as production') : vscode.l10n.t('none named')),
      ),
      '',
      ...findings
        .filter(({ risk }) => risk !== 'read-only')
        .slice(0, 6)
        .map(({ line, command, reason }) => vscode.l10n.t('Line {0}: {1} — {2}', line, command, reason)),
    ].join('\n');
    const run = vscode.l10n.t('Run');
    return Promise.resolve(notify.ask(question, detail, run)).then(answer => answer === run);
  }

  /** The Incident Commander types what it is done to, and why. */
  async #command(target: Target): Promise<string> {
    const name = nameOf(target);
    const wrong = vscode.l10n.t('Type exactly: {0}', name);
    const typed = await vscode.window.showInputBox({
      title: vscode.l10n.t('Destructive in production: approve as Incident Commander'),
      prompt: vscode.l10n.t('Type the name of the target: {0}', name),
      ignoreFocusOut: true,
      validateInput: text => (text === name ? null : wrong),
    });
    if (typed !== name) throw declined();
    const reason = await vscode.window.showInputBox({
      title: vscode.l10n.t('Why? It goes into the timeline.'),
      prompt: vscode.l10n.t('One sentence that the post-mortem can quote.'),
      ignoreFocusOut: true,
      validateInput: text => (text.trim() === '' ? vscode.l10n.t('A reason is needed.') : null),
    });
    if (!reason?.trim()) throw declined();
    return reason.trim();
  }

  /** What is set outside the block. The reader is loaded on first use, as the table of rules is. */
  async #outside() {
    const { readTarget } = await import('../../core/execution/target/readTarget.ts');
    return readTarget(this.parts.sources);
  }

  async #assess({ code }: RunbookBlock): Promise<RiskReport> {
    try {
      this.#parser ??= import('../../core/execution/risk/parser.ts').then(module =>
        module.BashParser.load(this.parts.grammar),
      );
      const { assessBlock } = await import('../../core/execution/risk/assessBlock.ts');
      return assessBlock(await this.#parser, code, config.riskRules());
    } catch {
      // Without the grammar nothing is known of a block, so it asks like the worst.
      this.#parser = null;
      const reason = vscode.l10n.t('The block could not be looked at.');
      return {
        risk: 'destructive',
        findings: [{ risk: 'destructive', command: code.slice(0, 80), line: 1, reason }],
        touches: ['kubernetes', 'aws', 'gcloud', 'azure', 'database', 'host'],
        named: [],
      };
    }
  }
}

function declined(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('It was not approved; nothing was run.'),
    vscode.l10n.t('Press Run again if it should run after all.'),
  );
}

function riskView({ risk, findings }: RiskReport): RiskView {
  const sorted = [...findings].sort((a, b) => riskClasses.indexOf(b.risk) - riskClasses.indexOf(a.risk));
  return { risk, findings: sorted.slice(0, mostFindings), more: Math.max(0, sorted.length - mostFindings) };
}
