import { t } from '@vscode/l10n';
import type { Clock } from '../../../clock.ts';
import { OnCallError, RefusedError } from '../../../errors.ts';
import { isFieldAction, type Action, type FieldAction } from '../../action.ts';
import type { Incident } from '../../incident.ts';
import type { Change } from '../../incidentProvider.ts';
import { objectsOf } from '../wire.ts';
import type { PagerDutyArrival } from './pagerDutyArrival.ts';
import {
  addRespondersBody,
  cancelRespondersBody,
  changeBody,
  mergeBody,
  noteBody,
  snoozeBody,
  triggerBody,
  workflowBody,
} from './pagerDutyBodies.ts';
import type { PagerDutyClient } from './pagerDutyClient.ts';
import { codes } from './pagerDutyErrors.ts';
import { checkedId } from './pagerDutyLists.ts';
import { incidentOf } from './pagerDutyMapping.ts';
import type { PagerDutyReader } from './pagerDutyReader.ts';

type ActionOf<T extends Action['type']> = Extract<Action, { readonly type: T }>;

/** More in one `PUT /incidents` is a 413. */
export const mostChangesAtOnce = 250;

export interface PagerDutyWriterParts {
  readonly client: PagerDutyClient;
  readonly reader: PagerDutyReader;
  readonly arrival: PagerDutyArrival;
  readonly accountId: string;
  readonly clock: Clock;
}

/** Every change that a responder makes. */
export class PagerDutyWriter {
  readonly #parts: PagerDutyWriterParts;

  constructor(parts: PagerDutyWriterParts) {
    this.#parts = parts;
  }

  /**
   * `PUT /incidents`: all or none. A refusal does not say of which incident it is, so that whoever wants the others
   * done sends each by itself then.
   */
  async changeMany(changes: readonly Change[]): Promise<readonly Incident[]> {
    if (changes.length > mostChangesAtOnce)
      throw new RangeError(`PagerDuty takes ${mostChangesAtOnce} changes at once.`);
    if (changes.length === 0) return [];
    const incidents = changes.map(({ id, action }) => ({ id: checkedId(id), ...changeBody(action) }));
    const answer = await this.#parts.client.put('/incidents', { incidents });
    return objectsOf(answer['incidents'])
      .map(wire => incidentOf(wire, this.#parts.accountId))
      .filter(incident => incident !== null);
  }

  async perform(id: string | null, action: Action, ref: string): Promise<Incident | null> {
    if (action.type === 'trigger') return this.#trigger(action, ref);
    const incidentId = checkedId(id ?? '');
    if (isFieldAction(action)) return this.#change(incidentId, action);
    const { client, reader, clock } = this.#parts;
    const path = `/incidents/${incidentId}`;
    switch (action.type) {
      case 'note':
        await client.post(`${path}/notes`, noteBody(action, ref));
        return null;
      case 'snooze':
        return reader.incidentIn(await client.post(`${path}/snooze`, snoozeBody(action, clock.now())));
      case 'merge':
        return this.#merge(incidentId, action);
      case 'addResponders':
        await client.post(`${path}/responder_requests`, addRespondersBody(action));
        return null;
      case 'cancelResponders':
        return this.#cancelResponders(path, action);
      case 'statusUpdate':
        await client.post(`${path}/status_updates`, { message: action.message });
        return null;
      case 'startWorkflow':
        await client.post(
          `/incident_workflows/${checkedId(action.workflow.id, 'incident workflow')}/instances`,
          workflowBody(incidentId),
        );
        return null;
    }
  }

  /** `PUT /incidents/{id}`: unlike `PUT /incidents` it has no lower rate limit of its own. */
  async #change(id: string, action: FieldAction): Promise<Incident | null> {
    const { client, reader } = this.#parts;
    try {
      return reader.incidentIn(await client.put(`/incidents/${id}`, { incident: changeBody(action) }));
    } catch (error) {
      if (!isDoneAlready(error, action)) throw error;
      return this.#reread(id);
    }
  }

  /** The answer holds the target; what changed here is the source. */
  async #merge(source: string, { into }: ActionOf<'merge'>): Promise<Incident | null> {
    const { client, arrival } = this.#parts;
    try {
      await client.put(`/incidents/${checkedId(into.id)}/merge`, mergeBody(source));
    } catch (error) {
      // The same codes are sent where the target is the one that is resolved or merged away.
      if (!hasCode(error, codes.merged, codes.alreadyResolved)) throw error;
      if (!(await arrival.isMerged(source, into.id))) throw error;
    }
    return this.#reread(source);
  }

  async #cancelResponders(path: string, action: ActionOf<'cancelResponders'>): Promise<null> {
    const body = cancelRespondersBody(action);
    const answer = await this.#parts.client.put(`${path}/responder_requests/cancel`, body);
    const results = objectsOf(answer['responder_request_targets']);
    const joined = new Set(results.filter(({ result }) => result === 'joined').map(({ id }) => id));
    const names = action.targets.filter(({ id }) => joined.has(id)).map(({ name }) => name);
    if (names.length > 0)
      throw new RefusedError(
        t('Joined already, so the request cannot be taken back: {0}.', names.join(', ')),
      );
    return null;
  }

  /** An open incident with the same key is refused: it is ours, from an earlier attempt. */
  async #trigger(action: ActionOf<'trigger'>, ref: string): Promise<Incident> {
    const { client, reader, arrival } = this.#parts;
    const body = triggerBody(action, ref);
    try {
      return reader.incidentIn(await client.post('/incidents', body));
    } catch (error) {
      const known = error instanceof RefusedError ? await arrival.triggered(ref) : null;
      if (!known) throw error;
      return known;
    }
  }

  /** The change is made whatever comes of this. */
  async #reread(id: string): Promise<Incident | null> {
    try {
      return await this.#parts.reader.incident(id);
    } catch (error) {
      if (error instanceof OnCallError) return null;
      throw error;
    }
  }
}

function hasCode(error: unknown, ...wanted: readonly number[]): boolean {
  return error instanceof RefusedError && error.code !== undefined && wanted.includes(error.code);
}

/** For anything else these codes mean that the incident is no longer in a state for it. */
function isDoneAlready(error: unknown, { type }: FieldAction): boolean {
  if (type === 'resolve') return hasCode(error, codes.alreadyResolved, codes.merged);
  return type === 'acknowledge' && hasCode(error, codes.alreadyAcknowledged, codes.alreadyResolved);
}
