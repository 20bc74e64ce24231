import { t } from '@vscode/l10n';
import { utc } from '../../../clock.ts';
import type { Bridge, ChangeEvent, CustomField, Note, RelatedIncident } from '../../incidentDetails.ts';
import { readMarker } from '../noteMarker.ts';
import {
  idOf,
  lineOf,
  linkOf,
  objectOf,
  objectsOf,
  plainText,
  textOf,
  timeOf,
  webAddressOf,
} from '../wire.ts';
import { personOf } from './pagerDutyMapping.ts';

/** A note of `GET /incidents/{id}/notes`; null where even the id is missing. Its author may be a rule or a bot. */
export function noteOf(wire: unknown): Note | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  const content = fields['content'];
  return {
    id,
    at: timeOf(fields['created_at']) ?? utc(0),
    author: personOf(fields['user']),
    text: typeof content === 'string' ? readMarker(plainText(content)).text : '',
  };
}

/** `conference_bridge` of an incident, which comes only when it is asked for. */
export function bridgeOf(wire: unknown): Bridge | null {
  const fields = objectOf(wire);
  const address = webAddressOf(fields?.['conference_url']);
  const url = address?.startsWith('https:') ? address : null;
  const phone = lineOf(fields?.['conference_number']);
  return url || phone ? { url, phone } : null;
}

/** One of `GET /incidents/{id}/custom_fields/values`. */
export function customFieldOf(wire: unknown): CustomField | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  const name = lineOf(fields['display_name']) ?? lineOf(fields['name']) ?? id;
  return { id, name, value: valueText(fields['value']) };
}

/** The examples of the description hold the value itself; its schema puts it into another `value`. */
function valueText(value: unknown): string {
  const wrapped = objectOf(value);
  if (wrapped && 'value' in wrapped) return valueText(wrapped['value']);
  if (!Array.isArray(value)) return textOf(value);
  return value
    .map(textOf)
    .filter(text => text !== '')
    .join(', ');
}

/** One of `related_incidents` or of `past_incidents`; the latter say no reason. */
export function relatedIncidentOf(wire: unknown): RelatedIncident | null {
  const { incident, relationships } = objectOf(wire) ?? {};
  const fields = objectOf(incident);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  const reasons = new Set(objectsOf(relationships).flatMap(relation => reasonOf(relation) ?? []));
  return {
    id,
    title: lineOf(fields['title']) ?? lineOf(fields['summary']) ?? t('Untitled incident'),
    createdAt: timeOf(fields['created_at']) ?? utc(0),
    url: webAddressOf(fields['html_url']),
    reason: [...reasons].join(', ') || null,
  };
}

/** What was learned by a machine says as what: `similar_contents`. */
function reasonOf({ type, metadata }: { readonly [name: string]: unknown }): string | null {
  return inWords(objectOf(metadata)?.['grouping_classification']) ?? inWords(type);
}

/** An event of `related_change_events`. */
export function changeEventOf(wire: unknown): ChangeEvent | null {
  const fields = objectOf(wire);
  const id = idOf(fields?.['id']);
  if (!fields || !id) return null;
  return {
    id,
    at: timeOf(fields['timestamp']) ?? utc(0),
    summary: lineOf(fields['summary']) ?? t('Change without a summary'),
    source: lineOf(fields['source']),
    reason: inWords(objectOf(fields['correlation_reason'])?.['reason']),
    links: objectsOf(fields['links']).flatMap(({ href, text }) => {
      const address = linkOf(href);
      return address ? [{ href: address, text: lineOf(text) ?? address }] : [];
    }),
  };
}

/** `similar_contents` → `similar contents` */
function inWords(value: unknown): string | null {
  return lineOf(value)?.replaceAll('_', ' ') ?? null;
}
