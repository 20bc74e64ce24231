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
  let logged: unknown[];
  type Named = Parameters<typeof say>[0];
  const from = (own: Named, team: Named, said: string | null = null) =>
    bridgeFrom({
      ...{ own: say(own), team: say(team), said: async () => said },
      log: (_, error) => logged.push(error),
    });
  beforeEach(() => void (logged = []));

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
    assert.deepEqual(logged, [], 'nobody else was asked in vain');
  });

  it('is the team’s while the provider is down, and that is logged', async () => {
    assert.deepEqual(await from(down, url('team')), url('team'));
    assert.deepEqual(logged, [down]);
  });

  it('is told to be out of reach where the team names none either', async () => {
    await assert.rejects(from(down, null), down);
    await assert.rejects(from(down, empty), down);
    await assert.rejects(from(down, new Error('no file')), down);
  });
});
