import type { EntryKind } from '../../core/timeline/entry.ts';
import type { MarkedKind } from '../../core/timeline/kindMarks.ts';
import type { KindGroup } from '../../core/timeline/panel/kindGroups.ts';
import type { IconName } from '../icons.ts';

/** How each kind looks and is called: nothing is said by a picture or a colour alone. */
export const kindLooks: { readonly [K in EntryKind]: readonly [icon: IconName, words: string] } = {
  triggered: ['bell', 'Triggered'],
  acknowledged: ['eye', 'Acknowledged'],
  unacknowledged: ['warning', 'Not acknowledged any more'],
  assigned: ['person', 'Assigned'],
  escalated: ['up', 'Escalated'],
  resolved: ['ok', 'Resolved'],
  snoozed: ['clock', 'Snoozed'],
  notified: ['bell', 'Notified'],
  changed: ['edit', 'Changed'],
  note: ['note', 'Note'],
  decision: ['decision', 'Decision'],
  hypothesis: ['unknown', 'Hypothesis'],
  observation: ['search', 'Observation'],
  activity: ['tool', 'Activity'],
  impact: ['flame', 'Impact'],
  run: ['terminal', 'Run'],
  approval: ['hand', 'Approval'],
  checklist: ['check', 'Checklist'],
  action: ['plus', 'Action item'],
  severity: ['critical', 'Severity'],
  role: ['people', 'Role'],
  stage: ['skip', 'Stage'],
  deadline: ['clock', 'Deadline'],
  flag: ['warning', 'Flag'],
  message: ['send', 'Message'],
  git: ['branch', 'Git'],
  document: ['book', 'Document'],
};

export const groupWords: { readonly [G in KindGroup]: string } = {
  notes: 'Notes',
  decisions: 'Decisions',
  impact: 'Impact',
  runs: 'Runs',
  status: 'Status',
  messages: 'Messages',
  actions: 'Action items',
  code: 'Code',
};

/** What goes with each mark. */
export const markHints: { readonly [K in Exclude<MarkedKind, 'note'>]: string } = {
  decision: 'what was decided',
  hypothesis: 'what it may be',
  observation: 'what was seen',
  activity: 'what was done outside of runbooks',
  impact: 'who is hit, and how hard',
  action: 'what to do after the incident',
};
