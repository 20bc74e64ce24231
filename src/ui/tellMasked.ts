import * as vscode from 'vscode';
import type { Redacted, Redactor } from '../core/execution/redact.ts';
import { notify } from './notify.ts';

/** Says what was masked of what a person wrote into the timeline. */
export function tellMasked(redacted: Redacted): void {
  const kinds = kindsOf(redacted);
  if (kinds !== '') void notify.info(vscode.l10n.t('Masked in the timeline: {0}', kinds));
}

/** The same of a note at the provider, which nobody can take back and which is sent as it was typed. */
export function tellMaskedNote(redactor: Redactor, note: string): void {
  const kinds = kindsOf(redactor.redact(note));
  if (kinds !== '')
    void notify.info(
      vscode.l10n.t('Masked in the timeline, but not in the note at the provider: {0}', kinds),
    );
}

/** “password, AWS key”; empty where nothing was masked. */
function kindsOf({ masked }: Redacted): string {
  return masked.map(({ kind }) => vscode.l10n.t(kind)).join(', ');
}
