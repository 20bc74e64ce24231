import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { notify } from '../notify.ts';
import type { TeamFiles } from '../team/teamFiles.ts';

export interface ExportRulesParts {
  readonly teamFiles: () => Promise<TeamFiles>;
  readonly boundary: ErrorBoundary;
  readonly window: Pick<typeof vscode.window, 'showSaveDialog'>;
}

/** A rule file of the alert definitions whose condition is PromQL; what is left out stands in it, with the reason. */
export async function exportPrometheusRules({
  teamFiles,
  boundary,
  window,
}: ExportRulesParts): Promise<void> {
  const { team } = await teamFiles();
  const { prometheusRules } = await import('../../core/team/prometheusRules.ts');
  const { yaml, written, leftOut } = prometheusRules(team.alerts);
  if (yaml === null) {
    const [first] = leftOut;
    throw new NotPossibleError(
      first
        ? vscode.l10n.t('No alert definition can be a rule. “{0}”: {1}', first.name, first.reason)
        : vscode.l10n.t('There are no alert definitions.'),
      vscode.l10n.t('Define alerts with a condition in PromQL: “On-Call: Edit Team File”.'),
    );
  }
  const folder = vscode.workspace.workspaceFolders?.[0]?.uri;
  const target = await window.showSaveDialog({
    ...(folder ? { defaultUri: vscode.Uri.joinPath(folder, 'on-call.rules.yml') } : {}),
    filters: { YAML: ['yml', 'yaml'] },
    title: vscode.l10n.t('Export as Prometheus Rules'),
  });
  if (!target) return;
  await vscode.workspace.fs.writeFile(target, new TextEncoder().encode(yaml));
  const open = vscode.l10n.t('Open');
  const path = vscode.workspace.asRelativePath(target);
  const told =
    leftOut.length === 0
      ? vscode.l10n.t('Rules written to {0}: {1}.', path, written.length)
      : vscode.l10n.t(
          'Rules written to {0}: {1}. Left out, with the reason in the file: {2}.',
          ...[path, written.length, leftOut.length],
        );
  const offering = async () => {
    if ((await notify.info(told, open)) === open) await vscode.window.showTextDocument(target);
  };
  boundary.watch('Opening the exported rules', offering());
}
