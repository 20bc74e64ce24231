import * as vscode from 'vscode';
import type { EntryKind } from '../../core/timeline/entry.ts';
import type { MarkedKind } from '../../core/timeline/kindMarks.ts';

/** What each kind is called. */
export function kindWords(): { readonly [K in EntryKind]: string } {
  const { t } = vscode.l10n;
  return {
    triggered: t('Triggered'),
    acknowledged: t('Acknowledged'),
    unacknowledged: t('Not acknowledged any more'),
    assigned: t('Assigned'),
    escalated: t('Escalated'),
    resolved: t('Resolved'),
    snoozed: t('Snoozed'),
    notified: t('Notified'),
    changed: t('Changed'),
    note: t('Note'),
    decision: t('Decision'),
    hypothesis: t('Hypothesis'),
    observation: t('Observation'),
    activity: t('Activity'),
    impact: t('Impact'),
    run: t({ message: 'Run', comment: ['the kind of an entry'] }),
    approval: t('Approval'),
    checklist: t('Checklist'),
    action: t('Action item'),
    severity: t('Severity'),
    role: t('Role'),
    stage: t('Stage'),
    deadline: t('Deadline'),
    flag: t('Flag'),
    bridge: t({ message: 'Call', comment: ['the kind of an entry'] }),
    message: t('Message'),
    git: t('Git'),
    document: t('Document'),
  };
}

/** What a person writes with each mark. */
export function markHints(): { readonly [K in MarkedKind]: string } {
  const { t } = vscode.l10n;
  return {
    note: t('what happened'),
    decision: t('what was decided'),
    hypothesis: t('what it may be'),
    observation: t('what was seen'),
    activity: t('what was done outside of runbooks'),
    impact: t('who is hit, and how hard'),
    action: t('what to do after the incident'),
  };
}
