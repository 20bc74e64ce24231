import { reasonText } from '../../execution/risk/reasonText.ts';
import { worse, type RiskReport } from '../../execution/risk/risk.ts';
import type { RunbookBlock } from '../runbook.ts';
import { shown, type Finding, type Fix } from './finding.ts';
import type { LintContext } from './lintRunbook.ts';
import type { BlockText, RunbookText } from './runbookText.ts';
import { addSection, verification, verificationSection } from './sectionRule.ts';
import { withAttribute } from './withAttribute.ts';

/** Each is parsed into its commands. */
const most = 300;
const undoing = /\b(?:undo|rollback|roll-back|restore|revert|reset|uncordon|resume)/i;

/** Blocks that destroy, where the runbook says neither how to undo it nor how to see that all is well. */
export async function destructiveRule(text: RunbookText, context: LintContext): Promise<Finding[]> {
  const { assess } = context;
  if (!assess) return [];
  const names = new Set(text.blocks.flatMap(({ block }) => block.attributes.name ?? []));
  const findings: Finding[] = [];
  for (const script of text.blocks.filter(({ block }) => block.runnable).slice(0, most)) {
    const { block } = script;
    const { rollback, name } = block.attributes;
    if ((rollback !== null && rollback !== name && names.has(rollback)) || isVerified(block, text)) continue;
    let report: RiskReport;
    try {
      report = await assess(block);
    } catch {
      continue; // What could not be looked at cannot be called destructive.
    }
    if (worse(report.risk, block.attributes.risk ?? 'read-only') !== 'destructive') continue;
    findings.push(unguarded(script, report, text, context));
  }
  return findings;
}

function isVerified({ line, id }: RunbookBlock, { runbook, blocks }: RunbookText): boolean {
  const behind = runbook.headings.some(heading => heading.line > line && isVerification(heading.text));
  return (
    behind ||
    blocks.some(
      ({ block }) =>
        block.line > line && block.id !== id && block.runnable && isVerification(block.attributes.name ?? ''),
    )
  );
}

function isVerification(text: string): boolean {
  return verification.test(text.slice(0, 200));
}

function unguarded(
  script: BlockText,
  { findings }: RiskReport,
  text: RunbookText,
  { l10n }: LintContext,
): Finding {
  const worst = findings.find(({ risk }) => risk === 'destructive');
  const range = worst ? script.lineRange(worst.line) : script.opening;
  const fixes: Fix[] = [];
  if (script.block.attributes.rollback === null) {
    for (const { block } of text.blocks) {
      const { name } = block.attributes;
      if (name === null || block.id === script.block.id || !undoing.test(name)) continue;
      const edit = withAttribute(script, 'rollback', name);
      if (edit)
        fixes.push({ title: l10n.t('Name “{0}” as the block that undoes it', shown(name)), edits: [edit] });
    }
  }
  const edit = addSection(text, verificationSection, l10n);
  if (edit.range.start.line >= script.block.line)
    fixes.push({ title: l10n.t('Add the section “{0}”', l10n.t('Verification')), edits: [edit] });
  return {
    code: 'destructive-unguarded',
    severity: 'warning',
    message: worst
      ? l10n.t(
          'This cannot be taken back ({0}), and the runbook says neither how to undo it nor how to verify that all is well.',
          reasonText(worst.reason).replace(/\.$/, ''),
        )
      : l10n.t(
          'This block is destructive, and the runbook says neither how to undo it nor how to verify that all is well.',
        ),
    range,
    fixes: fixes.slice(0, 4),
  };
}
