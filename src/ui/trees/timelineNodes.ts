import * as vscode from 'vscode';
import type { Incident } from '../../core/incidents/incident.ts';
import { numberText } from '../../core/numberText.ts';
import type { EntryKind } from '../../core/timeline/entry.ts';
import { ranWell, runDataOf } from '../../core/timeline/entryData.ts';
import { authorOf } from '../../core/timeline/panel/entryRow.ts';
import { sourceName } from '../../core/timeline/timelineMarkdown.ts';
import type { TimelineView, ViewedEntry } from '../../core/timeline/timelineView.ts';
import type { CommandId } from '../contributed.ts';
import { clockTime, fullTime } from '../localTime.ts';
import { kindWords } from '../timeline/kindWords.ts';
import type { Unsaved } from '../timelines.ts';
import { spoken, spokenText } from './spoken.ts';
import { localDay } from '../../core/localDay.ts';

/** One entry, with the incident whose timeline it stands in: what the commands of its menu get. */
export interface EntryNode {
  readonly type: 'entry';
  readonly incident: Incident;
  readonly viewed: ViewedEntry;
}

export type TimelineNode =
  /** Stands first. */
  | { readonly type: 'unsaved'; readonly unsaved: Unsaved }
  | EntryNode
  | { readonly type: 'day'; readonly day: string; readonly entries: readonly EntryNode[] }
  | { readonly type: 'retracted'; readonly entries: readonly EntryNode[] }
  /** Older ones, which the panel shows. */
  | { readonly type: 'earlier'; readonly count: number; readonly incident: Incident }
  /** Lines that could not be read are shown as one node: they are evidence too. */
  | { readonly type: 'unreadable'; readonly lines: TimelineView['unreadable'] };

/** VS Code’s icons. */
export const kindIcons: Record<EntryKind, string> = {
  triggered: 'bell-dot',
  acknowledged: 'eye',
  unacknowledged: 'eye-closed',
  assigned: 'person-add',
  escalated: 'arrow-up',
  resolved: 'pass',
  snoozed: 'clock',
  notified: 'broadcast',
  changed: 'edit',
  note: 'comment',
  decision: 'law',
  hypothesis: 'question',
  observation: 'search',
  activity: 'tools',
  impact: 'flame',
  run: 'terminal',
  approval: 'verified',
  checklist: 'checklist',
  action: 'tasklist',
  severity: 'dashboard',
  role: 'organization',
  stage: 'milestone',
  deadline: 'watch',
  flag: 'flag',
  bridge: 'call-incoming',
  message: 'megaphone',
  git: 'git-commit',
  document: 'notebook',
};
const runIcons: Record<string, [icon: string, color: string]> = {
  ok: ['pass', 'testing.iconPassed'],
  failed: ['error', 'testing.iconFailed'],
  cancelled: ['circle-slash', 'descriptionForeground'],
  unknown: ['question', 'list.warningForeground'],
};

/** @param firstDay the newest one, which is open @param now by the incident’s clock, ms since the epoch */
export function itemOf(node: TimelineNode, firstDay: string | undefined, now: number): vscode.TreeItem {
  switch (node.type) {
    case 'entry':
      return entryItem(node.viewed);
    case 'day':
      return dayItem(node.day, firstDay === node.day, new Date(now));
    case 'retracted':
      return retractedItem(node.entries.length);
    case 'earlier':
      return earlierItem(node);
    case 'unreadable':
      return unreadableItem(node.lines);
    case 'unsaved':
      return unsavedItem(node.unsaved);
  }
}

/** @param nodes newest first */
export function byDay(nodes: readonly EntryNode[]): readonly TimelineNode[] {
  const days = new Map<string, EntryNode[]>();
  for (const node of nodes) {
    const day = localDay(Date.parse(node.viewed.entry.at));
    days.set(day, [...(days.get(day) ?? []), node]);
  }
  return [...days].map(([day, entries]) => ({ type: 'day', day, entries }));
}

function dayItem(day: string, newest: boolean, now: Date): vscode.TreeItem {
  const yesterday = localDay(new Date(now.getFullYear(), now.getMonth(), now.getDate() - 1).getTime());
  const words =
    day === localDay(now.getTime())
      ? vscode.l10n.t('Today')
      : day === yesterday
        ? vscode.l10n.t('Yesterday')
        : day;
  const state = newest ? vscode.TreeItemCollapsibleState.Expanded : vscode.TreeItemCollapsibleState.Collapsed;
  const item = new vscode.TreeItem(words, state);
  item.id = `day:${day}`;
  // Which zone the days and times are of must never be a guess.
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  item.description = words === day ? zone : `${day} ${zone}`;
  item.contextValue = 'day';
  return spoken(item);
}

