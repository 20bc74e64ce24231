import * as vscode from 'vscode';
import type { Incident } from '../../core/incidents/incident.ts';
import { prompts } from '../prompts.ts';
import { tellMaskedNote } from '../tellMasked.ts';
import type { NoteParts } from './addNote.ts';
import { type ActionParts, offers, whichWords } from './changeIncidents.ts';

/** Asks for the note, and resolves. */
export async function resolveWithNote(parts: NoteParts, args: readonly unknown[]): Promise<void> {
  const [notes, resolves] = [offers(parts, 'note'), offers(parts, 'resolve')];
  const incidents = await parts.pick.many(args, one => notes(one) && resolves(one));
  if (!incidents || incidents.length === 0) return;
  const text = await prompts.line({
    title: vscode.l10n.t('Resolve {0} with a note', whichWords(incidents)),
    prompt: vscode.l10n.t('What was it, and what ended it? Leave it empty to resolve without a note.'),
    ignoreFocusOut: true,
  });
  if (text === undefined) return;
  await resolveNoting(parts, incidents, text.trim());
  tellMaskedNote(parts.redactor, text);
}

/**
 * The note and the end in one step. PagerDuty’s own `resolution` is shown nowhere in its screens, so it is a real
 * note; the two go their own ways, so that a note that is refused never holds up the resolving.
 * @param note empty for none
 */
export async function resolveNoting(
  parts: ActionParts,
  incidents: readonly Incident[],
  note: string,
): Promise<void> {
  const words = (which: string) => vscode.l10n.t('Resolved {0}', which);
  const written = note ? parts.actions.perform(incidents, { type: 'note', text: note }, null) : undefined;
  const ended = parts.actions.perform(incidents, { type: 'resolve' }, words);
  // Whether the incident is over is what has to be known first.
  const results = await Promise.allSettled([ended, written]);
  for (const result of results) if (result.status === 'rejected') throw result.reason;
}
