import { t } from '@vscode/l10n';
import type { EntryKind } from '../../core/timeline/entry.ts';
import type { MarkedKind } from '../../core/timeline/kindMarks.ts';
import type { KindGroup } from '../../core/timeline/panel/kindGroups.ts';
import type { IconName } from '../icons.ts';

/** How each kind looks and is called: nothing is said by a picture or a colour alone. */
export const kindLooks: { readonly [K in EntryKind]: readonly [icon: IconName, words: string] } = {
  triggered: ['bell', t('Triggered')],
  acknowledged: ['eye', t('Acknowledged')],
  unacknowledged: ['warning', t('Not acknowledged any more')],
  assigned: ['person', t('Assigned')],
  escalated: ['up', t('Escalated')],
  resolved: ['ok', t('Resolved')],
  snoozed: ['clock', t('Snoozed')],
  notified: ['bell', t('Notified')],
  changed: ['edit', t('Changed')],
  note: ['note', t('Note')],
  decision: ['decision', t('Decision')],
  hypothesis: ['unknown', t('Hypothesis')],
  observation: ['search', t('Observation')],
  activity: ['tool', t('Activity')],
  impact: ['flame', t('Impact')],
  run: ['terminal', t({ message: 'Run', comment: ['the kind of an entry'] })],
  approval: ['hand', t('Approval')],
  checklist: ['check', t('Checklist')],
  action: ['plus', t('Action item')],
  severity: ['critical', t('Severity')],
  role: ['people', t('Role')],
  stage: ['skip', t('Stage')],
  deadline: ['clock', t('Deadline')],
  flag: ['warning', t('Flag')],
  bridge: ['call', t({ message: 'Call', comment: ['the kind of an entry'] })],
  message: ['send', t('Message')],
  git: ['branch', t('Git')],
  document: ['book', t('Document')],
};

export const groupWords: { readonly [G in KindGroup]: string } = {
  notes: t('Notes'),
  decisions: t('Decisions'),
  impact: t('Impact'),
  runs: t('Runs'),
  status: t('Status'),
  messages: t('Messages'),
  actions: t('Action items'),
  code: t('Code'),
};

/** What goes with each mark. */
export const markHints: { readonly [K in Exclude<MarkedKind, 'note'>]: string } = {
  decision: t('what was decided'),
  hypothesis: t('what it may be'),
  observation: t('what was seen'),
  activity: t('what was done outside of runbooks'),
  impact: t('who is hit, and how hard'),
  action: t('what to do after the incident'),
};
