import * as vscode from 'vscode';
import { prompts } from '../prompts.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import { tellMaskedNote } from '../tellMasked.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';

export interface NoteParts extends ActionParts {
  readonly redactor: Redactor;
}

/** A note of the provider’s, for everybody; it comes back into the timeline through the provider’s log. */
export async function addNote(parts: NoteParts, args: readonly unknown[]): Promise<void> {
  const incidents = await parts.pick.many(args, offers(parts, 'note'));
  if (!incidents || incidents.length === 0) return;
  const text = await prompts.line({
    title: vscode.l10n.t('Note on {0}', whichWords(incidents)),
    prompt: vscode.l10n.t('Everybody who sees the incident can read it. A note cannot be taken back.'),
    ignoreFocusOut: true,
  });
  if (!text?.trim()) return;
  await parts.actions.perform(incidents, { type: 'note', text: text.trim() }, null);
  tellMaskedNote(parts.redactor, text);
}
