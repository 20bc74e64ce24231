import { hash } from 'node:crypto';
import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import { askingFor } from '../../core/execution/approvalPolicy.ts';
import type { RiskReport } from '../../core/execution/risk/risk.ts';
import { holdsSecret } from '../../core/execution/redact.ts';
import { namingVariables } from '../../core/execution/target/namingVariables.ts';
import type { TargetSources } from '../../core/execution/target/readTarget.ts';
import { nameOf, type Target, targetText } from '../../core/execution/target/target.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { isRollback } from '../../core/response/mitigating.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { shortText } from '../../core/shortText.ts';
import type { ApprovalData } from '../../core/timeline/entry.ts';
import { hiddenShown } from '../../core/timeline/hiddenCharacters.ts';
import { config } from '../config.ts';
import { notify } from '../notify.ts';
import { prompts } from '../prompts.ts';
import { type BlockLook, blockLooks, riskView } from './blockLooks.ts';
import type { RunbookUse } from './runbookUse.ts';
import type { RiskReader } from './riskReader.ts';

/** What a block is given when it runs. */
export interface Given {
  /** Absolute. */
  readonly cwd: string;
  /** StartPlace’s: nothing changes something in another directory than it was written for without a question. */
  readonly gone?: string | null;
  /** Laid over the environment of VS Code: variables, and what blocks before it exported. */
  readonly environment: Readonly<Record<string, string>>;
  /** Variables that blocks before it took away. */
  readonly unset?: readonly string[];
  /** For a runbook from elsewhere: nothing of it runs without a question. */
  readonly alwaysAsk?: boolean;
}

/** What an approval holds for, all of it as it is now. */
interface Asked {
  readonly report: RiskReport;
  readonly target: Target;
  /** SHA-256 of script, variables, target and working directory. */
  readonly approved: string;
  /** The same without secrets, for the timeline: from what is written down nobody is to guess a short one. */
  readonly recorded: string;
}

/** Of the script in the question; all of it stands in the runbook. */
const mostLines = 10;
const mostVariables = 20;
const longestLine = 100;

/** Asks a person before a dangerous block runs, and writes the answer into the timeline. */
export class Approvals {
  /** What was approved once in this window and asks once only, by incident. */
  readonly #given = new Set<string>();

  constructor(
    private readonly parts: {
      readonly risk: Pick<RiskReader, 'assess' | 'assessAll'>;
      readonly sources: Omit<TargetSources, 'cwd'>;
      /** The variables that every block of an incident is given. */
      readonly environment: (incident: Incident | null) => Readonly<Record<string, string>>;
      /** Who sits here; offered as the name of who approves. */
      readonly author: () => string;
      /** Who has the command of that incident; null where nobody has. */
      readonly commander: (incident: Incident) => Promise<string | null>;
      /** Whether the runbook declares it a secret. */
      readonly isSecret: (use: RunbookUse, name: string) => boolean;
      /** Masks secrets in what the question shows. */
      readonly redact: (text: string) => string;
      /** Masks it; resolves once it is on disk, or kept where it cannot be. */
      readonly record: (incident: Incident, approval: ApprovalData) => Promise<void>;
    },
  ) {}

  /** What a block is given that no other one ran before. */
  given({ incident, cwd }: RunbookUse): Given {
    return { cwd, environment: this.parts.environment(incident) };
  }

  /** What stands at the blocks and in the banner, piece by piece. */
  view(blocks: readonly RunbookBlock[], given: Given): AsyncGenerator<BlockLook, void> {
    const { risk, sources } = this.parts;
    return blockLooks(
      {
        assess: runnable => risk.assessAll(runnable, namingVariables(sources.env, given)),
        target: report => this.#target(report, given),
      },
      blocks,
    );
  }

