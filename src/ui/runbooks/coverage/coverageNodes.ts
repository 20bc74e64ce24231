import * as vscode from 'vscode';
import type { Incident } from '../../../core/incidents/incident.ts';
import type { FailedBlock, RunbookUsage, UncoveredService } from '../../../core/runbooks/coverage.ts';
import type { RunbookOccasion } from '../../commands/newRunbook.ts';
import { withoutIcons } from '../../incidentPick.ts';
import { fullTime } from '../../localTime.ts';
import { spoken } from '../../trees/spoken.ts';
import type { RunbookFile } from '../runbookLibrary.ts';
import { localDay } from '../../../core/localDay.ts';

export type CoverageSection = 'uncovered' | 'failed' | 'usage';

/** Where a runbook opens: what “Open This File as a Runbook” takes. */
interface RunbookPlace {
  readonly uri: string;
  /** 1-based. */
  readonly line: number;
}

export type CoverageNode =
  | {
      readonly type: 'section';
      readonly section: CoverageSection;
      readonly children: readonly CoverageNode[];
    }
  | { readonly type: 'uncovered'; readonly service: UncoveredService<RunbookFile> }
  | ({ readonly type: 'failed'; readonly block: FailedBlock<RunbookFile> } & RunbookPlace)
  | UsageNode;

interface UsageNode extends RunbookPlace {
  readonly type: 'usage';
  readonly usage: RunbookUsage<RunbookFile>;
  /** How many incidents it was looked for in, where there are more; null: in all. */
  readonly newest: number | null;
}

/** A runbook with its step and the incident that speaks of it, as far as a node names them. */
export interface CoverageSubject {
  readonly file: RunbookFile | null;
  readonly step: string;
  readonly incident: Incident | null;
  /** What is proposed to be written; empty where nothing is. */
  readonly proposal: string;
}

export function isCoverageNode(value: unknown): value is CoverageNode {
  const type = typeof value === 'object' && value !== null ? (value as { type?: unknown }).type : null;
  return type === 'section' || type === 'uncovered' || type === 'failed' || type === 'usage';
}

export function subjectOf(node: CoverageNode): CoverageSubject | null {
  switch (node.type) {
    case 'section':
      return null;
    case 'uncovered': {
      const proposal = vscode.l10n.t('Write a runbook for {0}', node.service.name);
      return { file: null, step: '', incident: node.service.incidents[0] ?? null, proposal };
    }
    case 'failed': {
      const { file, step, incident } = node.block;
      return { file, step, incident, proposal: vscode.l10n.t('Mend the block that failed') };
    }
    case 'usage': {
      const { file, lastUsed } = node.usage;
      return { file, step: '', incident: lastUsed?.incident ?? null, proposal: '' };
    }
  }
}

/** What a new runbook begins with, where it is made for a service that has none. */
export function occasionOf(value: unknown): RunbookOccasion | null {
  const incident = isCoverageNode(value) && value.type === 'uncovered' ? value.service.incidents[0] : null;
  return incident ? { incident, alerts: [] } : null;
}

export function itemOf(node: CoverageNode): vscode.TreeItem {
  switch (node.type) {
    case 'section':
      return sectionItem(node.section, node.children.length);
    case 'uncovered':
      return uncoveredItem(node.service);
    case 'failed':
      return failedItem(node.block, node);
    case 'usage':
      return usageItem(node);
  }
}

function sectionItem(section: CoverageSection, count: number): vscode.TreeItem {
  const titles: Record<CoverageSection, string> = {
    uncovered: vscode.l10n.t('Services without a runbook'),
    failed: vscode.l10n.t('Blocks that failed last time'),
    usage: vscode.l10n.t('Runbooks, last used and reviewed'),
  };
  const nothing: Record<CoverageSection, string> = {
    uncovered: vscode.l10n.t('none'),
    failed: vscode.l10n.t('none'),
    usage: vscode.l10n.t('no runbook in this workspace'),
  };
  const state = count === 0 ? vscode.TreeItemCollapsibleState.None : vscode.TreeItemCollapsibleState.Expanded;
  const item = new vscode.TreeItem(titles[section], state);
  item.id = `coverage:${section}`;
  item.description = count === 0 ? nothing[section] : String(count);
  item.contextValue = 'section';
  return spoken(item);
}

