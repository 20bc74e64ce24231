import * as vscode from 'vscode';
import type { UtcTime } from '../../core/clock.ts';
import type { Incident, Severity } from '../../core/incidents/incident.ts';
import type { Capabilities } from '../../core/incidents/incidentProvider.ts';
import type { GroupRow, IncidentRow, MoreRow } from '../../core/incidents/list/incidentRows.ts';
import { incidentTags } from '../../core/incidents/list/incidentTags.ts';
import { numberText } from '../../core/numberText.ts';
import type { CommandId } from '../contributed.ts';
import { fullTime, localTime, zonedTime } from '../localTime.ts';
import { groupWords, statusWords, urgencyWords } from '../viewWords.ts';
import { shortAge } from './age.ts';
import { spoken } from './spoken.ts';

export type GroupNode = GroupRow;
export type IncidentNode = IncidentRow;
export type MoreNode = MoreRow;

/** Something is wrong with one account, and this says what and what to do. */
export interface ProblemNode {
  readonly type: 'problem';
  readonly id: string;
  readonly accountId: string;
  readonly label: string;
  readonly nextStep: string;
  readonly wrongKey: boolean;
}

export type IncidentTreeNode = GroupNode | IncidentNode | MoreNode | ProblemNode;

export function groupItem({ id, label, count, open }: GroupNode): vscode.TreeItem {
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const words = groupWords(label);
  const item = new vscode.TreeItem(words, open ? Expanded : Collapsed);
  item.id = id;
  item.description = numberText(count);
  item.contextValue = 'group';
  item.accessibilityInformation = {
    label: `${words}, ${count === 1 ? vscode.l10n.t('1 incident') : vscode.l10n.t('{0} incidents', count)}`,
  };
  return item;
}

const severityIcons: Record<Severity, [icon: string, color: string]> = {
  P1: ['error', 'list.errorForeground'],
  P2: ['warning', 'list.warningForeground'],
  P3: ['info', 'charts.blue'],
  P4: ['circle-outline', 'descriptionForeground'],
};

function icon(incident: Incident): vscode.ThemeIcon {
  if (incident.status === 'resolved')
    return new vscode.ThemeIcon('pass', new vscode.ThemeColor('testing.iconPassed'));
  const [name, color] = incident.severity
    ? severityIcons[incident.severity]
    : incident.urgency === 'high'
      ? severityIcons.P2
      : severityIcons.P4;
  return new vscode.ThemeIcon(name, new vscode.ThemeColor(color));
}

/** What is known of how bad it is, in words: the severity, else the urgency. */
export function severityText(incident: Incident): string {
  if (incident.severity) return incident.severity;
  return incident.urgency === 'high' ? vscode.l10n.t('High') : vscode.l10n.t('Low');
}

function people(incident: Incident): string {
  const them = incident.status === 'acknowledged' ? incident.acknowledgers : incident.assignees;
  return them.map(({ name }) => name).join(', ');
}

export interface IncidentItemOptions {
  readonly now: number;
  readonly drill: boolean;
  readonly capabilities: Pick<Capabilities, 'actions'>;
  /** The name of the account, where several are open; else null. */
  readonly account: string | null;
  /** Whether something that was done here is still to be sent. */
  readonly pending: 'sending' | 'waiting' | null;
  /** How the response stands: “Mitigation”; empty where nobody works on it here. */
  readonly response: string;
  /** Where the severity comes from, where that is not the priority: “alert definition DiskFull”; else null. */
  readonly severityReason: string | null;
  /** Whether the status is to be read here, as the group does not say it. */
  readonly showStatus: boolean;
}

/**
 * What a row says that changes without the incident changing: its age, a snooze that ends, what is to be sent.
 * @param endOf writes when a snooze ends
 */
export function passingWords(
  { createdAt, status, acknowledgedUntil }: Incident,
  { now, pending, response }: Pick<IncidentItemOptions, 'now' | 'pending' | 'response'>,
  endOf: (at: UtcTime, now: number) => string = localTime,
): { readonly age: string; readonly rest: readonly string[] } {
  const snoozed =
    status === 'acknowledged' && acknowledgedUntil !== null && Date.parse(acknowledgedUntil) > now;
  return {
    age: shortAge(now - Date.parse(createdAt)),
    rest: [
      ...(response === '' ? [] : [response]),
      ...(pending === 'sending' ? [vscode.l10n.t('sending…')] : []),
      ...(pending === 'waiting' ? [vscode.l10n.t('not sent yet')] : []),
      ...(snoozed ? [vscode.l10n.t('snoozed until {0}', endOf(acknowledgedUntil, now))] : []),
    ],
  };
}

