import assert from 'node:assert/strict';
import { bridgeFrom } from '../../../src/core/team/bridgeFrom.ts';

describe('The call of an incident', () => {
  const url = (host: string) => ({ url: `https://${host}/`, phone: null });
  const empty = { url: null, phone: null };
  const down = new Error('down');
  const say = (bridge: ReturnType<typeof url> | typeof empty | Error | null) => async () => {
    if (bridge instanceof Error) throw bridge;
    return bridge;
  };
  let logged: unknown[];
  const from = (own: Parameters<typeof say>[0], team: Parameters<typeof say>[0]) =>
    bridgeFrom({ own: say(own), team: say(team), log: (_, error) => logged.push(error) });
  beforeEach(() => void (logged = []));

  it('is the provider’s, else the team’s', async () => {
    assert.deepEqual(await from(url('own'), url('team')), url('own'));
    assert.deepEqual(await from(empty, url('team')), url('team'));
    assert.deepEqual(await from(null, url('team')), url('team'));
    assert.equal(await from(null, null), null);
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
