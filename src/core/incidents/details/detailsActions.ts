import type { ActionType } from '../action.ts';
import type { Incident } from '../incident.ts';
import type { Capabilities } from '../incidentProvider.ts';

/** What a person can do from the details screen: the only names it may ask the host for. Buttons first. */
export const detailsActions = [
  'acknowledge',
  'resolve',
  'addNote',
  'openRunbook',
  'joinBridge',
  'resolveWithNote',
  'snooze',
  'escalate',
  'reassign',
  'addResponders',
  'sendStatusUpdate',
  'setPriority',
  'setUrgency',
  'editTitle',
  'merge',
  'startWorkflow',
  'retrigger',
  'chooseRunbook',
  'showSuspectChanges',
  'addTimelineEntry',
  'openTimeline',
  'generatePostMortem',
  'openInBrowser',
] as const;

export type DetailsAction = (typeof detailsActions)[number];

interface Situation {
  readonly incident: Incident;
  readonly can: (type: ActionType) => boolean;
  readonly open: boolean;
  readonly hasBridge: boolean;
}

const conditions: { readonly [A in DetailsAction]: (situation: Situation) => boolean } = {
  acknowledge: ({ incident, can }) => can('acknowledge') && incident.status === 'triggered',
  resolve: ({ can, open }) => can('resolve') && open,
  addNote: ({ can }) => can('note'),
  openRunbook: () => true,
  joinBridge: ({ hasBridge }) => hasBridge,
  resolveWithNote: ({ can, open }) => can('resolve') && can('note') && open,
  snooze: ({ can, open }) => can('snooze') && open,
  escalate: ({ can, open }) => can('escalate') && open,
  reassign: ({ can, open }) => can('reassign') && open,
  addResponders: ({ can, open }) => can('addResponders') && open,
  sendStatusUpdate: ({ can }) => can('statusUpdate'),
  setPriority: ({ can, open }) => can('setPriority') && open,
  setUrgency: ({ can, open }) => can('setUrgency') && open,
  editTitle: ({ can, open }) => can('setTitle') && open,
  merge: ({ can, open }) => can('merge') && open,
  startWorkflow: ({ can }) => can('startWorkflow'),
  retrigger: ({ incident, can }) => can('retrigger') && incident.status !== 'triggered',
  chooseRunbook: () => true,
  showSuspectChanges: () => true,
  addTimelineEntry: () => true,
  openTimeline: () => true,
  generatePostMortem: () => true,
  openInBrowser: ({ incident }) => incident.url !== null,
};

/** In the order they are offered. Without capabilities (the account is gone) nothing that writes to the provider. */
export function availableActions(
  incident: Incident,
  capabilities: Pick<Capabilities, 'actions'> | null,
  hasBridge: boolean,
): readonly DetailsAction[] {
  const situation: Situation = {
    incident,
    can: type => capabilities?.actions.has(type) ?? false,
    open: incident.status !== 'resolved',
    hasBridge,
  };
  return detailsActions.filter(action => conditions[action](situation));
}
