import * as vscode from 'vscode';
import type { MetricsDocuments } from '../metricsDocuments.ts';

export interface MetricsParts {
  readonly metrics: MetricsDocuments;
}

/** MTTD, MTTA, MTTR and MTBF of a period that the person chooses. */
export async function showMetrics({ metrics }: MetricsParts): Promise<void> {
  const { t } = vscode.l10n;
  const periods = [
    { label: t('The last 30 days'), days: 30 },
    { label: t('The last 90 days'), days: 90 },
    { label: t('The last 365 days'), days: 365 },
    { label: t('Everything'), days: null },
  ];
  const period = await vscode.window.showQuickPick(periods, {
    title: t('Response Times'),
    placeHolder: t('Of which period?'),
  });
  if (period) await metrics.show(period.days);
}