export function incidentItem({ id, incident }: IncidentNode, options: IncidentItemOptions): vscode.TreeItem {
  const { age, rest } = passingWords(incident, options);
  // A row is narrow; which zone its time is of stands where there is room.
  const { rest: zonedRest } = passingWords(incident, options, zonedTime);
  const service = incident.service?.name ?? vscode.l10n.t('no service');
  const status = statusWords()[incident.status];
  // A narrow side bar cuts the end off: severity, service and age come first, the title may be long.
  const item = new vscode.TreeItem(`${severityText(incident)}  ${service}`);
  item.id = id;
  item.iconPath = icon(incident);
  item.description = [
    age,
    options.drill ? vscode.l10n.t('DRILL') : '',
    ...rest,
    options.showStatus ? status : '',
    incident.title,
    people(incident),
    options.account ?? '',
  ]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = tooltip(incident, service, zonedRest, options);
  item.contextValue = incidentTags(incident, options.capabilities);
  item.accessibilityInformation = {
    label: [
      severityText(incident),
      status,
      incident.title,
      service,
      age,
      people(incident) || vscode.l10n.t('nobody'),
      ...(options.drill ? [vscode.l10n.t('DRILL')] : []),
      ...zonedRest,
      ...(options.account === null ? [] : [options.account]),
    ].join(', '),
  };
  return item;
}

/** Plain text on purpose: as Markdown an incident’s title would have links and icons. */
function tooltip(
  incident: Incident,
  service: string,
  rest: readonly string[],
  { account, drill, severityReason }: IncidentItemOptions,
): string {
  const { number, title, severity, urgency, assignees, createdAt, status } = incident;
  const { t } = vscode.l10n;
  const assigned = assignees.map(({ name }) => name).join(', ') || vscode.l10n.t('nobody');
  const howSevere =
    severity && severityReason !== null
      ? t('{0} ({1})', severity, severityReason)
      : (severity ?? t('not set'));
  return [
    `${number === null ? '' : `#${number} `}${title}`,
    [statusWords()[status], ...rest].join(' · '),
    [pair(t('Severity'), howSevere), pair(t('Urgency'), urgencyWords()[urgency])].join(' · '),
    pair(t('Service'), service),
    pair(t('Assigned to'), assigned),
    pair(t('Since'), fullTime(createdAt)),
    ...(account === null ? [] : [pair(t('Account'), account)]),
    ...(drill ? [vscode.l10n.t('A drill: nothing here is real, and nothing leaves this machine.')] : []),
  ].join('\n');
}

/** A name and its value, with the colon as the language sets it. */
function pair(name: string, value: string): string {
  return vscode.l10n.t('{0}: {1}', name, value);
}

export function moreItem(node: MoreNode): vscode.TreeItem {
  const [next, hidden] = [numberText(node.next), numberText(node.hidden)];
  const item = new vscode.TreeItem(vscode.l10n.t('Show {0} more ({1} not shown)', next, hidden));
  item.id = node.id;
  item.iconPath = new vscode.ThemeIcon('more');
  item.contextValue = 'more';
  item.command = {
    command: 'onCall.showMore' satisfies CommandId,
    title: vscode.l10n.t('Show More'),
    arguments: [node],
  };
  return spoken(item);
}

export function problemItem(node: ProblemNode): vscode.TreeItem {
  const { id, label, nextStep, wrongKey } = node;
  const item = new vscode.TreeItem(label);
  item.id = id;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.description = nextStep;
  item.tooltip = `${label}\n${nextStep}`;
  item.contextValue = wrongKey ? 'problem wrongKey' : 'problem';
  // What passes by itself can be asked for again; a key that does not hold any more does not come back.
  item.command = wrongKey
    ? { command: 'onCall.signIn' satisfies CommandId, title: '', arguments: [node] }
    : { command: 'onCall.refreshIncidents' satisfies CommandId, title: '' };
  return spoken(item);
}
