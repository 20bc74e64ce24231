import assert from 'node:assert/strict';
import { alertOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyAlerts.ts';
import { oddities } from './pagerDutyHarness.ts';

const details = (body: unknown) => alertOf({ id: 'PA1', body })!.details;
const pairs = (body: unknown) => details(body).map(({ name, value }) => [name, value]);

const text = [
  'Labels:',
  ' - alertname = DiskFull',
  ' - severity = critical',
  'Annotations:',
  ' - description = The disk is full.',
  'Call the owner if = it stays so.',
  ' - summary = a = b',
  'Source: http://prometheus.example.com/graph?g0.expr=up',
];

describe('alertOf: what Alertmanager sends', () => {
  it('as text: a pair for each line “name = value”, longer values whole', () => {
    assert.deepEqual(pairs({ details: { firing: text.join('\n'), num_firing: '1' } }), [
      ['DiskFull: alertname', 'DiskFull'],
      ['DiskFull: severity', 'critical'],
      ['DiskFull: description', 'The disk is full.\nCall the owner if = it stays so.'],
      ['DiskFull: summary', 'a = b'],
      ['DiskFull: Source', 'http://prometheus.example.com/graph?g0.expr=up'],
      ['num_firing', '1'],
    ]);
  });

  it('as text: of several alerts, each with its name, or its number where it has none', () => {
    const nameless = ['Labels:', ' - severity = warning', 'Annotations:', 'Source: x'];
    const several = [...text, ...text, ...nameless].join('\r\n');
    const severities = pairs({ details: { firing: several } }).filter(([name]) => name?.endsWith('severity'));
    assert.deepEqual(severities, [
      ['DiskFull: severity', 'critical'],
      ['DiskFull (2): severity', 'critical'],
      ['Alert 3: severity', 'warning'],
    ]);
  });

  it('as text: what belongs to no alert stays', () => {
    assert.deepEqual(pairs({ details: { firing: 'Something else entirely' } }), [
      ['firing', 'Something else entirely'],
    ]);
    assert.deepEqual(pairs({ details: { firing: `2 alerts\n${text[0]}\n${text[1]}` } }), [
      ['DiskFull: alertname', 'DiskFull'],
      ['firing', '2 alerts'],
    ]);
    assert.deepEqual(pairs({ details: { firing: ' - alertname = Bare\n' } }), [['Bare: alertname', 'Bare']]);
  });

  it('as text: a name is as long as a label’s may be, with or without blanks around it', () => {
    const named = (name: string) => pairs({ details: { firing: `Labels:\n - ${name}= x` } });
    assert.deepEqual(named(`${'n'.repeat(200)}  `), [[`Alert 1: ${'n'.repeat(200)}`, 'x']]);
    const tooLong = 'n'.repeat(201);
    assert.deepEqual(named(tooLong), [['firing', `- ${tooLong}= x`]]);
  });

  const list = [
    {
      labels: { alertname: 'DiskFull', severity: 'critical', summary: 'label' },
      annotations: { summary: 'annotation', severity: 'critical' },
      startsAt: '2026-01-15T03:00:00Z',
      generatorURL: 'https://prometheus.example.com',
    },
    { labels: { severity: 'warning' }, annotations: null },
  ];
  const expected = [
    ['DiskFull: alertname', 'DiskFull'],
    ['DiskFull: severity', 'critical'],
    ['DiskFull: summary', 'label'],
    ['DiskFull: annotation summary', 'annotation'],
    ['DiskFull: startsAt', '2026-01-15T03:00:00Z'],
    ['DiskFull: generatorURL', 'https://prometheus.example.com'],
    ['Alert 2: severity', 'warning'],
  ];

  it('as a list: a pair for each label, annotation and time, none lost to another of its name', () => {
    assert.deepEqual(pairs({ details: { firing: list } }), expected);
    assert.deepEqual(pairs({ details: { firing: JSON.stringify(list) } }), expected, 'as JSON in a text');
  });

  it('under cef_details, too, and for what is resolved', () => {
    assert.deepEqual(pairs({ details: null, cef_details: { details: { firing: list } } }), expected);
    assert.deepEqual(pairs({ details: { resolved: text.slice(0, 2).join('\n') } }), [
      ['DiskFull: alertname', 'DiskFull'],
    ]);
  });

  it('in any other shape is shown as it is', () => {
    for (const odd of oddities) {
      for (const firing of [odd, [odd], [{ labels: odd, annotations: odd, other: odd }]]) {
        for (const { name, value } of details({ details: { firing } })) {
          assert.ok(name.length > 0);
          assert.ok(value.length > 0);
        }
      }
    }
    assert.deepEqual(pairs({ details: { firing: ['a', 1] } }), [['firing', '["a",1]']]);
    assert.deepEqual(pairs({ details: { firing: '[FIRING:1] cut' } }), [['firing', '[FIRING:1] cut']]);
    const hostile = JSON.parse('[{"labels":{"__proto__":"p","constructor":"c"}}]') as unknown;
    assert.deepEqual(pairs({ details: { firing: hostile } }), [
      ['Alert 1: __proto__', 'p'],
      ['Alert 1: constructor', 'c'],
    ]);
    assert.deepEqual(pairs({ details: { firing: 'Labels:\n - __proto__ = p\n - constructor = c' } }), [
      ['Alert 1: __proto__', 'p'],
      ['Alert 1: constructor', 'c'],
    ]);
  });
});
