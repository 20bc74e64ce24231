import assert from 'node:assert/strict';
import { Emitter } from '../../../src/core/events.ts';
import type { Incident } from '../../../src/core/incidents/incident.ts';
import { responseState } from '../../../src/core/response/responseState.ts';
import { LiveTimeline } from '../../../src/core/timeline/liveTimeline.ts';
import type * as Line from '../../../src/ui/incidentLine.ts';
import type * as Status from '../../../src/ui/response/responseStatus.ts';
import type * as Tree from '../../../src/ui/trees/timelineTree.ts';
import { FakeClock } from '../fakeClock.ts';
import { standardRules } from '../response/standardRules.ts';
import { sampleIncident, START } from '../timeline/sampleEntries.ts';
import { openAccounts } from './openAccounts.ts';
import { type StandIn, withStandIn } from './standIn.ts';

type TreeParts = ConstructorParameters<typeof Tree.TimelineTree>[0];
type StatusParts = ConstructorParameters<typeof Status.ResponseStatus>[0];

describe('What shows one incident', function () {
  this.timeout(60_000);
  let parts: typeof Line & typeof Status & typeof Tree & StandIn;
  let open: string[];
  let sessions: ReturnType<typeof openAccounts> & { readonly onDidChange: Emitter<void>['event'] };
  let sessionsChanged: Emitter<void>;
  const real = { ...sampleIncident, accountId: 'Acme' };
  const drill = { ...sampleIncident, accountId: 'drill-1' };

  before(async () => {
    const files = ['ui/incidentLine.ts', 'ui/response/responseStatus.ts', 'ui/trees/timelineTree.ts'];
    parts = await withStandIn(...files);
  });

  beforeEach(() => {
    open = ['Acme'];
    sessionsChanged = new Emitter();
    sessions = { ...openAccounts(() => open), onDidChange: sessionsChanged.event };
  });

  const openAnother = () => {
    open.push('drill-2');
    sessionsChanged.fire();
  };

  describe('in the tree of the timeline', () => {
    const shown = (incident: Incident) => {
      const view = { description: '' };
      const current = new Emitter<Incident | null>();
      const followed = {
        ...{ live: new LiveTimeline(), problem: null, unsaved: { entries: [] } },
        ...{ onDidLook: new Emitter<void>().event, dispose() {} },
      };
      const tree = new parts.TimelineTree({
        view: { fill: () => view },
        current: { onDidChange: current.event },
        incidentClock: { now: () => START },
        lives: { follow: () => followed },
        sessions,
      } as unknown as TreeParts);
      current.fire(incident);
      return { view, tree };
    };

    it('says DRILL of a drill’s, also once it is over', () => {
      const { view, tree } = shown(drill);
      assert.equal(view.description, 'DRILL · #123 Checkout is down');
      tree.dispose();
    });

    it('names the account as soon as another is open', () => {
      const { view, tree } = shown(real);
      assert.equal(view.description, '#123 Checkout is down');
      openAnother();
      assert.equal(view.description, 'Acme · #123 Checkout is down');
      tree.dispose();
    });
  });

  describe('in the status bar', () => {
    const shown = (incident: Incident) => {
      const item = {
        ...{ text: '', tooltip: '', accessibilityInformation: { label: '' } },
        ...{ show() {}, hide() {}, dispose() {} },
      };
      Object.assign(parts.window, { createStatusBarItem: () => item });
      const clock = new FakeClock(START + 5 * 60_000);
      const state = responseState(incident, [], standardRules('en').roles);
      const status = new parts.ResponseStatus({
        responses: {
          of: () => ({ incident, state, now: () => clock.now(), deadlines: () => [] }),
          onDidChange: new Emitter<string>().event,
        },
        current: { get: () => incident, onDidChange: new Emitter<Incident | null>().event },
        ...{ sessions, clock },
      } as unknown as StatusParts);
      return { item, status };
    };

    it('says DRILL of a drill’s, for all who look and listen', () => {
      const { item, status } = shown(drill);
      assert.match(item.text, /^DRILL · P1 · 5 min · /);
      assert.match(item.tooltip, /^On-Call: DRILL · Checkout is down\n/);
      assert.match(item.accessibilityInformation.label, /^DRILL, Checkout is down, P1, /);
      status.dispose();
    });

    it('names the account as soon as another is open', () => {
      const { item, status } = shown(real);
      assert.match(item.text, /^P1 · 5 min · /);
      openAnother();
      assert.match(item.text, /^Acme · P1 · 5 min · /);
      status.dispose();
    });
  });

  it('says in the header of a screen that it is of a drill, also once that is over', () => {
    assert.equal(parts.incidentLine(drill).drill, true);
    assert.equal(parts.incidentLine(real).drill, false);
  });
});
