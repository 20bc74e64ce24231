import type { Bridge, ChangeEvent, CustomField, Note, RelatedIncident } from '../../incidentDetails.ts';
import { objectOf } from '../wire.ts';
import type { PagerDutyClient } from './pagerDutyClient.ts';
import {
  bridgeOf,
  changeEventOf,
  customFieldOf,
  noteOf,
  relatedIncidentOf,
} from './pagerDutyDetailsMapping.ts';
import { byTime, checkedId, onePage } from './pagerDutyLists.ts';

type Signal = AbortSignal | undefined;

/** As many past incidents as there are related ones. */
const mostPast = 20;
/** The most that a page may hold; `related_change_events` takes no offset. */
const mostChanges = 100;

/** What is read about one incident apart from it. Related, past and change events need a plan that has them. */
export class PagerDutyDetails {
  constructor(private readonly client: PagerDutyClient) {}

  async notes(id: string, signal: Signal): Promise<readonly Note[]> {
    const source = { path: `/incidents/${checkedId(id)}/notes`, list: 'notes' };
    const newestFirst = await onePage(this.client, source, noteOf, signal);
    return newestFirst.reverse().sort(byTime);
  }

  async bridge(id: string, signal: Signal): Promise<Bridge | null> {
    const query = { include: ['conference_bridge'] };
    const answer = await this.client.get(`/incidents/${checkedId(id)}`, query, signal);
    return bridgeOf(objectOf(answer['incident'])?.['conference_bridge']);
  }

  async customFields(id: string, signal: Signal): Promise<readonly CustomField[]> {
    const source = { path: `/incidents/${checkedId(id)}/custom_fields/values`, list: 'custom_fields' };
    return onePage(this.client, source, customFieldOf, signal);
  }

  async related(id: string, signal: Signal): Promise<readonly RelatedIncident[]> {
    const path = `/incidents/${checkedId(id)}/related_incidents`;
    // Without it there is no address that a browser could open.
    const source = { path, list: 'related_incidents', query: { additional_details: ['incident'] } };
    return onePage(this.client, source, relatedIncidentOf, signal);
  }

  async past(id: string, signal: Signal): Promise<readonly RelatedIncident[]> {
    const path = `/incidents/${checkedId(id)}/past_incidents`;
    const source = { path, list: 'past_incidents', query: { limit: mostPast } };
    return onePage(this.client, source, relatedIncidentOf, signal);
  }

  async changes(id: string, signal: Signal): Promise<readonly ChangeEvent[]> {
    const path = `/incidents/${checkedId(id)}/related_change_events`;
    const source = { path, list: 'change_events', query: { limit: mostChanges } };
    const events = await onePage(this.client, source, changeEventOf, signal);
    return events.sort((a, b) => byTime(b, a));
  }
}
