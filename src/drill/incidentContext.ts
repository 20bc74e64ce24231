import type { Directory } from './directory.ts';
import type { DrillIncident, DrillService } from './records.ts';

/** An incident of long ago that looked alike. It is no longer in the account. */
export interface DrillPastIncident {
  readonly id: string;
  readonly service: DrillService;
  readonly title: string;
  readonly createdAt: number;
  /** Higher is more alike. */
  readonly score: number;
}

/** A deployment or another change of a service. */
export interface DrillChangeEvent {
  readonly id: string;
  readonly service: DrillService;
  readonly at: number;
  readonly summary: string;
  readonly source: string;
  readonly link: { readonly href: string; readonly text: string };
  readonly details: Readonly<Record<string, unknown>>;
}

/** A field that the account’s owners defined. */
export interface DrillCustomField {
  readonly id: string;
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  readonly fieldType: 'single_value_fixed' | 'multi_value_fixed';
  valueFor(service: DrillService): string | readonly string[] | null;
}

/** What an account knows around its incidents; it stays as it is while the drill runs. */
export interface IncidentContext {
  readonly past: readonly DrillPastIncident[];
  /** Newest first. */
  readonly changes: readonly DrillChangeEvent[];
  readonly customFields: readonly DrillCustomField[];
  /** The first service of each pair cannot work without the second. */
  readonly dependencies: readonly (readonly [DrillService, DrillService])[];
}

const minute = 60_000;
const day = 86_400_000;

/** @param now the drill’s start: v42 of checkout was deployed four minutes before */
export function createContext(
  { services: { checkout, ordersDb, exports } }: Directory,
  newId: () => string,
  now: number,
): IncidentContext {
  const past = (service: DrillService, title: string, days: number, score: number): DrillPastIncident => ({
    id: newId(),
    service,
    title,
    createdAt: now - days * day,
    score,
  });
  const change = (
    service: DrillService,
    at: number,
    summary: string,
    link: DrillChangeEvent['link'],
    details: DrillChangeEvent['details'],
  ): DrillChangeEvent => ({ id: newId(), service, at, summary, source: 'ci.example.com', link, details });

  return {
    past: [
      past(checkout, 'Checkout error rate above 5% after deploy of v37', 23, 46.8),
      past(checkout, 'Checkout error rate above 5%', 61, 31.2),
      past(checkout, 'Payments time out', 118, 4.5),
      past(ordersDb, 'orders-db has no free connections', 40, 52.1),
    ],
    changes: [
      change(
        checkout,
        now - 4 * minute,
        'Deployed checkout v42',
        { href: 'https://ci.example.com/checkout/deployments/42', text: 'Deployment of v42' },
        { version: 'v42', previous_version: 'v41', commit: '9f2c1e7' },
      ),
      change(
        ordersDb,
        now - 25 * minute,
        'Reporting worker of orders-db: pool size 5 → 50',
        { href: 'https://ci.example.com/orders-db/changes/318', text: 'Change 318' },
        { setting: 'pool_size', old: 5, new: 50 },
      ),
      change(
        checkout,
        now - 2 * day,
        'Deployed checkout v41',
        { href: 'https://ci.example.com/checkout/deployments/41', text: 'Deployment of v41' },
        { version: 'v41', previous_version: 'v40', commit: '51be0a3' },
      ),
    ],
    customFields: [
      {
        id: newId(),
        name: 'environment',
        displayName: 'Environment',
        description: 'Where it happens',
        fieldType: 'single_value_fixed',
        valueFor: () => 'production',
      },
      {
        id: newId(),
        name: 'affected_regions',
        displayName: 'Affected regions',
        description: 'Where customers notice it',
        fieldType: 'multi_value_fixed',
        // Not filled in for the others, as it is in real life.
        valueFor: service => (service === checkout ? ['eu-west-1', 'us-east-1'] : null),
      },
    ],
    dependencies: [
      [checkout, ordersDb],
      [exports, ordersDb],
    ],
  };
}

export interface RelatedChange {
  readonly change: DrillChangeEvent;
  readonly reason: 'most_recent' | 'related_service';
}

/** Those of the incident’s service and of what that depends on; newest first. */
export function changesAround(
  context: IncidentContext,
  { service }: DrillIncident,
): readonly RelatedChange[] {
  const supporting = supportersOf(context, service);
  return context.changes.flatMap((change): readonly RelatedChange[] => {
    if (change.service === service) return [{ change, reason: 'most_recent' }];
    return supporting.has(change.service) ? [{ change, reason: 'related_service' }] : [];
  });
}

export interface RelatedIncident {
  readonly incident: DrillIncident;
  /** Null where it is only alike. */
  readonly dependency: { readonly dependent: DrillService; readonly supporting: DrillService } | null;
}

const mostRelated = 20;

/** Open ones of the same service and of those it depends on or that depend on it; newest first, 20 at most. */
export function relatedTo(
  context: IncidentContext,
  incident: DrillIncident,
  all: readonly DrillIncident[],
): readonly RelatedIncident[] {
  const { service } = incident;
  return all
    .flatMap((other): readonly RelatedIncident[] => {
      if (other === incident || other.status === 'resolved') return [];
      if (other.service === service) return [{ incident: other, dependency: null }];
      const [dependent, supporting] =
        context.dependencies.find(pair => pair.includes(service) && pair.includes(other.service)) ?? [];
      return dependent && supporting ? [{ incident: other, dependency: { dependent, supporting } }] : [];
    })
    .sort((a, b) => b.incident.createdAt - a.incident.createdAt)
    .slice(0, mostRelated);
}

function supportersOf({ dependencies }: IncidentContext, service: DrillService): ReadonlySet<DrillService> {
  return new Set(
    dependencies.filter(([dependent]) => dependent === service).map(([, supporting]) => supporting),
  );
}
