import * as vscode from 'vscode';
import type { RiskClass } from '../core/execution/risk/risk.ts';

export function riskClassWords(risk: RiskClass): string {
  switch (risk) {
    case 'read-only':
      return vscode.l10n.t('Read-only');
    case 'changing':
      return vscode.l10n.t('Changing');
    case 'destructive':
      return vscode.l10n.t('Destructive');
  }
}

export const riskIcons: Readonly<Record<RiskClass, string>> = {
  'read-only': 'eye',
  changing: 'edit',
  destructive: 'flame',
};
