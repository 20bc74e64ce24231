import assert from 'node:assert/strict';
import { LongWaits, longWaitMs } from '../../../src/core/comms/longWaits.ts';
import { keptMessage as message } from './keptMessage.ts';

describe('A message that waits long', () => {
  const ids = ({ tell }: ReturnType<LongWaits['look']>) => tell.map(({ id }) => id);
  const waits = message('one', { state: 'waiting', ts: null });

  it('is told of once, when its time has come', () => {
    const long = new LongWaits();
    assert.deepEqual(long.look([waits], 1_000), { tell: [], lookAt: 1_000 + longWaitMs });
    const sending = message('one', { state: 'sending', ts: null });
    assert.deepEqual(ids(long.look([sending], longWaitMs + 999)), []);
    assert.deepEqual(ids(long.look([waits], longWaitMs + 1_000)), ['one']);
    assert.deepEqual(long.look([waits], longWaitMs + 90_000), { tell: [], lookAt: null });
  });

  it('is not told of where it went, was refused, or was dropped before', () => {
    const long = new LongWaits();
    long.look([waits, message('two', { state: 'waiting' }), message('three', { state: 'waiting' })], 0);
    const after = long.look([message('one'), message('two', { state: 'refused' })], longWaitMs);
    assert.deepEqual(after, { tell: [], lookAt: null });
  });

  it('counts from when it was seen to wait, not from when it was written', () => {
    const long = new LongWaits();
    const now = Date.parse('2026-11-25T00:00:00.000Z');
    assert.deepEqual(ids(long.look([waits], now)), []);
  });

  it('counts anew where it waits again', () => {
    const long = new LongWaits();
    long.look([waits], 0);
    long.look([message('one', { state: 'refused' })], 5_000);
    assert.equal(long.look([waits], 10_000).lookAt, 10_000 + longWaitMs);
    assert.deepEqual(ids(long.look([waits], longWaitMs + 1)), []);
  });
});
