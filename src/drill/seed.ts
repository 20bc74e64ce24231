import type { AlertContent, DrillIncident } from './records.ts';
import type { DrillAccount } from './drillAccount.ts';

const hour = 3_600_000;

/** The shapes of details that monitoring tools really send, taken in turn. */
const shapes: readonly ((runbook: string) => AlertContent['details'])[] = [
  runbook => ({
    alertname: 'LatencyHigh',
    'Runbook URL': runbook,
    p99_ms: 2150,
    region: { name: 'eu-west-1' },
  }),
  runbook => ({ firing: [{ labels: { alertname: 'QueueDepth' }, annotations: { runbook_url: runbook } }] }),
  runbook => ({ firing: `Labels:\n - alertname = PodRestarts\nAnnotations:\n - runbook_url = ${runbook}\n` }),
  () => 'Host web-7 does not answer to ping.',
  () => ({}),
];

/**
 * Fills the account for tests and measurements: `count` open incidents, evenly spread over half a year, so that
 * most are older than the month that a careless listing shows. Every third one is acknowledged.
 */
export function seed(account: DrillAccount, count: number, now: number): readonly DrillIncident[] {
  const { services, priorities, lead } = account.directory;
  const kinds = Object.values(services);
  const step = (180 * 24 * hour) / Math.max(1, count);
  return Array.from({ length: count }, (_, i) => {
    const at = now - Math.round((count - i) * step);
    const service = pick(kinds, i);
    const incident = account.trigger(
      {
        service,
        title: `Seeded problem ${i + 1} on ${service.name}`,
        urgency: i % 4 === 3 ? 'low' : 'high',
        priority: i % 5 === 4 ? null : pick(priorities, i),
        alert: {
          key: `seed-${i + 1}`,
          severity: pick(['critical', 'error', 'warning', 'info'] as const, i),
          details: pick(shapes, i)('https://runbooks.example.com/service-down#verification'),
          contexts:
            i % 2 ? [{ type: 'link', href: 'https://grafana.example.com/d/1', text: 'Dashboard' }] : [],
        },
      },
      at,
    );
    if (i % 3 === 2) account.acknowledge(incident, lead, at + 60_000);
    return incident;
  });
}

function pick<T>(list: readonly T[], i: number): T {
  return list[i % list.length] as T;
}
