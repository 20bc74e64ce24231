import { t } from '@vscode/l10n';
import type { Clock } from '../../clock.ts';
import type { OnCallError } from '../../errors.ts';
import {
  NotAllowedError,
  NotFoundError,
  NotPossibleError,
  PlanLacksAbilityError,
  RefusedError,
  RequesterNeededError,
} from '../../errors.ts';
import type { Incident } from '../incident.ts';
import type { IncidentProvider } from '../incidentProvider.ts';
import { isOpening } from './applyAction.ts';
import { contentOf } from './content.ts';
import { isHarmless, type FieldItem } from './lanes.ts';
import { lookInLists } from './lookInLists.ts';
import type { OutboxItem } from './outboxItem.ts';

/** What came of sending one item. */
export type Outcome =
  /** The provider has it. */
  | { readonly type: 'done'; readonly incident: Incident | null }
  /** It will not be done; a whole sentence says why. */
  | {
      readonly type: 'refused';
      readonly reason: string;
      readonly nextStep: string;
      /** As a look before it found it. */
      readonly incident?: Incident;
    }
  /** It may have arrived, and nobody but a person can find out. */
  | { readonly type: 'unknown' }
  /** Not now. `asking`: the request that failed only looked, so it says nothing about the item. */
  | { readonly type: 'failed'; readonly error: unknown; readonly asking: boolean };

export interface Delivered {
  /** As it counts on disk since the request went out. */
  readonly item: OutboxItem;
  /** As it was before. */
  readonly before: OutboxItem;
  readonly outcome: Outcome;
}

export interface DeliveryParts {
  readonly clock: Clock;
  /** Before what is not harmless goes out: rejects where it cannot be made durable. */
  record(item: OutboxItem, fields: Partial<OutboxItem>): Promise<OutboxItem>;
  /** Whether this window still is the one that sends; asked right before each request that changes anything. */
  maySend(): Promise<boolean>;
}

/**
 * Carries items to the provider. What may have arrived is looked for first, and what would open an incident again that
 * is resolved by now is not sent: what is shown may be old however fresh the click is. An answer of null, or an item
 * without an outcome: this window may not send any more.
 */
export class Delivery {
  constructor(private readonly parts: DeliveryParts) {}

  async sendOne(provider: IncidentProvider, item: OutboxItem): Promise<Delivered | null> {
    const early = isHarmless(item.action)
      ? await this.#resolvedMeanwhile(provider, item)
      : await this.#lookFor(provider, item);
    if (early) return ended(item, early);

    let sent = item;
    if (!isHarmless(item.action)) {
      const fields = { content: contentOf(item, this.parts.clock.now()), maybeArrived: true };
      try {
        sent = await this.parts.record(item, { ...fields, attempts: item.attempts + 1 });
      } catch (error) {
        return ended(item, { type: 'failed', error, asking: true });
      }
    }
    if (!(await this.parts.maySend())) return null;
    try {
      const incident = await provider.perform(item.incidentId, sent.content ?? sent.action, item.id);
      return { item: sent, before: item, outcome: { type: 'done', incident } };
    } catch (error) {
      const outcome = await this.#afterAll(provider, item, error);
      return { item: sent, before: item, outcome };
    }
  }

