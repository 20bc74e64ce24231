import assert from 'node:assert/strict';
import { OfflineError } from '../../../src/core/errors.ts';
import type { Bridge } from '../../../src/core/incidents/incidentDetails.ts';
import type * as Services from '../../../src/ui/team/teamServices.ts';
import { incident } from '../incidents/incidentFixtures.ts';
import { type StandIn, withStandIn } from './standIn.ts';

const own: Bridge = { url: 'https://meet.example/own', phone: null };
const ofTeam: Bridge = { url: 'https://meet.example/team', phone: null };

describe('The call of an incident', () => {
  let parts: typeof Services & StandIn;
  let answer: Bridge | null | Error;
  /** Why the account is not connected. */
  let gone: Error | null;
  let services: Services.TeamServices;
  let logged: string[];
  const shown = incident('P1', { service: { id: 'S1', name: 'checkout' } });

  before(async () => {
    parts = await withStandIn('ui/team/teamServices.ts');
  });
  beforeEach(() => {
    [logged, gone] = [[], null];
    const provider = {
      capabilities: { parts: new Set(['bridge']) },
      bridge: () => (answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)),
    };
    const team = { services: [{ name: 'checkout', bridge: ofTeam }] };
    services = new parts.TeamServices({
      teamFiles: () => Promise.resolve({ team, onDidChange: () => ({ dispose() {} }) } as never),
      sessions: {
        of: () => {
          if (gone) throw gone;
          return { provider };
        },
      } as never,
      said: () => Promise.resolve(null),
      boundary: { log: (what: string) => logged.push(what), watch() {} } as never,
    });
  });
  afterEach(() => services.dispose());

  it('stays its own while the provider cannot be asked any more', async () => {
    answer = own;
    assert.deepEqual(await services.bridgeOf(shown), own);
    assert.deepEqual(await services.knownBridge(shown), { bridge: own, failure: null });
    answer = new OfflineError('No network.');
    assert.deepEqual(await services.bridgeOf(shown), own);
    assert.deepEqual(logged, ['Reading the bridge']);
    assert.deepEqual(await services.knownBridge(shown), { bridge: own, failure: answer });
    const another = { ...shown, id: 'P2', key: 'acme:P2' };
    assert.deepEqual(await services.knownBridge(another), { bridge: ofTeam, failure: answer });
  });

  it('is its service’s, or the one known last, where the account is gone', async () => {
    answer = own;
    await services.bridgeOf(shown);
    gone = new Error('The account of this incident is no longer connected.');
    assert.deepEqual(await services.knownBridge(shown), { bridge: own, failure: gone });
    const another = { ...shown, id: 'P2', key: 'acme:P2' };
    assert.deepEqual(await services.knownBridge(another), { bridge: ofTeam, failure: gone });
    await assert.rejects(services.knownBridge({ ...another, service: null }), gone);
  });

  it('is its service’s once the provider says that it has none', async () => {
    answer = own;
    await services.bridgeOf(shown);
    answer = null;
    assert.deepEqual(await services.bridgeOf(shown), ofTeam);
    answer = new OfflineError('No network.');
    assert.deepEqual(await services.bridgeOf(shown), ofTeam);
  });
});
