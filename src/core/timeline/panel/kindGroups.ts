import type { EntryKind } from '../entry.ts';

/** What a person looks for together. */
export const kindGroups = [
  'notes',
  'decisions',
  'impact',
  'runs',
  'status',
  'messages',
  'actions',
  'code',
] as const;
export type KindGroup = (typeof kindGroups)[number];

export const groupOf: { readonly [K in EntryKind]: KindGroup } = {
  note: 'notes',
  observation: 'notes',
  activity: 'notes',
  decision: 'decisions',
  hypothesis: 'decisions',
  impact: 'impact',
  severity: 'impact',
  run: 'runs',
  approval: 'runs',
  checklist: 'runs',
  triggered: 'status',
  acknowledged: 'status',
  unacknowledged: 'status',
  assigned: 'status',
  escalated: 'status',
  resolved: 'status',
  snoozed: 'status',
  notified: 'status',
  changed: 'status',
  role: 'status',
  stage: 'status',
  deadline: 'status',
  flag: 'impact',
  bridge: 'messages',
  message: 'messages',
  action: 'actions',
  document: 'actions',
  git: 'code',
};
