import assert from 'node:assert/strict';
import { PagerDutyProvider } from '../../src/core/incidents/providers/pagerduty/pagerDutyProvider.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { DrillAccount } from '../../src/drill/drillAccount.ts';
import { DrillServer } from '../../src/drill/drillServer.ts';
import type { DrillIncident, KeyKind } from '../../src/drill/records.ts';
import { seed } from '../../src/drill/seed.ts';
import { specPath } from '../fixtures.ts';
import { FakeClock } from '../unit/fakeClock.ts';
import { OfficialApi } from './officialApi.ts';
import { OfficialApiGateway } from './officialApiGateway.ts';

/** The client, the drill, and the description between them as the judge over all that goes either way. */
export class ContractHarness {
  api!: OfficialApi;
  clock!: FakeClock;
  account!: DrillAccount;
  server!: DrillServer;
  gateway!: OfficialApiGateway;
  /**
   * To be called inside `describe`; after every test, nothing may have been sent or answered but what is described.
   * @param operations is given the id of every operation that was used
   */
  constructor(operations: Set<string>) {
    const load = async (path: string) => (this.api = await OfficialApi.load(path));
    before(async function () {
      const path = specPath('pagerduty-subset.openapi.json');
      if (!path) return this.skip();
      await load(path);
    });

    beforeEach(async () => {
      this.clock = new FakeClock();
      this.account = new DrillAccount({ clock: this.clock });
      this.server = await DrillServer.start({ account: this.account, clock: this.clock });
      this.gateway = await OfficialApiGateway.start(this.api, this.server.baseUrl);
    });

    afterEach(async () => {
      const { judged } = this.gateway;
      await this.gateway.stop();
      await this.server.stop();
      assert.ok(judged.length > 0, 'the test sent something');
      for (const { what, operation, headers, faults } of judged) {
        assert.deepEqual(faults, [], what);
        assert.match(headers['authorization'] ?? '', /^Token token=\S+$/);
        assert.equal(headers['accept'], 'application/vnd.pagerduty+json;version=2');
        operations.add(operation!);
      }
    });
  }

  /** @param baseUrl past the gateway, where nothing is to be judged */
  provider(
    key: KeyKind = 'user',
    from: string | null = null,
    baseUrl = this.gateway.baseUrl,
  ): PagerDutyProvider {
    const token = this.account.keys[key];
    return new PagerDutyProvider({
      accountId: 'test',
      baseUrl,
      token,
      from,
      clock: this.clock,
      logger: silentLogger,
    });
  }

  /** What was asked for so far: `GET /incidents`. */
  get sent(): readonly string[] {
    return this.gateway.judged.map(({ what }) => what.replace(/\?.*/, ''));
  }

  /** Open incidents. */
  seed(count: number): readonly DrillIncident[] {
    return seed(this.account, count, this.clock.now());
  }
}

/** To be called after the tests: their operations, no more and no less, so that none goes unjudged. */
export function usedOperations(operations: ReadonlySet<string>, expected: readonly string[]): void {
  // In a suite of its own, as the tests of a suite come before those of the suites in it.
  describe('all together', () => {
    it('used every operation that there is for it', function () {
      if (!specPath('pagerduty-subset.openapi.json')) return this.skip();
      assert.deepEqual([...operations].sort(), [...expected].sort());
    });
  });
}