function retractedItem(count: number): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('Retracted'), vscode.TreeItemCollapsibleState.Collapsed);
  item.id = 'retracted';
  item.description = String(count);
  item.contextValue = 'retracted';
  return spoken(item);
}

function earlierItem({ count, incident }: Extract<TimelineNode, { type: 'earlier' }>): vscode.TreeItem {
  const item = new vscode.TreeItem(vscode.l10n.t('{0} earlier entries', numberText(count)));
  item.id = 'earlier';
  item.iconPath = new vscode.ThemeIcon('ellipsis');
  item.command = {
    command: 'onCall.openTimelinePanel',
    title: '',
    arguments: [{ type: 'incident', incident }],
  };
  return spoken(item);
}

function entryItem({ id, entry, history }: ViewedEntry): vscode.TreeItem {
  const time = clockTime(entry.at);
  const item = new vscode.TreeItem(`${time}  ${entry.text.replace(/\s+/g, ' ')}`);
  const run = runDataOf(entry);
  // An exit code that was expected is no failure, and what ended ok may still not have done what it should.
  const end = run && (ranWell(run) ? 'ok' : run.outcome === 'ok' ? 'failed' : run.outcome);
  const [icon, color] = (end && runIcons[end]) || [kindIcons[entry.kind]];
  item.id = `entry:${id}`;
  item.iconPath = color
    ? new vscode.ThemeIcon(icon, new vscode.ThemeColor(color))
    : new vscode.ThemeIcon(icon);
  const author = authorOf({ id, entry, history });
  const source = sourceName({ id, entry, history });
  item.description = entry.key ? vscode.l10n.t('★ key event, {0}', author) : author;
  item.tooltip = [
    kindWords()[entry.kind],
    entry.text,
    `${fullTime(entry.at)} (${entry.at})`,
    vscode.l10n.t('By {0}, source: {1}', author, source),
    ...(entry.at === entry.writtenAt ? [] : [vscode.l10n.t('Written down {0}', fullTime(entry.writtenAt))]),
    ...(entry.machineAt === undefined
      ? []
      : [
          vscode.l10n.t(
            'The clock of the machine was off: it said {0} ({1})',
            fullTime(entry.machineAt),
            entry.machineAt,
          ),
        ]),
    ...history.map(before => vscode.l10n.t('Before: {0}', before.text)),
    ...(run ? ['', run.command, '', run.outputTail] : []),
  ].join('\n');
  const tags = ['entry', entry.retracts ? 'canRestore' : entry.key ? 'isKey' : 'canMark'];
  item.contextValue = [...tags, ...(run ? ['run'] : []), ...(entry.retracts ? [] : ['counts'])].join(' ');
  item.accessibilityInformation = {
    label: `${time}, ${kindWords()[entry.kind]}, ${spokenText(entry.text)}, ${item.description}, ${source}`,
  };
  return item;
}

function unreadableItem(lines: TimelineView['unreadable']): vscode.TreeItem {
  const label =
    lines.length === 1
      ? vscode.l10n.t('1 line could not be read')
      : vscode.l10n.t('{0} lines could not be read', lines.length);
  const item = new vscode.TreeItem(label);
  item.id = 'unreadable';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.description = vscode.l10n.t('What could not be read stays in the file; everything else is shown.');
  item.tooltip = lines
    .map(({ line, reason, text, file }) => {
      const place =
        file === undefined ? vscode.l10n.t('Line {0}', line) : vscode.l10n.t('{0}, line {1}', file, line);
      return `${place}: ${reason}\n${text}`;
    })
    .join('\n');
  return spoken(item);
}

function unsavedItem({ entries, copiedTo }: Unsaved): vscode.TreeItem {
  const label =
    entries.length === 1
      ? vscode.l10n.t('1 entry is not saved yet')
      : vscode.l10n.t('{0} entries are not saved yet', entries.length);
  const item = new vscode.TreeItem(label);
  item.id = 'unsaved';
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.errorForeground'));
  item.description =
    copiedTo === null
      ? vscode.l10n.t('Kept while this window is open. Save elsewhere…')
      : vscode.l10n.t('Saved in {0}', copiedTo);
  item.tooltip = [
    vscode.l10n.t('They are tried again by themselves, twice a minute.'),
    ...entries.map(({ at, text }) => `${fullTime(at)}  ${text}`),
  ].join('\n');
  item.contextValue = 'unsaved';
  item.command = {
    command: 'onCall.saveTimelineElsewhere' satisfies CommandId,
    title: vscode.l10n.t('Save Timeline Elsewhere…'),
  };
  return spoken(item);
}
