import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { type IncidentVerb, parseIncidentLine } from '../../core/response/incidentLine.ts';
import { type EntryText, parseEntryText } from '../../core/timeline/entryText.ts';
import { LocalZone } from '../../core/timeline/localZone.ts';
import { prompts } from '../prompts.ts';
import { openResponse } from '../response/openResponse.ts';
import { kindWords } from '../timeline/kindWords.ts';
import { isOpen, offers, shortTitle, whichWords } from './changeIncidents.ts';
import { generatePostMortem, type PostMortemParts } from './generatePostMortem.ts';
import { resolveNoting } from './resolveWithNote.ts';
import { type MessageParts, writeMessage } from './sendMessage.ts';
import { type SaidOfIncident, triggerIncident, type TriggerParts } from './triggerIncident.ts';

export type IncidentLineParts = TriggerParts &
  MessageParts &
  PostMortemParts & { readonly store: IncidentStore };

/** What an update says when no mark says otherwise. */
const updateKind = 'observation';

/** One line, as it would be typed to a bot: see incidentForms. What it will do is said while it is typed. */
export async function incidentLine(parts: IncidentLineParts, args: readonly unknown[]): Promise<void> {
  const typed = await prompts.line({
    title: vscode.l10n.t('Incident line'),
    placeHolder: vscode.l10n.t(
      'create "API Down" P1 · update "Identified" · resolve "Fixed" · postmortem create',
    ),
    ignoreFocusOut: true,
    validateInput: text => foreseen(parts, text),
  });
  if (typed === undefined) return;
  const line = parseIncidentLine(typed);
  if (line.ok) await act(parts, line, args);
}

async function act(parts: IncidentLineParts, line: IncidentVerb, args: readonly unknown[]): Promise<void> {
  if (line.type === 'create') return create(parts, line);
  if (line.type === 'postmortem') return generatePostMortem(parts, args);
  const incident = await parts.pick.one(args);
  if (!incident) return;
  if (line.type === 'update') await update(parts, incident, line.text);
  else await resolve(parts, incident, line.text);
}

/** Where the provider could not be told of the severity, the timeline still is. */
async function create(
  parts: IncidentLineParts,
  { title, severity }: Pick<SaidOfIncident, 'title' | 'severity'>,
): Promise<void> {
  const opened = await triggerIncident(parts, { title, severity, table: parts.rules().severities });
  if (!opened || !severity || opened.severity === severity) return;
  const { state } = await openResponse(parts, opened);
  await parts.deeds.setSeverity(opened, state, { to: severity, reason: '', triage: null });
}

async function update(parts: IncidentLineParts, incident: Incident, typed: string): Promise<void> {
  const entry = parsedEntry(parts, incident, typed);
  await written(parts, parts.writing.write(incident, typed, { unmarked: updateKind }));
  await writeMessage(parts, incident, 'update', entry.ok ? entry.text : typed);
}

/** What is resolved already can still be explained, and told. */
async function resolve(parts: IncidentLineParts, incident: Incident, note: string): Promise<void> {
  if (isOpen(incident) && !offers(parts, 'resolve')(incident)) {
    throw new NotPossibleError(
      vscode.l10n.t('{0} cannot be resolved from here.', whichWords([incident])),
      vscode.l10n.t('Resolve it where it came from, or sign in to its account.'),
    );
  }
  const noted = offers(parts, 'note')(incident);
  if (!noted) await written(parts, parts.writing.write(incident, note));
  if (isOpen(incident)) await resolveNoting(parts, [incident], noted ? note : '');
  else if (noted) await parts.actions.perform([incident], { type: 'note', text: note }, null);
  await writeMessage(parts, parts.store.latest(incident), 'resolution', note);
}

/** A disk that takes nothing holds back neither the end nor the message. */
function written({ boundary }: IncidentLineParts, entry: Promise<void>): Promise<void> {
  return boundary.written('Writing down what an incident line says', entry);
}

/** The reason why it cannot be done, or what will be done. */
function foreseen(parts: IncidentLineParts, typed: string): string | vscode.InputBoxValidationMessage {
  const line = parseIncidentLine(typed);
  if (!line.ok) return line.reason;
  const entry = line.type === 'update' ? parsedEntry(parts, parts.current.get(), line.text) : null;
  if (entry?.ok === false) return entry.reason;
  const kind = entry && (entry.kind === 'note' ? updateKind : entry.kind);
  return {
    message: willDo(line, parts.current.get(), kind ? kindWords()[kind] : ''),
    severity: vscode.InputBoxValidationSeverity.Info,
  };
}

/** @param kind what an update is called in the timeline */
function willDo(line: IncidentVerb, current: Incident | null, kind: string): string {
  const { t } = vscode.l10n;
  const which = current ? whichWords([current]) : t('the incident that you choose');
  switch (line.type) {
    case 'create':
      return line.severity === null
        ? t(
            'Triggers “{0}”: you choose the service, and see all of it before anybody is paged.',
            shortTitle(line.title),
          )
        : t(
            'Triggers “{0}” as {1}: you choose the service, and see all of it before anybody is paged.',
            ...[shortTitle(line.title), line.severity],
          );
    case 'update':
      return t(
        'Writes it into the timeline of {0} ({1}), then shows the update that would be sent.',
        which,
        kind,
      );
    case 'resolve':
      return current && !isOpen(current)
        ? t('{0} is resolved already: adds the note, then shows the message that would be sent.', which)
        : t('Resolves {0} with this note, then shows the message that would be sent.', which);
    case 'postmortem':
      return t('Generates the post-mortem of {0}.', which);
  }
}

function parsedEntry(
  { incidentClock }: IncidentLineParts,
  incident: Incident | null,
  typed: string,
): EntryText {
  return parseEntryText(typed, incidentClock.now(incident), new LocalZone());
}
