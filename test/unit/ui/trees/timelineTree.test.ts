import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { IncidentClock } from '../../../../src/core/incidents/incidentClock.ts';
import { LiveTimeline } from '../../../../src/core/timeline/liveTimeline.ts';
import type * as Tree from '../../../../src/ui/trees/timelineTree.ts';
import { FakeClock } from '../../fakeClock.ts';
import { sampleEntry, sampleIncident } from '../../timeline/sampleEntries.ts';
import { openAccounts } from '../openAccounts.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

/** VS Code asks for the rows again when the tree says so, and keeps their words until then. */
describe('The tree of a timeline', function () {
  this.timeout(60_000);
  const minute = 60_000;
  const beforeMidnight = new Date(2026, 10, 22, 23, 59).getTime();
  let parts: typeof Tree & StandIn;
  let clock: FakeClock;
  /** The provider’s clock minus this machine’s, ms. */
  let offset: number;
  let looked: Emitter<void>;
  let tree: Tree.TimelineTree;
  let drawn: number;

  before(async () => {
    parts = await withStandIn('ui/trees/timelineTree.ts');
  });

  beforeEach(() => {
    [clock, offset, looked, drawn] = [new FakeClock(beforeMidnight), 0, new Emitter(), 0];
    const live = new LiveTimeline();
    const at = new Date(beforeMidnight - 5 * minute).toISOString();
    live.take({ anew: true, entries: [sampleEntry(1, { at })], unreadable: [] });
    const followed = { live, problem: null, unsaved: { entries: [] }, onDidLook: looked.event, dispose() {} };
    const current = new Emitter<Incident | null>();
    tree = new parts.TimelineTree({
      view: { fill: () => ({}) },
      current: { onDidChange: current.event },
      sessions: { ...openAccounts(() => []), onDidChange: () => ({ dispose() {} }) },
      incidentClock: new IncidentClock(clock, () => offset),
      lives: { follow: () => followed },
    } as unknown as ConstructorParameters<typeof Tree.TimelineTree>[0]);
    current.fire(sampleIncident);
    tree.onDidChangeTreeData(() => drawn++);
  });

  afterEach(() => tree.dispose());

  const day = () => tree.getTreeItem(tree.getChildren()[0]!).label;

  it('is not drawn anew for a look that finds nothing new', () => {
    looked.fire();
    clock.jump(59_000);
    looked.fire();
    assert.equal(drawn, 0);
    assert.equal(day(), 'Today');
  });

  function isDrawnAnewOnce(): void {
    looked.fire();
    assert.equal(drawn, 1);
    assert.equal(day(), 'Yesterday');
    clock.jump(minute);
    looked.fire();
    assert.equal(drawn, 1);
  }

  it('is drawn anew once midnight has passed, and once only', () => {
    clock.jump(minute);
    isDrawnAnewOnce();
  });

  it('goes by the incident’s clock, as its days do', () => {
    offset = 2 * minute;
    isDrawnAnewOnce();
  });
});
