import type { UtcTime } from '../clock.ts';
import type { Person, Priority, Reference, Urgency } from './incident.ts';
import type { NoteOrigin } from './noteOrigin.ts';

/** PagerDuty cuts longer ones. */
export const longestTitle = 1024;

/** Whom a request for help goes to. */
export interface ResponderTarget extends Reference {
  readonly type: 'user' | 'policy';
}

/** What a responder does to one incident. Plain data: it is kept on disk until the provider has it. */
export type Action =
  | { readonly type: 'acknowledge' }
  | { readonly type: 'resolve' }
  /**
   * Back to triggered: an acknowledgement taken back, or a resolved incident opened again. That one goes to those in
   * `to`, never an empty list; without it, to whoever is on call for the first level of its policy.
   */
  | { readonly type: 'retrigger'; readonly to?: readonly Person[] }
  /** With `origin` it is an entry of a timeline, told to everybody. */
  | { readonly type: 'note'; readonly text: string; readonly origin?: NoteOrigin }
  /** Acknowledged until then. */
  | { readonly type: 'snooze'; readonly until: UtcTime }
  | { readonly type: 'reassign'; readonly to: readonly Person[] }
  /** To another escalation policy, and so to whoever is on call for its first level. */
  | { readonly type: 'delegate'; readonly policy: Reference }
  /** `targets` are the names of whom the level really means, for the screen. */
  | { readonly type: 'escalate'; readonly level: number; readonly targets: readonly string[] }
  | {
      readonly type: 'addResponders';
      readonly targets: readonly ResponderTarget[];
      readonly message: string;
      /** The id of the person who asks. */
      readonly requester: string;
    }
  | {
      readonly type: 'cancelResponders';
      readonly targets: readonly ResponderTarget[];
      readonly requester: string;
    }
  /** The incident goes into that one and is resolved. Cannot be undone. */
  | { readonly type: 'merge'; readonly into: Reference }
  | { readonly type: 'setPriority'; readonly priority: Priority | null }
  | { readonly type: 'setUrgency'; readonly urgency: Urgency }
  | { readonly type: 'setTitle'; readonly title: string }
  | { readonly type: 'statusUpdate'; readonly message: string }
  | { readonly type: 'startWorkflow'; readonly workflow: Reference }
  /** The one action that has no incident yet. */
  | {
      readonly type: 'trigger';
      readonly title: string;
      readonly service: Reference;
      readonly urgency: Urgency;
      readonly priority: Priority | null;
      readonly details: string;
    };

export type ActionType = Action['type'];

/** Those that set fields of the incident: many at once go in one request, and sending one twice does no harm. */
export type FieldAction = Extract<
  Action,
  {
    readonly type:
      | 'acknowledge'
      | 'resolve'
      | 'retrigger'
      | 'reassign'
      | 'delegate'
      | 'escalate'
      | 'setPriority'
      | 'setUrgency'
      | 'setTitle';
  }
>;

const fieldActions: ReadonlySet<ActionType> = new Set<FieldAction['type']>([
  'acknowledge',
  'resolve',
  'retrigger',
  'reassign',
  'delegate',
  'escalate',
  'setPriority',
  'setUrgency',
  'setTitle',
]);

export function isFieldAction(action: Action): action is FieldAction {
  return fieldActions.has(action.type);
}
