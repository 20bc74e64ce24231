import assert from 'node:assert/strict';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import type * as Incidents from '../../../../src/ui/trees/incidentNodes.ts';
import type * as Timeline from '../../../../src/ui/trees/timelineNodes.ts';
import { sampleEntry, sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { withStandIn } from '../standIn.ts';

/** A row without a label of its own is read with its whole tooltip. */
describe('What a screen reader says of a row', () => {
  let parts: typeof Incidents & typeof Timeline;
  before(async () => {
    parts = await withStandIn('ui/trees/incidentNodes.ts', 'ui/trees/timelineNodes.ts');
  });

  const ofIncident = (fields: Partial<Incident>, options: Partial<Incidents.IncidentItemOptions> = {}) =>
    parts.incidentItem(
      { type: 'incident', id: 'row', incident: { ...sampleIncident, ...fields }, group: null },
      {
        ...{ now: START + 5 * 60_000, drill: false, capabilities: { actions: new Set() }, account: null },
        ...{ pending: null, response: '', severityReason: null, showStatus: false, ...options },
      },
    ).accessibilityInformation?.label;
  const bo = { id: 'U2', name: 'Bo' };

  it('names who an incident is assigned to, beside severity, status, title, service and age', () => {
    assert.equal(ofIncident({}), 'P1, Triggered, Checkout is down, checkout, 5 min, Ada');
    assert.equal(
      ofIncident({ assignees: [...sampleIncident.assignees, bo], severity: null }),
      'High, Triggered, Checkout is down, checkout, 5 min, Ada, Bo',
    );
  });

  it('names who acknowledged it once somebody has', () => {
    assert.equal(
      ofIncident({ status: 'acknowledged', acknowledgers: [bo] }),
      'P1, Acknowledged, Checkout is down, checkout, 5 min, Bo',
    );
  });

  it('says that nobody is there, and what else the row shows', () => {
    assert.equal(
      ofIncident({ assignees: [] }, { drill: true, pending: 'waiting', account: 'Work' }),
      'P1, Triggered, Checkout is down, checkout, 5 min, nobody, DRILL, not sent yet, Work',
    );
  });

  const ofEntry = (fields: Partial<TimelineEntry>, history: readonly TimelineEntry[] = []) => {
    const entry = sampleEntry(1, fields);
    const node = {
      type: 'entry',
      incident: sampleIncident,
      viewed: { id: entry.id, entry, history },
    } as const;
    const label = parts.itemOf(node, undefined, START).accessibilityInformation?.label;
    assert.match(label ?? '', /^\d\d:\d\d, /);
    return label!.replace(/^\d\d:\d\d, /, '');
  };

  it('says where an entry of the timeline comes from, after its kind, its text and its author', () => {
    assert.equal(ofEntry({}), 'Note, entry 1, Ada, by hand');
    assert.equal(
      ofEntry({ kind: 'triggered', source: { type: 'provider', id: 'work:R1' } }),
      'Triggered, entry 1, Ada, provider',
    );
    assert.equal(ofEntry({ key: true }), 'Note, entry 1, ★ key event, Ada, by hand');
  });

  it('says the beginning of an entry that is long', () => {
    const spoken = ofEntry({ text: `Handed over\n${'severity, stage, roles; '.repeat(500)}` });
    assert.match(spoken, /^Note, Handed over severity, stage, roles; .{100,200}…, Ada, by hand$/);
    assert.ok(spoken.length < 240, String(spoken.length));
  });

  it('says which day is today by the time that it is given, whatever this machine’s is', () => {
    const noon = new Date(2026, 10, 22, 12).getTime();
    const labelOf = (day: string) =>
      parts.itemOf({ type: 'day', day, entries: [] }, undefined, noon).accessibilityInformation?.label ?? '';
    assert.match(labelOf('2026-11-22'), /^Today/);
    assert.match(labelOf('2026-11-21'), /^Yesterday/);
    assert.match(labelOf('2026-11-23'), /^2026-11-23/);
  });

  it('says where an entry comes from, and not where its correction does', () => {
    const source = { type: 'import', id: 'I1', from: 'notes.md' } as const;
    const before = sampleEntry(1, { author: 'PagerDuty', source });
    assert.match(ofEntry({ text: 'Mended' }, [before]), /, Mended, PagerDuty, imported$/);
  });
});
