import * as vscode from 'vscode';
import type { GroupLabel } from '../core/incidents/list/arrangement.ts';
import { describeView, type ViewWords } from '../core/incidents/list/describeView.ts';
import type { GroupBy, IncidentView, SortBy } from '../core/incidents/list/incidentView.ts';
import type { ExampleWords } from '../core/incidents/list/savedViews.ts';
import type { IncidentStatus, Severity, Urgency } from '../core/incidents/incident.ts';

/** The interface’s words for everything that a view of the incidents is made of. */

export function statusWords(): Record<IncidentStatus, string> {
  return {
    triggered: vscode.l10n.t('Triggered'),
    acknowledged: vscode.l10n.t('Acknowledged'),
    resolved: vscode.l10n.t('Resolved'),
  };
}

export function urgencyWords(): Record<Urgency, string> {
  return { high: vscode.l10n.t('High urgency'), low: vscode.l10n.t('Low urgency') };
}

export function severityWords(): Record<Severity | 'none', string> {
  return { P1: 'P1', P2: 'P2', P3: 'P3', P4: 'P4', none: vscode.l10n.t('No severity') };
}

export function groupingWords(): Record<GroupBy, string> {
  return {
    status: vscode.l10n.t('Status'),
    service: vscode.l10n.t('Service'),
    severity: vscode.l10n.t('Severity'),
    assignee: vscode.l10n.t('Assignee'),
    none: vscode.l10n.t('No groups'),
  };
}

export function sortingWords(): Record<SortBy, string> {
  return {
    newest: vscode.l10n.t('Newest first'),
    oldest: vscode.l10n.t('Oldest first'),
    severity: vscode.l10n.t('Severity'),
    service: vscode.l10n.t('Service'),
    updated: vscode.l10n.t('Last changed first'),
  };
}

export function exampleWords(): ExampleWords {
  return {
    mine: vscode.l10n.t('Mine'),
    waiting: vscode.l10n.t('Waiting for somebody'),
    highUrgency: vscode.l10n.t('High urgency'),
    myTeams: vscode.l10n.t('My teams'),
    byService: vscode.l10n.t('By service'),
  };
}

export function groupWords(label: GroupLabel): string {
  switch (label.by) {
    case 'status':
      return label.status === 'resolved' ? vscode.l10n.t('Recently Resolved') : statusWords()[label.status];
    case 'service':
      return label.name ?? vscode.l10n.t('No service');
    case 'severity':
      return severityWords()[label.severity ?? 'none'];
    case 'assignee':
      return label.me ? vscode.l10n.t('Me') : (label.name ?? vscode.l10n.t('Nobody'));
    case 'none':
      return vscode.l10n.t('All incidents');
  }
}

/** “Mine · grouped by service”; empty for the view that nobody has changed. */
export function viewInWords(view: IncidentView, account: (id: string) => string): string {
  const words: ViewWords = {
    mine: vscode.l10n.t('Mine'),
    myTeams: vscode.l10n.t('My teams'),
    mineOrMyTeams: vscode.l10n.t('Mine or my teams’'),
    status: statusWords(),
    urgency: urgencyWords(),
    severity: severityWords(),
    groupedBy: {
      status: vscode.l10n.t('grouped by status'),
      service: vscode.l10n.t('grouped by service'),
      severity: vscode.l10n.t('grouped by severity'),
      assignee: vscode.l10n.t('grouped by assignee'),
      none: vscode.l10n.t('not grouped'),
    },
    sortedBy: {
      newest: vscode.l10n.t('newest first'),
      oldest: vscode.l10n.t('oldest first'),
      severity: vscode.l10n.t('sorted by severity'),
      service: vscode.l10n.t('sorted by service'),
      updated: vscode.l10n.t('last changed first'),
    },
    anyOf: names =>
      names.length > 1
        ? vscode.l10n.t('{0} or {1}', names.slice(0, -1).join(', '), names.at(-1)!)
        : (names[0] ?? ''),
    account,
    text: text => vscode.l10n.t('“{0}”', text),
  };
  return describeView(view, words);
}
