import assert from 'node:assert/strict';
import { bridgeFrom } from '../../../src/core/team/bridgeFrom.ts';

describe('The call of an incident', () => {
  const url = (host: string, phone: string | null = null) => ({ url: `https://${host}/`, phone });
  const empty = { url: null, phone: null };
  const down = new Error('down');
  const say = (bridge: ReturnType<typeof url> | typeof empty | Error | null) => async () => {
    if (bridge instanceof Error) throw bridge;
    return bridge;
  };
  type Named = Parameters<typeof say>[0];
  const known = (own: Named, team: Named, said: string | null = null, last: Named = null) =>
    bridgeFrom({
      own: async () =>
        own instanceof Error
          ? { bridge: await say(last)(), failure: own }
          : { bridge: await say(own)(), failure: null },
      team: say(team),
      said: async () => said,
    });
  const from = async (...of: Parameters<typeof known>) => (await known(...of)).bridge;

  it('is the provider’s, else the team’s', async () => {
    assert.deepEqual(await from(url('own'), url('team')), url('own'));
    assert.deepEqual(await from(empty, url('team')), url('team'));
    assert.deepEqual(await from(null, url('team')), url('team'));
    assert.equal(await from(null, null), null);
  });

  it('is before all the one that somebody said, whose phone number nobody knows', async () => {
    const said = { url: 'https://said/', phone: null };
    assert.deepEqual(await from(url('own', '+49 30 1'), url('team'), 'https://said/'), said);
    assert.deepEqual(await from(down, down, 'https://said/'), said);
  });

  it('is what the provider said last, else the team’s, while the provider is down, and it says why', async () => {
    assert.deepEqual(await known(down, url('team')), { bridge: url('team'), failure: down });
    assert.deepEqual(await known(down, url('team'), null, url('own')), { bridge: url('own'), failure: down });
    assert.deepEqual(await known(url('own'), down), { bridge: url('own'), failure: null });
  });

  it('is told to be out of reach where the team names none either', async () => {
    await assert.rejects(from(down, null), down);
    await assert.rejects(from(down, empty), down);
    await assert.rejects(from(down, new Error('no file')), down);
  });
});
