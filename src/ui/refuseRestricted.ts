import * as vscode from 'vscode';
import { NotPossibleError } from '../core/errors.ts';

/** Throws NotPossibleError in Restricted Mode. */
export function refuseRestricted(): void {
  if (vscode.workspace.isTrusted) return;
  throw new NotPossibleError(
    vscode.l10n.t('Nothing runs in Restricted Mode.'),
    vscode.l10n.t('Trust this workspace first, if you do.'),
  );
}
