import { utc } from '../../src/core/clock.ts';
import { PlanLacksAbilityError } from '../../src/core/errors.ts';
import type { LogEntryKind } from '../../src/core/incidents/incident.ts';
import { alertOf } from '../../src/core/incidents/providers/pagerduty/pagerDutyAlerts.ts';
import { DetailsProvider, logEntry } from '../unit/incidents/details/detailsProvider.ts';
import { incident } from '../unit/incidents/incidentFixtures.ts';

/** ms */
export const minute = 60_000;
export const now = Date.now();
const ada = { id: 'PADA', name: 'Ada Lovelace' };
export const grace = { id: 'PGRACE', name: 'Grace Hopper' };

/** An ordinary incident at its worst hour. */
export const shown = incident('Q2RXTPJ9DGE8VS', {
  number: 4312,
  title: 'Checkout error rate above 5 % in eu-west-1',
  severity: 'P1',
  priority: { id: 'PP1', name: 'P1', color: '#a8171c', order: 1 },
  service: { id: 'PS', name: 'Checkout API' },
  assignees: [ada, grace],
  teams: [{ id: 'T', name: 'Payments' }],
  escalationPolicy: { id: 'E', name: 'Payments, day and night' },
  createdAt: utc(now - 47 * minute),
  updatedAt: utc(now - 3 * minute),
  url: 'https://acme.pagerduty.com/incidents/Q2RXTPJ9DGE8VS',
});

const firing = [
  'Labels:',
  ' - alertname = CheckoutErrors',
  ' - instance = checkout-7d9f:8080',
  ' - severity = critical',
  'Annotations:',
  ' - summary = 7.3 % of requests fail',
  ' - runbook_url = https://wiki.example/runbooks/checkout',
  'Source: https://prometheus.example/graph?g0.expr=rate',
].join('\n');

/** Every shape that a monitoring tool’s details come in. */
const wireAlerts = [
  {
    ...{ id: 'A1', summary: 'CheckoutErrors on checkout-7d9f', status: 'triggered', severity: 'critical' },
    body: {
      details: {
        num_firing: '1',
        region: 'eu-west-1',
        firing,
        dashboard: 'https://grafana.example/d/checkout',
      },
      contexts: [
        { type: 'link', href: 'https://wiki.example/runbooks/checkout', text: 'Runbook' },
        { type: 'link', href: 'javascript:alert(1)', text: 'Bad link' },
      ],
    },
  },
  {
    ...{ id: 'A2', summary: 'Pool of connections exhausted', status: 'triggered', severity: 'error' },
    body: {
      details: 'orders-db: 200 of 200 connections in use.\nWaiting: 341\n' + 'Stack line\n'.repeat(30),
    },
  },
  {
    ...{ id: 'A3', summary: 'Two alerts of a newer Alertmanager', status: 'acknowledged' },
    body: {
      details: {
        firing: [
          {
            labels: { alertname: 'SlowQueries', instance: 'orders-db-1' },
            annotations: { summary: 'p99 2.4 s' },
          },
          {
            labels: { alertname: 'SlowQueries', instance: 'orders-db-2' },
            annotations: { summary: 'p99 3.1 s' },
          },
        ],
      },
    },
  },
  {
    ...{ id: 'A4', summary: 'From the Events API', status: 'resolved' },
    body: {
      cef_details: {
        source_origin: 'lb-3',
        severity: 'warning',
        client: 'Nagios',
        client_url: 'https://nagios.example/lb-3',
        details: { zone: 'b' },
      },
    },
  },
].map(wire => ({ ...wire, created_at: utc(now - 40 * minute) }));

/** Something in every part, and one that the plan lacks. */
export function provider(): DetailsProvider {
  const source = new DetailsProvider();
  source.answers.alerts = wireAlerts.map(wire => alertOf(wire)!);
  const entries: readonly (readonly [number, LogEntryKind, string, string?])[] = [
    [1490, 'triggered', 'Triggered through the API'],
    [1480, 'notified', 'Ada Lovelace was notified by push message'],
    [1470, 'acknowledged', 'Acknowledged by Ada Lovelace'],
    [60, 'unacknowledged', 'The acknowledgement timed out'],
    [47, 'escalated', 'Escalated to Grace Hopper'],
    [45, 'notified', 'Grace Hopper was notified by phone'],
    [30, 'note', 'Pool of connections exhausted, raising it to 200'],
    [20, 'other', 'We know why checkout fails; a fix is on its way.', 'status_update_log_entry'],
    [12, 'snoozed', 'Snoozed until 05:00 UTC by Grace Hopper'],
    [3, 'changed', 'Updated severity to SEV-1'],
  ];
  source.answers.log = entries.map(([ago, kind, text, providerType = 'x_log_entry'], index) =>
    logEntry(`L${index}`, now - ago * minute, { kind, text, providerType, agent: ada }),
  );
  source.answers.notes = [
    {
      id: 'N1',
      at: utc(now - 30 * minute),
      author: ada,
      text: 'Pool of connections exhausted, raising it to 200.',
    },
    { id: 'N2', at: utc(now - 5 * minute), author: null, text: 'Two lines:\nstill climbing in eu-west-1.' },
  ];
  source.answers.bridge = { url: 'https://meet.example/checkout-4312', phone: '+49 30 1234567,,884422#' };
  source.answers.customFields = [
    { id: 'C1', name: 'Impact', value: 'Customers cannot pay' },
    { id: 'C2', name: 'Ticket', value: 'https://jira.example/OPS-991' },
    { id: 'C3', name: 'Root cause', value: '' },
  ];
  source.answers.changes = [
    {
      ...{
        id: 'CH1',
        at: utc(now - 55 * minute),
        summary: 'checkout 2.31.0 deployed',
        source: 'GitHub Actions',
      },
      ...{
        reason: 'related service',
        links: [{ text: 'Pull request 812', href: 'https://github.example/acme/checkout/pull/812' }],
      },
    },
  ];
  source.answers.related = [
    {
      ...{ id: 'R1', title: 'orders-db: replication lag', createdAt: utc(now - 50 * minute) },
      ...{ url: 'https://acme.pagerduty.com/incidents/R1', reason: 'service dependency' },
    },
  ];
  source.failures.set('past', new PlanLacksAbilityError('Not in the plan.'));
  return source;
}

/** What the team’s file says of its service. */
export const service = {
  owners: ['Payments'],
  dashboards: [
    { name: 'Checkout', url: 'https://grafana.example/d/checkout' },
    { name: 'Orders', url: 'https://grafana.example/d/orders' },
  ],
  chat: 'slack:#checkout',
};

export const runbook = {
  title: 'Checkout errors',
  reason: 'The alert “CheckoutErrors” links to it (contexts[0]).',
};
