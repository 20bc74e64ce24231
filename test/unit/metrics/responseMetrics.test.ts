import assert from 'node:assert/strict';
import { utc } from '../../../src/core/clock.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { countedIncident } from '../../../src/core/metrics/countedIncident.ts';
import { metricsMarkdown } from '../../../src/core/metrics/metricsMarkdown.ts';
import { metricsBy, responseMetrics } from '../../../src/core/metrics/responseMetrics.ts';
import type { TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { LocalZone } from '../../../src/core/timeline/localZone.ts';
import { timelineView } from '../../../src/core/timeline/timelineView.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const minute = 60_000;
const at = (minutes: number) => utc(START + minutes * minute);
const service = (id: string) => ({ id, name: `Service ${id}` });

/** Minutes from START; what is left out is not recorded. */
interface Told {
  readonly service?: string;
  readonly impact?: number;
  readonly detected: number;
  readonly acknowledged?: number;
  readonly resolved?: number;
  readonly severity?: Incident['severity'];
}

function told(number: number, { impact, detected, acknowledged, resolved, ...rest }: Told) {
  const incident: Incident = {
    ...sampleIncident,
    number,
    service: rest.service === undefined ? null : service(rest.service),
    severity: rest.severity ?? null,
    priority: null,
    status: resolved === undefined ? 'acknowledged' : 'resolved',
    createdAt: at(detected),
    resolvedAt: resolved === undefined ? null : at(resolved),
  };
  const entries: TimelineEntry[] = [];
  const add = (kind: TimelineEntry['kind'], minutes?: number) => {
    if (minutes !== undefined) entries.push(sampleEntry(entries.length + 1, { kind, at: at(minutes) }));
  };
  add('impact', impact);
  add('acknowledged', acknowledged);
  return countedIncident(incident, timelineView({ entries, unreadable: [] }));
}

describe('The response metrics', () => {
  it('are means, medians and maxima of what is recorded, and of nothing else', () => {
    const { incidents, open, detect, acknowledge, mitigate, resolve } = responseMetrics([
      told(1, { impact: 0, detected: 4, acknowledged: 5, resolved: 34 }),
      told(2, { detected: 100, acknowledged: 103, resolved: 110 }),
      told(3, { detected: 200, acknowledged: 211 }),
      told(4, { detected: 300, resolved: 302 }),
    ]);
    assert.deepEqual([incidents, open], [4, 1]);
    assert.deepEqual(detect, { count: 1, mean: 4 * minute, median: 4 * minute, longest: 4 * minute });
    assert.deepEqual(acknowledge, { count: 3, mean: 5 * minute, median: 3 * minute, longest: 11 * minute });
    assert.deepEqual(resolve, { count: 3, mean: 14 * minute, median: 10 * minute, longest: 30 * minute });
    assert.equal(mitigate, null);
  });

  it('count between failures from an end to the next beginning of the same service, in any order', () => {
    const { betweenFailures } = responseMetrics([
      told(3, { service: 'a', impact: 95, detected: 100, resolved: 120 }),
      told(1, { service: 'a', detected: 0, resolved: 10 }),
      // At the same time: one failure, that ends at 40.
      told(2, { service: 'a', detected: 5, resolved: 40 }),
      told(4, { service: 'b', detected: 50, resolved: 60 }),
      told(5, { detected: 70, resolved: 80 }),
    ]);
    assert.deepEqual(betweenFailures, {
      count: 1,
      mean: 55 * minute,
      median: 55 * minute,
      longest: 55 * minute,
    });
  });

  it('say nothing of the time after an incident whose end nobody knows', () => {
    const { betweenFailures } = responseMetrics([
      told(1, { service: 'a', detected: 0 }),
      told(2, { service: 'a', detected: 50, resolved: 60 }),
      told(3, { service: 'a', detected: 90, resolved: 95 }),
    ]);
    assert.deepEqual([betweenFailures?.count, betweenFailures?.mean], [1, 30 * minute]);
  });

  it('stand for each name, those without one last', () => {
    const rows = metricsBy(
      [
        told(1, { service: 'b', detected: 0, resolved: 10 }),
        told(2, { detected: 0, resolved: 20 }),
        told(3, { service: 'a', detected: 0, resolved: 30 }),
      ],
      ({ service }) => service?.name ?? null,
      'none',
    );
    assert.deepEqual(
      rows.map(({ name, metrics }) => [name, metrics.resolve?.mean]),
      [
        ['Service a', 30 * minute],
        ['Service b', 10 * minute],
        ['none', 20 * minute],
      ],
    );
  });
});

describe('The document of the response metrics', () => {
  const period = { from: START, to: START + 600 * minute };
  const zone = new LocalZone('UTC');

  it('states the means first, then by severity and service, then each incident, newest first', () => {
    const text = metricsMarkdown(
      [
        told(1, { service: 'a', severity: 'P1', impact: 0, detected: 4, acknowledged: 5, resolved: 34 }),
        told(2, { service: 'a', detected: 94, acknowledged: 97, resolved: 104 }),
      ],
      period,
      zone,
    );
    const rows = text.split('\n').filter(line => line.startsWith('|'));
    const row = (begins: string) =>
      rows.find(line => line.startsWith(`| ${begins}`))?.replaceAll(/ {2,}/g, ' ');
    assert.match(row('**MTTD**')!, /4 min 00 s \| 4 min 00 s \| 4 min 00 s \| 1 \|$/);
    assert.match(row('**MTTA**')!, /2 min 00 s \| 2 min 00 s \| 3 min 00 s \| 2 \|$/);
    assert.match(row('**MTTM**')!, /– \| – \| – \| 0 \|$/);
    assert.match(row('**MTTR**')!, /20 min 00 s \| 20 min 00 s \| 30 min 00 s \| 2 \|$/);
    assert.match(row('**MTBF**')!, /1 h 00 min \| 1 h 00 min \| 1 h 00 min \| 1 \|$/);
    assert.match(row('P1')!, /^\| P1 \| 1 \| 4 min 00 s \| 1 min 00 s \| – \| 30 min 00 s \|$/);
    assert.match(row('Service a')!, /^\| Service a \| 2 \| .*\| 1 h 00 min \|$/);
    assert.ok(text.indexOf('#2 ') < text.indexOf('#1 '), 'newest first');
    assert.equal(new Set(rows.slice(0, 7).map(({ length }) => length)).size, 1, 'columns below each other');
    for (const line of rows)
      assert.ok(line.endsWith('|') && !line.includes('undefined') && !line.includes('NaN'), line);
  });

  it('shows a hostile title as text, and says of a period without incidents that there is none', () => {
    const counted = told(1, { service: 'a', detected: 1, resolved: 2 });
    const text = metricsMarkdown([{ ...counted, title: 'a | <b>b</b> [c](http://d)\nx' }], period, zone);
    assert.doesNotMatch(text, /(?<!\\)(?:<b>|\]\(http)/);
    const lines = metricsMarkdown([], period, zone).trim().split('\n');
    assert.match(lines[0]!, /^# /);
    assert.ok(!lines.some(line => line.startsWith('|')));
  });
});
