import assert from 'node:assert/strict';
import { ClientHarness, failure, replying } from './clientHarness.ts';
import { answer } from './loopbackServer.ts';

describe('PagerDutyClient: the clock of the provider', () => {
  const harness = new ClientHarness();

  const offsetAfter = async (date: string | null) => {
    harness.server.handler = (_request, response) => {
      response.sendDate = false;
      answer(response, 200, {}, date === null ? {} : { date });
    };
    const one = harness.client();
    assert.equal(one.clockOffsetMs, 0);
    await one.get('/x');
    return one.clockOffsetMs;
  };
  const off = (ms: number) => new Date(harness.clock.now() + ms).toUTCString();

  it('is compared with ours, over 30 seconds', async () => {
    for (const ms of [86_400_000, -86_400_000, 31_000, -32_000])
      assert.equal(await offsetAfter(off(ms)), ms + 500);
    for (const ms of [0, 29_000, -30_000]) assert.equal(await offsetAfter(off(ms)), 0);
  });

  it('is taken for ours where it says nothing', async () => {
    for (const date of [null, 'soon', '']) assert.equal(await offsetAfter(date), 0);
  });

  it('is known from refusals, too, and forgotten when it is right again', async () => {
    const one = harness.client();
    harness.server.handler = replying(400, '', { date: off(86_400_000) });
    await failure(one.get('/x'));
    assert.equal(one.clockOffsetMs, 86_400_500);
    harness.server.handler = replying(200, {}, { date: off(0) });
    await one.get('/x');
    assert.equal(one.clockOffsetMs, 0);
  });
});
