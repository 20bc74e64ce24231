import { detailsActions, type DetailsAction } from '../core/incidents/details/detailsActions.ts';
import type { DetailsNews, PartName } from '../core/incidents/details/detailsView.ts';
import { type Answer, id, oneOf, parse, type Shapes } from './messages.ts';

/** To the details of one incident. */
export type ToDetails =
  DetailsNews | { readonly type: 'answer'; readonly id: number; readonly answer: Answer };

/** From them. `copy` and `open` are numbers that the host gave out; see ShownValues. */
export type FromDetails =
  | { readonly type: 'ready' }
  | { readonly type: 'act'; readonly id: number; readonly action: DetailsAction }
  | { readonly type: 'copy'; readonly id: number; readonly copy: number }
  | { readonly type: 'copyLog'; readonly id: number }
  | { readonly type: 'open'; readonly id: number; readonly open: number }
  | { readonly type: 'retry'; readonly id: number; readonly part: PartName }
  | { readonly type: 'refresh'; readonly id: number };

const partNames: { readonly [P in PartName]: null } = {
  ...{ alerts: null, log: null, notes: null, bridge: null, customFields: null },
  ...{ related: null, past: null, changes: null, runbook: null },
};

const shapes: Shapes<FromDetails> = {
  ready: {},
  act: { id, action: oneOf(detailsActions) },
  copy: { id, copy: id },
  copyLog: { id },
  open: { id, open: id },
  retry: { id, part: oneOf(Object.keys(partNames)) },
  refresh: { id },
};

/** A message of the details of an incident, or null for anything that is not exactly one of them. */
export function parseFromDetails(value: unknown): FromDetails | null {
  return parse<FromDetails>(value, shapes);
}
