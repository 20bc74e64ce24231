import * as vscode from 'vscode';
import type { Incident, IncidentStatus, Severity } from '../../core/incidents/incident.ts';
import type { Capabilities } from '../../core/incidents/incidentProvider.ts';
import { shortAge } from './age.ts';

export interface GroupNode {
  readonly type: 'group';
  readonly status: IncidentStatus;
  readonly incidents: readonly Incident[];
}

export interface IncidentNode {
  readonly type: 'incident';
  readonly incident: Incident;
}

/** Something is wrong with one account, and this says what and what to do. */
export interface ProblemNode {
  readonly type: 'problem';
  readonly accountId: string;
  readonly label: string;
  readonly nextStep: string;
}

export type IncidentTreeNode = GroupNode | IncidentNode | ProblemNode;

const groupLabels: Record<IncidentStatus, () => string> = {
  triggered: () => vscode.l10n.t('Triggered'),
  acknowledged: () => vscode.l10n.t('Acknowledged'),
  resolved: () => vscode.l10n.t('Recently Resolved'),
};

export function groupItem({ status, incidents }: GroupNode): vscode.TreeItem {
  const open = status !== 'resolved';
  const { Expanded, Collapsed } = vscode.TreeItemCollapsibleState;
  const item = new vscode.TreeItem(groupLabels[status](), open ? Expanded : Collapsed);
  item.id = `group:${status}`;
  item.description = String(incidents.length);
  item.contextValue = 'group';
  item.accessibilityInformation = {
    label: `${groupLabels[status]()}, ${vscode.l10n.t('{0} incidents', incidents.length)}`,
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

export function people(incident: Incident): string {
  const them = incident.status === 'acknowledged' ? incident.acknowledgers : incident.assignees;
  return them.map(({ name }) => name).join(', ');
}

export interface IncidentItemOptions {
  readonly now: number;
  readonly drill: boolean;
  readonly capabilities: Capabilities;
}

/** Tags for the menus’ `when` clauses: what can be done with this incident now. */
export function incidentTags(incident: Incident, capabilities: Capabilities): string {
  const tags = ['incident', incident.status];
  if (capabilities.acknowledge && incident.status === 'triggered') tags.push('canAcknowledge');
  if (capabilities.resolve && incident.status !== 'resolved') tags.push('canResolve');
  if (capabilities.note) tags.push('canNote');
  if (incident.url) tags.push('hasUrl');
  return tags.join(' ');
}

export function incidentItem({ incident }: IncidentNode, options: IncidentItemOptions): vscode.TreeItem {
  const age = shortAge(options.now - Date.parse(incident.createdAt));
  const service = incident.service?.name ?? vscode.l10n.t('no service');
  // A narrow side bar cuts the end off: severity, service and age come first, the title may be long.
  const item = new vscode.TreeItem(`${severityText(incident)}  ${service}`);
  item.id = `incident:${incident.key}`;
  item.iconPath = icon(incident);
  item.description = [
    age,
    options.drill ? vscode.l10n.t('DRILL') : null,
    incident.title,
    people(incident) || null,
  ]
    .filter(part => part !== null)
    .join(' · ');
  // Plain text on purpose: a Markdown tooltip would give an incident’s title links and icons.
  item.tooltip = [
    `${incident.number === null ? '' : `#${incident.number} `}${incident.title}`,
    `${vscode.l10n.t('Severity')}: ${incident.severity ?? vscode.l10n.t('not set')} · ${vscode.l10n.t('Urgency')}: ${incident.urgency}`,
    `${vscode.l10n.t('Service')}: ${service}`,
    `${vscode.l10n.t('Assigned to')}: ${incident.assignees.map(({ name }) => name).join(', ') || vscode.l10n.t('nobody')}`,
    `${vscode.l10n.t('Since')}: ${new Date(incident.createdAt).toLocaleString()}`,
    ...(options.drill
      ? [vscode.l10n.t('A drill: nothing here is real, and nothing leaves this machine.')]
      : []),
  ].join('\n');
  item.contextValue = incidentTags(incident, options.capabilities);
  item.accessibilityInformation = {
    label: `${severityText(incident)}, ${incident.title}, ${incident.status}, ${service}, ${age}`,
  };
  return item;
}

export function problemItem({ accountId, label, nextStep }: ProblemNode): vscode.TreeItem {
  const item = new vscode.TreeItem(label);
  item.id = `problem:${accountId}`;
  item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
  item.description = nextStep;
  item.tooltip = `${label}\n${nextStep}`;
  item.contextValue = 'problem';
  return item;
}
