import type { ActionType } from '../action.ts';
import type { Incident, IncidentStatus } from '../incident.ts';
import type { Capabilities } from '../incidentProvider.ts';

const open: readonly IncidentStatus[] = ['triggered', 'acknowledged'];
const always: readonly IncidentStatus[] = [...open, 'resolved'];

/** Where each action makes sense, and the tag that says so. Null for what is never done from an incident’s menu. */
const tagOf: Readonly<Record<ActionType, readonly [tag: string, where: readonly IncidentStatus[]] | null>> = {
  acknowledge: ['canAcknowledge', ['triggered']],
  resolve: ['canResolve', open],
  retrigger: ['canRetrigger', ['acknowledged', 'resolved']],
  note: ['canNote', always],
  snooze: ['canSnooze', open],
  reassign: ['canReassign', open],
  escalate: ['canEscalate', open],
  addResponders: ['canAddResponders', open],
  cancelResponders: null,
  merge: ['canMerge', open],
  setPriority: ['canSetPriority', always],
  setUrgency: ['canSetUrgency', always],
  setTitle: ['canSetTitle', always],
  statusUpdate: ['canStatusUpdate', open],
  startWorkflow: ['canStartWorkflow', always],
  trigger: null,
};

/** For the menus’ `when` clauses: what can be done with this incident now. */
export function incidentTags(incident: Incident, capabilities: Pick<Capabilities, 'actions'>): string {
  const { status, url } = incident;
  const possible = [...capabilities.actions]
    .map(action => tagOf[action])
    .filter(tag => tag?.[1].includes(status))
    .map(tag => tag![0]);
  return ['incident', status, ...possible, ...(url ? ['hasUrl'] : [])].join(' ');
}