  /**
   * Resolves, with the target in words, where the block may run now: it only looks, or a person said so. Rejects with NotPossibleError where
   * it was declined or something changed meanwhile, with JournalWriteError where the approval cannot be kept.
   */
  async ask(
    use: RunbookUse,
    block: RunbookBlock,
    given: Given,
    isSameText: () => Promise<boolean>,
  ): Promise<string> {
    const asked = await this.#look(use, block, given);
    const { report, target, approved } = asked;
    const asking = askingFor(report.risk, {
      production: target.production,
      beforeEveryChange: config.askBeforeChanging() === 'always' || typeof given.gone === 'string',
      alwaysAsk: given.alwaysAsk ?? false,
    });
    const where = targetText(target);
    if (asking === 'never') return where;
    const key = `${use.incident?.key ?? ''}\n${approved}`;
    if (asking === 'once' && this.#given.has(key)) return where;

    if (!(await this.#confirm(block, asked, given))) throw declined();
    const commander = asking === 'commander' ? await this.#command(use, block, asked) : null;
    if (!(await isSameText()) || (await this.#look(use, block, given)).approved !== approved) {
      throw new NotPossibleError(
        vscode.l10n.t(
          'The block, its variables or its target changed while you were asked; nothing was run.',
        ),
        vscode.l10n.t('Look at it again and press Run once more.'),
      );
    }
    if (use.incident) {
      const { author } = this.parts;
      await this.parts.record(use.incident, {
        runbook: use.runbook,
        step: block.step,
        command: block.code,
        risk: report.risk,
        target: where,
        environment: target.environment,
        role: commander ? 'Incident Commander' : 'Responder',
        approvedBy: commander?.approvedBy ?? author(),
        ...(commander?.backup !== undefined && { backup: commander.backup }),
        reason: commander?.reason ?? '',
        approved: asked.recorded,
      });
    }
    if (asking === 'once') this.#given.add(key);
    return where;
  }

  /** What the block would act on now, in words as `ask` resolves with. */
  async target(use: RunbookUse, block: RunbookBlock, given: Given): Promise<string> {
    return targetText((await this.#look(use, block, given)).target);
  }

  async #look(use: RunbookUse, block: RunbookBlock, given: Given): Promise<Asked> {
    const { risk, sources } = this.parts;
    const report = await risk.assess(block, namingVariables(sources.env, given));
    const target = await this.#target(report, given);
    const { cwd, environment, unset = [] } = given;
    const variables = Object.entries(environment).sort(([a], [b]) => (a < b ? -1 : 1));
    const hashOf = (values: typeof variables, script: unknown, where: unknown) =>
      hash('sha256', JSON.stringify([script, cwd, values, [...unset].sort(), where]));
    const { redact, isSecret } = this.parts;
    const open = variables.filter(
      ([name, value]) => !isSecret(use, name) && !holdsSecret(name, value, redact),
    );
    const { code, attributes, interpreter } = block;
    return {
      report,
      target,
      approved: hashOf(variables, block.sha256, target),
      recorded: hashOf(open, [redact(code), attributes, interpreter], redact(JSON.stringify(target))),
    };
  }

  /** The reader is loaded on first use. */
  async #target(
    report: Pick<RiskReport, 'touches' | 'named'>,
    { cwd, environment, unset = [] }: Given,
  ): Promise<Target> {
    const { blockTarget } = await import('../../core/execution/target/blockTarget.ts');
    const { sources } = this.parts;
    const env: Record<string, string | undefined> = { ...sources.env };
    for (const name of unset) env[name] = undefined;
    return blockTarget({ ...sources, cwd, env: { ...env, ...environment } }, report, config.environments());
  }

  #confirm(
    block: RunbookBlock,
    { report, target }: Asked,
    { cwd, gone = null, environment, alwaysAsk }: Given,
  ): Promise<boolean> {
    const question =
      report.risk === 'destructive'
        ? vscode.l10n.t('Run the destructive block “{0}”?', block.step || vscode.l10n.t('A block'))
        : report.risk === 'changing'
          ? vscode.l10n.t('Run “{0}”, which changes something?', block.step || vscode.l10n.t('A block'))
          : vscode.l10n.t('Run “{0}”?', block.step || vscode.l10n.t('A block'));
    const { findings } = riskView(report);
    const { redact } = this.parts;
    const detail = [
      vscode.l10n.t('On {0}', targetText(target)),
      vscode.l10n.t(
        'Environment: {0}',
        target.environment ??
          (target.production ? vscode.l10n.t('not known, so as production') : vscode.l10n.t('none named')),
      ),
      vscode.l10n.t('In {0}, with {1}', cwd, programOf(block)),
      ...(gone === null
        ? []
        : [vscode.l10n.t('The blocks before it went to {0}, which does not exist any more', redact(gone))]),
      '',
      ...scriptLines(redact(block.code)),
      ...(alwaysAsk ? this.#variableLines(environment) : []),
      '',
      ...findings
        .filter(({ risk }) => risk !== 'read-only')
        .slice(0, 6)
        .map(({ line, command, reason }) => vscode.l10n.t('Line {0}: {1} — {2}', line, command, reason)),
    ].join('\n');
    const run = vscode.l10n.t('Run');
    return Promise.resolve(notify.ask(question, detail, run)).then(answer => answer === run);
  }

  /** What the script of somebody else is given, which it need not mention. The incident’s own are On-Call’s. */
  #variableLines(environment: Given['environment']): readonly string[] {
    const all = Object.entries(environment).filter(([name]) => !name.startsWith('ONCALL_'));
    if (all.length === 0) return [];
    const shown = all
      .slice(0, mostVariables)
      .map(([name, value]) => oneLine(this.parts.redact(`${name}=${value}`)));
    const left = all.length - shown.length;
    return [
      '',
      vscode.l10n.t('Its variables:'),
      ...shown,
      ...(left > 0 ? [vscode.l10n.t('and {0} more variables', left)] : []),
    ];
  }

  /**
   * The target’s name is typed, and who decides this as Incident Commander says why. Where something is rolled back,
   * somebody else confirms it: it may destroy what came since.
   */
  async #command(
    { incident }: RunbookUse,
    { step, code }: RunbookBlock,
    { target }: Asked,
  ): Promise<{ readonly approvedBy: string; readonly reason: string; readonly backup?: string }> {
    const { author, commander } = this.parts;
    const title = vscode.l10n.t('Destructive in production: approve as Incident Commander');
    const name = nameOf(target);
    await askText(
      { title, prompt: vscode.l10n.t('Type the name of the target: {0}', name) },
      text => text === name,
      vscode.l10n.t('Type exactly: {0}', name),
    );
    const isName = (text: string) => /\S/.test(text) && text.length <= 200;
    const inCommand = incident && (await commander(incident));
    const approvedBy = await askText(
      {
        title,
        prompt: inCommand
          ? vscode.l10n.t('{0} is Incident Commander. Who approves this?', inCommand)
          : vscode.l10n.t('Who approves this as Incident Commander?'),
        value: inCommand ?? author(),
      },
      isName,
      vscode.l10n.t('A name is needed.'),
    );
    const backup = isRollback(step, code)
      ? await askText(
          {
            title: vscode.l10n.t('A risky rollback: what came since may be lost'),
            prompt: vscode.l10n.t('Who else confirms it, as backup, and that the data is saved?'),
          },
          text => isName(text) && text.trim().toLowerCase() !== approvedBy.toLowerCase(),
          vscode.l10n.t('The name of somebody other than {0} is needed.', approvedBy),
        )
      : undefined;
    const reason = await askText(
      {
        title: vscode.l10n.t('Why? It goes into the timeline.'),
        prompt: vscode.l10n.t('One sentence that the post-mortem can quote.'),
      },
      text => /\S/.test(text),
      vscode.l10n.t('A reason is needed.'),
    );
    return { approvedBy, reason, ...(backup !== undefined && { backup }) };
  }
}

/** @param wrong said while what is typed is not good. Rejects where nothing good was typed. */
async function askText(
  options: vscode.InputBoxOptions,
  isGood: (text: string) => boolean,
  wrong: string,
): Promise<string> {
  const text = await prompts.line({
    ...options,
    ignoreFocusOut: true,
    validateInput: typed => (isGood(typed) ? null : wrong),
  });
  if (text === undefined || !isGood(text)) throw declined();
  return text.trim();
}

function declined(): NotPossibleError {
  return new NotPossibleError(
    vscode.l10n.t('It was not approved; nothing was run.'),
    vscode.l10n.t('Press Run again if it should run after all.'),
  );
}

/** A path as it is written: by its name alone nobody could tell what it is. */
function programOf({ attributes, interpreter, language }: RunbookBlock): string {
  const named = attributes.interpreter ?? '';
  return /[\\/]/.test(named) ? hiddenShown(named) : (interpreter ?? language);
}

function oneLine(text: string): string {
  return `    ${shortText(hiddenShown(text.replaceAll('\n', '↵')), longestLine)}`;
}

/** What is about to run, as far as a dialog has room for it. */
function scriptLines(code: string): readonly string[] {
  const lines = code.trimEnd().split('\n');
  const shown = lines.slice(0, mostLines).map(oneLine);
  const left = lines.length - shown.length;
  return left === 0 ? shown : [...shown, vscode.l10n.t('and {0} more lines', left)];
}