function uncoveredItem({ id, name, incidents, general }: UncoveredService<RunbookFile>): vscode.TreeItem {
  const item = new vscode.TreeItem(withoutIcons(name));
  const [latest] = incidents;
  item.id = `coverage:uncovered:${latest?.accountId}:${id}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  const count =
    incidents.length === 1 ? vscode.l10n.t('1 incident') : vscode.l10n.t('{0} incidents', incidents.length);
  item.description = general ? vscode.l10n.t('{0} · only “{1}”', count, withoutIcons(general.title)) : count;
  item.tooltip = [
    name,
    general
      ? vscode.l10n.t('Only the general runbook “{0}” fits.', general.title)
      : vscode.l10n.t('No runbook is for this service.'),
    ...incidents.slice(0, 10).map(incident => `${incident.createdAt.slice(0, 10)}  ${incident.title}`),
  ].join('\n');
  item.contextValue = 'coverage uncovered';
  item.accessibilityInformation = { label: `${name}, ${item.description}` };
  return item;
}

function failedItem(
  { file, step, blockId, run }: FailedBlock<RunbookFile>,
  place: RunbookPlace,
): vscode.TreeItem {
  const item = new vscode.TreeItem(withoutIcons(step || file.title));
  item.id = `coverage:failed:${file.id}:${blockId}`;
  item.iconPath = new vscode.ThemeIcon('error', new vscode.ThemeColor('testing.iconFailed'));
  const end =
    run.exitCode !== null && run.outcome === 'failed'
      ? vscode.l10n.t('exit {0}', run.exitCode)
      : vscode.l10n.t('not as expected');
  item.description = withoutIcons(
    vscode.l10n.t('{0} · {1} · {2}', end, localDay(Date.parse(run.startedAt)), file.title),
  );
  item.tooltip = [
    file.path,
    `${step}: ${end}`,
    fullTime(run.startedAt),
    '',
    run.command,
    '',
    run.outputTail,
  ].join('\n');
  item.contextValue = 'coverage runbook failed';
  item.command = openCommand(place);
  item.accessibilityInformation = { label: `${step || file.title}, ${item.description}` };
  return item;
}

function usageItem({ usage, newest, ...place }: UsageNode): vscode.TreeItem {
  const { file, stewardship, lastUsed, incidents } = usage;
  const item = new vscode.TreeItem(withoutIcons(file.title));
  item.id = `coverage:usage:${file.id}`;
  item.iconPath = new vscode.ThemeIcon(lastUsed ? 'book' : 'circle-large-outline');
  const used = lastUsed
    ? vscode.l10n.t('used {0}', localDay(Date.parse(lastUsed.at)))
    : newest === null
      ? vscode.l10n.t('never used')
      : vscode.l10n.t('not used in the newest {0} incidents', newest);
  const { owner, reviewed } = stewardship;
  const looked = reviewed ? vscode.l10n.t('reviewed {0}', reviewed) : vscode.l10n.t('never reviewed');
  item.description = withoutIcons([used, looked, owner ?? vscode.l10n.t('no owner')].join(' · '));
  item.tooltip = [
    file.path,
    lastUsed
      ? vscode.l10n.t('Last used {0}, for “{1}”', fullTime(lastUsed.at), lastUsed.incident.title)
      : newest === null
        ? vscode.l10n.t('No timeline here tells of its use.')
        : vscode.l10n.t('None of the newest {0} timelines here tells of its use.', newest),
    ...(incidents > 1 ? [vscode.l10n.t('Used in {0} incidents', incidents)] : []),
    looked,
    owner ? vscode.l10n.t('Owner: {0}', owner) : vscode.l10n.t('Nobody is named as its owner.'),
  ].join('\n');
  item.contextValue = 'coverage runbook';
  item.command = openCommand(place);
  item.accessibilityInformation = { label: `${file.title}, ${item.description}` };
  return item;
}

function openCommand({ uri, line }: RunbookPlace): vscode.Command {
  return {
    command: 'onCall.openAsRunbook',
    title: vscode.l10n.t('Open the Runbook'),
    arguments: [{ uri, line }],
  };
}
