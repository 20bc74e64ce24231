import type { ActionType } from '../action.ts';
import type { Incident } from '../incident.ts';
import type { Capabilities } from '../incidentProvider.ts';
import { isOffered } from '../possibleActions.ts';

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
  readonly hasBridge: boolean;
}

const conditions: { readonly [A in DetailsAction]: (situation: Situation) => boolean } = {
  acknowledge: ({ can }) => can('acknowledge'),
  resolve: ({ can }) => can('resolve'),
  addNote: ({ can }) => can('note'),
  openRunbook: () => true,
  joinBridge: ({ hasBridge }) => hasBridge,
  resolveWithNote: ({ can }) => can('resolve') && can('note'),
  snooze: ({ can }) => can('snooze'),
  escalate: ({ can }) => can('escalate'),
  reassign: ({ can }) => can('reassign'),
  addResponders: ({ can }) => can('addResponders'),
  sendStatusUpdate: ({ can }) => can('statusUpdate'),
  setPriority: ({ can }) => can('setPriority'),
  setUrgency: ({ can }) => can('setUrgency'),
  editTitle: ({ can }) => can('setTitle'),
  merge: ({ can }) => can('merge'),
  startWorkflow: ({ can }) => can('startWorkflow'),
  retrigger: ({ can }) => can('retrigger'),
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
    can: type => isOffered(type, incident, capabilities),
    hasBridge,
  };
  return detailsActions.filter(action => conditions[action](situation));
}