  /**
   * What a failure means. A refusal may be of the kind “it is so already”, in words that nobody understood: an attempt
   * before this one did it, perhaps by a process that is gone.
   */
  async #afterAll(provider: IncidentProvider, item: OutboxItem, failure: unknown): Promise<Outcome> {
    const outcome = outcomeOf(failure);
    if (!(failure instanceof RefusedError) || !isHarmless(item.action)) return outcome;
    try {
      const arrived = await provider.hasArrived(item.incidentId, item.action, item.id);
      return arrived ? { type: 'done', incident: null } : outcome;
    } catch (error) {
      return isRefusal(error) ? outcome : { type: 'failed', error, asking: true };
    }
  }

  /** Several field actions of different incidents. One that is refused is found by halving and does not stop the rest. */
  async sendMany(provider: IncidentProvider, items: readonly FieldItem[]): Promise<readonly Delivered[]> {
    const { refused, rest } = await this.#withoutResolved(provider, items);
    return [...refused, ...(await this.#sendHalves(provider, rest, new Denials()))];
  }

  async #sendHalves(
    provider: IncidentProvider,
    items: readonly FieldItem[],
    denials: Denials,
  ): Promise<readonly Delivered[]> {
    const [first] = items;
    if (!first) return [];
    const denial = denials.ofAll;
    if (denial) return items.map(item => ended(item, outcomeOf(denial)));
    if (!(await this.parts.maySend())) return [];
    if (items.length === 1) {
      try {
        const incident = await provider.perform(first.incidentId, first.action, first.id);
        denials.done();
        return [ended(first, { type: 'done', incident })];
      } catch (error) {
        denials.failed(error);
        return [ended(first, await this.#afterAll(provider, first, error))];
      }
    }
    let incidents: readonly Incident[];
    try {
      incidents = await provider.changeMany(items.map(({ incidentId: id, action }) => ({ id, action })));
    } catch (error) {
      const outcome = outcomeOf(error);
      if (outcome.type !== 'refused' || concernsAll(error)) return items.map(item => ended(item, outcome));
      const half = Math.ceil(items.length / 2);
      const before = await this.#sendHalves(provider, items.slice(0, half), denials);
      // With no network or over the limit the other half would only meet the same.
      if (before.length < half || before.some(one => one.outcome.type === 'failed')) return before;
      return [...before, ...(await this.#sendHalves(provider, items.slice(half), denials))];
    }
    denials.done();
    const byId = new Map(incidents.map(incident => [incident.id, incident]));
    return items.map(item => ended(item, { type: 'done', incident: byId.get(item.incidentId) ?? null }));
  }

  /** Null where it has to be sent. */
  async #lookFor(provider: IncidentProvider, item: OutboxItem): Promise<Outcome | null> {
    if (!item.maybeArrived) return null;
    try {
      const arrived = await provider.hasArrived(item.incidentId, item.content ?? item.action, item.id);
      if (arrived === null) return { type: 'unknown' };
      return arrived ? { type: 'done', incident: null } : null;
    } catch (error) {
      // That it cannot be looked at any more says nothing about whether it arrived.
      return isRefusal(error) ? { type: 'unknown' } : { type: 'failed', error, asking: true };
    }
  }

  async #resolvedMeanwhile(provider: IncidentProvider, item: OutboxItem): Promise<Outcome | null> {
    if (item.incidentId === null || !mustLookFirst(item)) return null;
    try {
      const incident = await provider.incident(item.incidentId);
      return incident.status === 'resolved' ? resolvedMeanwhile(incident) : null;
    } catch (error) {
      const outcome = outcomeOf(error);
      return outcome.type === 'failed' ? { ...outcome, asking: true } : outcome;
    }
  }

  async #withoutResolved(
    provider: IncidentProvider,
    items: readonly FieldItem[],
  ): Promise<{ readonly refused: readonly Delivered[]; readonly rest: readonly FieldItem[] }> {
    const unsure = new Set(items.filter(mustLookFirst).map(({ incidentId }) => incidentId));
    let resolved: ReadonlyMap<string, Incident>;
    try {
      resolved = await lookInLists(provider, unsure);
    } catch (error) {
      const outcome: Outcome = { type: 'failed', error, asking: true };
      return { refused: items.map(item => ended(item, outcome)), rest: [] };
    }
    const refused: Delivered[] = [];
    const rest: FieldItem[] = [];
    for (const item of items) {
      const found = resolved.get(item.incidentId);
      let outcome = found ? resolvedMeanwhile(found) : null;
      if (unsure.has(item.incidentId)) outcome = await this.#resolvedMeanwhile(provider, item);
      if (outcome) refused.push(ended(item, outcome));
      else rest.push(item);
      if (outcome?.type === 'failed') return { refused, rest: [] };
    }
    return { refused, rest };
  }
}

/** So many in a row, and nothing that was done, tell that the key may do none of them. */
const enoughDenials = 5;

/** What a key was told of the items of one storm: a read-only one would ask for each of them to hear the same. */
class Denials {
  #inRow = 0;
  #anyDone = false;
  #last: NotAllowedError | null = null;

  /** What each that is left would be told; null as long as that is not known. */
  get ofAll(): NotAllowedError | null {
    return !this.#anyDone && this.#inRow >= enoughDenials ? this.#last : null;
  }

  /** The key may do some of them: it depends on the incident. */
  done(): void {
    this.#anyDone = true;
  }

  failed(error: unknown): void {
    this.#last = error instanceof NotAllowedError ? error : null;
    this.#inRow = this.#last ? this.#inRow + 1 : 0;
  }
}

function mustLookFirst({ action, reopens }: OutboxItem): boolean {
  return isOpening(action) && !reopens;
}

function resolvedMeanwhile(incident: Incident): Outcome {
  return {
    type: 'refused',
    reason: t('It was resolved meanwhile, and this would open it again.'),
    nextStep: t('Send it again if you want it open, or drop it.'),
    incident,
  };
}

/** Of an item that did not change on the way. */
function ended(item: OutboxItem, outcome: Outcome): Delivered {
  return { item, before: item, outcome };
}

function outcomeOf(error: unknown): Outcome {
  return isRefusal(error)
    ? { type: 'refused', reason: error.message, nextStep: error.nextStep }
    : { type: 'failed', error, asking: false };
}

/** Sending it again would bring the same answer. */
function isRefusal(error: unknown): error is OnCallError {
  return (
    error instanceof RefusedError ||
    error instanceof NotFoundError ||
    error instanceof NotAllowedError ||
    error instanceof NotPossibleError ||
    concernsAll(error)
  );
}

/** A refusal that would meet each of many. */
function concernsAll(error: unknown): error is OnCallError {
  return error instanceof PlanLacksAbilityError || error instanceof RequesterNeededError;
}
