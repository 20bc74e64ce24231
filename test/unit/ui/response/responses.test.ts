import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import type { TimelineEntry } from '../../../../src/core/timeline/entry.ts';
import { LiveTimeline } from '../../../../src/core/timeline/liveTimeline.ts';
import type * as ResponsesFile from '../../../../src/ui/response/responses.ts';
import { severity, tick } from '../../response/responseEntries.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleId, sampleIncident } from '../../timeline/sampleEntries.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

describe('The response that a timeline tells of', function () {
  this.timeout(60_000);
  let parts: typeof ResponsesFile & StandIn;

  before(async () => {
    parts = await withStandIn('ui/response/responses.ts');
  });

  const responseTo = (...entries: readonly TimelineEntry[]) =>
    responseOf({ get: () => sampleIncident }, entries);
  const responseOf = (current: object, entries: readonly TimelineEntry[]) => {
    const live = new LiveTimeline();
    const looked = new Emitter<void>();
    const never = () => ({ dispose: () => {} });
    const responses = new parts.Responses({
      store: { onDidChange: never, all: () => [] },
      current: { onDidChange: never, key: sampleIncident.key, ...current },
      follower: { onDidFollow: never, follows: () => true },
      lives: { follow: () => ({ live, problem: null, onDidLook: looked.event, dispose: () => {} }) },
      severities: { of: () => null, onDidChange: never },
      rules: () => standardRules('en'),
      hasDeadlines: () => false,
    } as never);
    live.take({ anew: true, entries, unreadable: [] });
    looked.fire();
    return responses.of(sampleIncident.key)!;
  };

  it('is there where the incident is in no list and was chosen before the room was made', () => {
    const { state } = responseOf({ get: () => null, outside: sampleIncident }, [severity(2, 'P2')]);
    assert.equal(state.severity, 'P2');
  });

  it('keeps whose deed something was, whoever marks or corrects its entry', () => {
    const ticked = tick(4, 'mitigation', 'told');
    const marked = { ...ticked, id: sampleId(900), amends: ticked.id, author: 'Bo', key: true as const };
    const { state, entries } = responseTo(ticked, marked);
    assert.equal(state.ticks.get('mitigation')?.get('told')?.by, 'Ada');
    assert.deepEqual(
      entries.map(({ author, key }) => [author, key]),
      [['Ada', true]],
    );
  });
});
