import assert from 'node:assert/strict';
import { detailSets } from '../../../../src/core/incidents/details/alertDetails.ts';
import { alertOf } from '../../../../src/core/incidents/providers/pagerduty/pagerDutyAlerts.ts';
import { draws, seeded, seeds } from '../../seeded.ts';

const firing = [
  'Labels:',
  ' - alertname = DiskFull',
  ' - instance = db-1:9100',
  'Annotations:',
  ' - summary = Disk is full',
  ' - runbook_url = https://wiki.example/disk',
  'Source: https://prometheus.example/graph?g0',
  'Labels:',
  ' - alertname = DiskFull',
  ' - instance = db-2:9100',
  'Annotations:',
  ' - description = Two',
  'lines',
  'Source: https://prometheus.example/graph?g1',
].join('\n');

describe('The details of an alert as rows', () => {
  it('keeps plain pairs in one set, as they are', () => {
    const details = [
      { name: 'host', value: 'db-1' },
      { name: 'note', value: 'two\nlines' },
    ];
    assert.deepEqual(detailSets(details), [{ name: null, rows: details }]);
  });

  it('has none for none', () => assert.deepEqual(detailSets([]), []));

  it('puts what belongs to one of several alerts together, and leaves a lone name with a colon alone', () => {
    const sets = detailSets([
      { name: 'num_firing', value: '2' },
      { name: 'Disk: full: instance', value: 'db-1' },
      { name: 'Disk: full: job', value: 'node' },
      { name: 'Disk: full (2): instance', value: 'db-2' },
      { name: 'Disk: full (2): job', value: 'node' },
      { name: 'lone: name', value: 'x' },
    ]);
    assert.deepEqual(sets, [
      {
        name: null,
        rows: [
          { name: 'num_firing', value: '2' },
          { name: 'lone: name', value: 'x' },
        ],
      },
      {
        name: 'Disk: full',
        rows: [
          { name: 'instance', value: 'db-1' },
          { name: 'job', value: 'node' },
        ],
      },
      {
        name: 'Disk: full (2)',
        rows: [
          { name: 'instance', value: 'db-2' },
          { name: 'job', value: 'node' },
        ],
      },
    ]);
  });

  it('makes rows of JSON inside a value', () => {
    const value = JSON.stringify([
      { labels: { alertname: 'DiskFull' }, annotations: { summary: 'Full' }, startsAt: null },
    ]);
    assert.deepEqual(detailSets([{ name: 'firing', value }]), [
      {
        name: 'firing',
        rows: [
          { name: 'labels › alertname', value: 'DiskFull' },
          { name: 'annotations › summary', value: 'Full' },
        ],
      },
    ]);
  });

  it('writes a list of plain values line by line', () => {
    assert.deepEqual(detailSets([{ name: 'hosts', value: '["a","b",3]' }]), [
      { name: null, rows: [{ name: 'hosts', value: 'a\nb\n3' }] },
    ]);
  });

  const asTheyAre: readonly [string, string][] = [
    ['cut JSON', '{"a": 1'],
    ['an empty object', '{}'],
    ['more rows than a table may have', JSON.stringify(Object.fromEntries([...Array(400).keys()].entries()))],
    ['deep nesting', '{"a":'.repeat(40) + '1' + '}'.repeat(40)],
    ['nesting without end', '['.repeat(100_000)],
  ];
  for (const [name, value] of asTheyAre) {
    it(`keeps ${name} as the text it was`, () => {
      assert.deepEqual(detailSets([{ name: 'x', value }]), [{ name: null, rows: [{ name: 'x', value }] }]);
    });
  }

  const body = (fields: object) => alertOf({ id: 'A1', body: fields })?.details ?? [];
  const shapes: readonly [string, object, string][] = [
    ['an object', { details: { host: 'db-1' } }, 'db-1'],
    ['a string', { details: 'db-1 is down' }, 'db-1 is down'],
    ['Alertmanager’s text', { details: { firing } }, 'db-2:9100'],
    ['Alertmanager’s list', { details: { firing: [{ labels: { instance: 'db-3' } }] } }, 'db-3'],
    ['cef_details', { cef_details: { source_origin: 'db-4', details: { zone: 'a' } } }, 'db-4'],
  ];
  for (const [name, fields, wanted] of shapes) {
    it(`shows what came as ${name}`, () => {
      const values = detailSets(body(fields)).flatMap(({ rows }) => rows.map(({ value }) => value));
      assert.ok(values.includes(wanted), JSON.stringify(values));
    });
  }

  it('loses no word of whatever text comes', () => {
    const bits = [
      'Labels:',
      'Annotations:',
      ' - a = b',
      'Source: x',
      'word',
      '',
      '{"k":"v"}',
      '["q","r"]',
      '- = =',
    ];
    for (const seed of seeds(draws(2_000, 20_000))) {
      const random = seeded(seed);
      const lines = Array.from(
        { length: 1 + Math.floor(random() * 8) },
        () => bits[Math.floor(random() * bits.length)]!,
      );
      const value = lines.join('\n');
      const said = JSON.stringify(detailSets([{ name: 'x', value }]));
      for (const word of ['word', 'k', 'v', 'q', 'r'].filter(word =>
        new RegExp(`\\b${word}\\b`).test(value),
      )) {
        assert.ok(said.includes(word), `seed ${seed}: “${word}” of ${JSON.stringify(value)}`);
      }
    }
  });
});
