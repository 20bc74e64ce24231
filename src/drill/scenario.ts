import type { DrillAccount } from './drillAccount.ts';
import type { Check } from './monitor.ts';

/** Where the drill’s three services listen. */
export interface ServiceUrls {
  readonly checkout: string;
  readonly ordersDb: string;
  readonly exports: string;
}

const minute = 60_000;

/**
 * What the monitor reports. Each alert has its details in another shape that is seen in the field, and each
 * names its runbook in the place where such a tool puts it.
 */
export function scenarioChecks(
  { directory: { services, priorities } }: DrillAccount,
  urls: ServiceUrls,
): { readonly [name in keyof ServiceUrls]: Check } {
  const [, p2, p3, p4] = priorities;
  return {
    checkout: {
      healthUrl: `${urls.checkout}/health`,
      trigger: {
        service: services.checkout,
        title: 'Checkout error rate above 5% after deploy of v42',
        urgency: 'high',
        priority: p2,
        bridge: {
          number: '+1-555-010-4242,,,987654321#',
          url: 'https://zoom.example.com/j/987654321?pwd=drill',
        },
        alert: {
          key: 'drill/checkout/error-rate',
          severity: 'critical',
          // A flat object, as custom details of the Events API usually are.
          details: {
            alertname: 'CheckoutErrorRateHigh',
            summary: 'Customers cannot pay: more than 5% of the orders fail.',
            runbook: 'drill-checkout-errors.md#mitigation-options',
            health: `${urls.checkout}/health`,
            threshold_percent: 5,
          },
          contexts: [{ type: 'link', href: `${urls.checkout}/metrics`, text: 'Checkout metrics' }],
          client: { name: 'Drill monitor', url: `${urls.checkout}/metrics` },
        },
      },
    },
    ordersDb: {
      healthUrl: `${urls.ordersDb}/health`,
      trigger: {
        service: services.ordersDb,
        title: 'orders-db has no free connections',
        urgency: 'high',
        priority: p3,
        alert: {
          key: 'drill/orders-db/pool',
          severity: 'error',
          // Alertmanager since 0.28: alerts as an array of objects.
          details: {
            num_firing: '1',
            num_resolved: '0',
            firing: [
              {
                status: 'firing',
                labels: { alertname: 'OrdersDbPoolExhausted', service: 'orders-db', severity: 'error' },
                annotations: {
                  summary: 'All connections of orders-db are taken.',
                  runbook_url: 'drill-orders-db-connections.md#quick-diagnosis',
                },
                generatorURL: `${urls.ordersDb}/pool`,
              },
            ],
          },
          contexts: [],
        },
      },
    },
    exports: {
      healthUrl: `${urls.exports}/health`,
      trigger: {
        service: services.exports,
        title: 'Disk of exports almost full',
        urgency: 'low',
        priority: p4,
        alert: {
          key: 'drill/exports/disk',
          severity: 'warning',
          // Alertmanager before 0.28: the same as one text.
          details: {
            num_firing: '1',
            firing:
              'Labels:\n - alertname = ExportsDiskAlmostFull\n - service = exports\n' +
              'Annotations:\n - summary = The exports disk is more than 90% full\n' +
              ' - runbook_url = drill-exports-disk.md\n' +
              `Source: ${urls.exports}/disk\n`,
          },
          contexts: [{ type: 'link', href: `${urls.exports}/disk`, text: 'Disk usage' }],
        },
      },
    },
  };
}

/**
 * The orders-db incident is older than the drill: nobody answered, it was escalated, and a colleague took it.
 * So there is something under “acknowledged”, and a timeline with a past.
 */
export function tellHistory(account: DrillAccount, { trigger }: Check, now: number): void {
  const { colleague } = account.directory;
  const incident = account.trigger(trigger, now - 14 * minute);
  account.escalate(incident, 2, trigger.service, now - 9 * minute);
  account.acknowledge(incident, colleague, now - 8 * minute);
  const note =
    'The reporting worker holds every connection. I look at its queries; please take over if I am not back.';
  account.addNote(incident, colleague, note, now - 6 * minute);
}
