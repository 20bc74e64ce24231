import * as vscode from 'vscode';
import { NotPossibleError } from '../../core/errors.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { dayText, LocalZone, timeText } from '../../core/timeline/localZone.ts';
import { authorOf, versionsOf } from '../../core/timeline/panel/entryRow.ts';
import type { VersionView } from '../../core/timeline/panel/panelView.ts';
import type { ViewedEntry } from '../../core/timeline/timelineView.ts';
import { parseTime } from '../../core/timeline/when.ts';
import { withoutIcons } from '../incidentPick.ts';
import { prompts } from '../prompts.ts';
import type { EntryDeeds } from '../timeline/entryDeeds.ts';
import { type EntryNode, kindIcons } from '../trees/timelineNodes.ts';
import type { TimelineParts } from './addTimelineEntry.ts';

export interface ChangeEntryParts extends TimelineParts {
  readonly entryDeeds: EntryDeeds;
}

type Accept = (viewed: ViewedEntry) => boolean;
type Deed = Parameters<EntryDeeds['act']>[0];

const counts: Accept = ({ entry }) => !entry.retracts;
const accepted: { readonly [D in Deed]: Accept } = {
  retract: counts,
  restore: ({ entry }) => entry.retracts === true,
  markKey: viewed => counts(viewed) && !viewed.entry.key,
  unmarkKey: viewed => counts(viewed) && viewed.entry.key === true,
  copy: () => true,
  send: viewed => counts(viewed) && viewed.entry.source.type !== 'provider',
  showOutput: ({ entry }) => entry.kind === 'run',
  openRunbook: ({ entry }) => entry.kind === 'run',
};

export async function actOnEntry(
  parts: ChangeEntryParts,
  deed: Deed,
  args: readonly unknown[],
): Promise<void> {
  const chosen = await chosenEntry(parts, args, accepted[deed]);
  if (chosen) await parts.entryDeeds.act(deed, chosen.incident, chosen.viewed);
}

export async function editEntryText(parts: ChangeEntryParts, args: readonly unknown[]): Promise<void> {
  const chosen = await chosenEntry(parts, args, counts);
  if (!chosen) return;
  const { incident, viewed } = chosen;
  // A box of one line would lose the others.
  if (viewed.entry.text.includes('\n')) {
    throw new NotPossibleError(
      vscode.l10n.t('This entry has several lines.'),
      vscode.l10n.t('Edit it in “On-Call: Open Timeline”: press e there.'),
    );
  }
  const text = await prompts.line({
    title: vscode.l10n.t('Edit the entry'),
    prompt: vscode.l10n.t('What was there before is kept in its history.'),
    value: viewed.entry.text,
    ignoreFocusOut: true,
  });
  if (text === undefined || text === viewed.entry.text) return;
  await parts.writing.editText(incident, viewed.id, text);
}

export async function editEntryTime(parts: ChangeEntryParts, args: readonly unknown[]): Promise<void> {
  const chosen = await chosenEntry(parts, args, counts);
  if (!chosen) return;
  const { incident, viewed } = chosen;
  const zone = new LocalZone();
  const value = momentText(Date.parse(viewed.entry.at), zone);
  const typed = await prompts.line({
    title: vscode.l10n.t('When did it happen?'),
    prompt: vscode.l10n.t('“10:15”, “-5m”, “yesterday 23:50”; times are of {0}.', zone.name),
    value,
    ignoreFocusOut: true,
    validateInput: text => {
      const time = parseTime(text, parts.incidentClock.now(incident), zone);
      if (!time.ok) return time.reason;
      return { message: momentText(time.at, zone), severity: vscode.InputBoxValidationSeverity.Info };
    },
  });
  if (typed === undefined || typed === value) return;
  await parts.writing.editTime(incident, viewed.id, typed);
}

/** Every version of an entry, to be read. */
export async function showEntryHistory(parts: ChangeEntryParts, args: readonly unknown[]): Promise<void> {
  const chosen = await chosenEntry(parts, args, () => true);
  if (!chosen) return;
  const zone = new LocalZone();
  const versions = versionsOf(chosen.viewed);
  const rows = versions.map((version, index) => ({
    label: deedOf(version, versions[index - 1]),
    description: withoutIcons(`${version.author}, ${momentText(version.writtenAt, zone)}`),
    detail: withoutIcons(`${momentText(version.at, zone)}  ${version.text.replace(/\s+/g, ' ')}`),
  }));
  await vscode.window.showQuickPick(rows.reverse(), {
    title: vscode.l10n.t('History of the entry, newest first'),
    matchOnDetail: true,
  });
}

function deedOf(version: VersionView, before: VersionView | undefined): string {
  if (!before) return vscode.l10n.t('Written');
  if (version.retracted) return vscode.l10n.t('Retracted');
  if (before.retracted) return vscode.l10n.t('Restored');
  const deeds = [
    ...(before.text !== version.text ? [vscode.l10n.t('text edited')] : []),
    ...(before.at !== version.at ? [vscode.l10n.t('time edited')] : []),
    ...(before.key !== version.key
      ? [version.key ? vscode.l10n.t('marked as key event') : vscode.l10n.t('no key event any more')]
      : []),
  ];
  return deeds.join(', ') || vscode.l10n.t('Written again');
}

/** The entry of the clicked row, else the one that the person picks of the incident at hand. */
async function chosenEntry(
  { pick, timelines }: ChangeEntryParts,
  args: readonly unknown[],
  accept: Accept,
): Promise<{ readonly incident: Incident; readonly viewed: ViewedEntry } | undefined> {
  if (isEntryNode(args[0])) return args[0];
  const incident = await pick.one([], undefined, { remembered: true });
  if (!incident) return undefined;
  const view = await timelines.view(incident);
  const possible = [...(view?.entries ?? []), ...(view?.retracted ?? [])].filter(accept);
  if (possible.length === 0) {
    throw new NotPossibleError(
      vscode.l10n.t('The timeline of “{0}” has no entry that this can be done with.', incident.title),
      vscode.l10n.t('Add one first, or choose another incident.'),
    );
  }
  const zone = new LocalZone();
  const rows = possible.reverse().map(viewed => ({
    label: withoutIcons(viewed.entry.text.replace(/\s+/g, ' ')),
    description: withoutIcons(`${momentText(Date.parse(viewed.entry.at), zone)}, ${authorOf(viewed)}`),
    iconPath: new vscode.ThemeIcon(kindIcons[viewed.entry.kind]),
    viewed,
  }));
  const row = await vscode.window.showQuickPick(rows, {
    placeHolder: vscode.l10n.t('Which entry?'),
    matchOnDescription: true,
  });
  return row && { incident, viewed: row.viewed };
}

function momentText(at: number, zone: LocalZone): string {
  const local = zone.wallTime(at);
  return `${dayText(local)} ${timeText(local)}`;
}

function isEntryNode(value: unknown): value is EntryNode {
  return (value as { readonly type?: unknown } | null | undefined)?.type === 'entry';
}
