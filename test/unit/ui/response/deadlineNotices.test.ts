import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { deadlinesOf } from '../../../../src/core/response/deadlines.ts';
import { responseState } from '../../../../src/core/response/responseState.ts';
import type * as Notices from '../../../../src/ui/response/deadlineNotices.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { standardRules } from '../../response/standardRules.ts';
import { sampleIncident, START } from '../../timeline/sampleEntries.ts';
import { openAccounts } from '../openAccounts.ts';
import { type StandIn, withStandIn } from '../standIn.ts';

const rules = standardRules('en');
type Parts = ConstructorParameters<typeof Notices.DeadlineNotices>[0];

describe('The message that a deadline fell due', function () {
  this.timeout(60_000);
  let parts: typeof Notices & StandIn;
  let told: string[];

  before(async () => {
    parts = await withStandIn('ui/response/deadlineNotices.ts');
  });

  beforeEach(() => {
    told = [];
    Object.assign(parts.workspace, {
      getConfiguration: () => ({ get: () => true, inspect: () => ({ defaultValue: true }) }),
    });
    Object.assign(parts.window, {
      showWarningMessage: (message: string) => Promise.resolve(void told.push(message)),
    });
  });

  /** An hour after it began. */
  const tellOf = async (incident: Incident, ...accounts: readonly string[]) => {
    const clock = new FakeClock(START + 60 * 60_000);
    const state = responseState(incident, [], rules.roles);
    const response = {
      ...{ incident, state, now: () => clock.now() },
      deadlines: (now: number) => deadlinesOf(incident, state, [], rules, now),
    };
    const notices = new parts.DeadlineNotices({
      responses: { of: () => response, worked: () => [response], onDidChange: new Emitter<string>().event },
      deeds: { noteDue: () => Promise.resolve() },
      places: { isElsewhere: () => Promise.resolve(false) },
      claims: { claim: () => Promise.resolve(true) },
      sessions: openAccounts(() => accounts),
      clock,
      logger: { warn: (line: string) => assert.fail(line), error: (line: string) => assert.fail(line) },
      boundary: { watch: (_what: string, work: Promise<unknown>) => void work },
    } as unknown as Parts);
    await settle();
    await clock.advance(60_000);
    await settle();
    notices.dispose();
    assert.ok(told.length > 0, 'nothing fell due');
  };
  const number = sampleIncident.number!;

  it('says which incident it is about', async () => {
    await tellOf(sampleIncident, sampleIncident.accountId);
    for (const one of told) assert.ok(one.startsWith(`Due for #${number}: `), one);
  });

  it('says that it is of a drill, whose numbers can be those of real ones', async () => {
    await tellOf({ ...sampleIncident, accountId: 'drill-1' }, 'drill-1', 'Acme');
    for (const one of told) assert.ok(one.startsWith(`DRILL · Due for #${number}: `), one);
  });

  it('names the account where several are open', async () => {
    await tellOf({ ...sampleIncident, accountId: 'Acme' }, 'drill-1', 'Acme');
    for (const one of told) assert.ok(one.startsWith(`Acme · Due for #${number}: `), one);
  });
});
