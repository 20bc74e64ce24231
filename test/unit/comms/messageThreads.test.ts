import assert from 'node:assert/strict';
import { threadParent } from '../../../src/core/comms/messageThreads.ts';
import type { MessageTarget } from '../../../src/core/comms/outgoing.ts';
import { keptMessage as message, incidents as channel } from './keptMessage.ts';

const hook: MessageTarget = { type: 'slackWebhook', account: 'ops', name: '#ops' };

describe('The thread of a message', () => {
  it('hangs under the first notification that was sent to the same channel', () => {
    const messages = [
      message('bridge', { purpose: 'other' }),
      message('refused', { state: 'refused', ts: null }),
      message('elsewhere', { target: { ...channel, channel: 'C2' } as MessageTarget }),
      message('stranger', { target: { ...channel, account: 'other' } }),
      message('first'),
      message('second'),
      message('news', { purpose: 'update' }),
    ];
    assert.deepEqual(threadParent(messages, channel), { message: 'first' });
  });

  it('hangs under one that is still to go out before it', () => {
    assert.deepEqual(threadParent([message('first', { state: 'waiting', ts: null })], channel), {
      message: 'first',
    });
  });

  it('is the channel itself where nothing was said there, or where nobody knows', () => {
    assert.equal(threadParent([], channel), null);
    assert.equal(threadParent([message('news', { purpose: 'update' })], channel), null);
    assert.equal(threadParent([message('lost', { state: 'mayHaveArrived', ts: null })], channel), null);
  });

  it('is nothing that a webhook has', () => {
    assert.equal(threadParent([message('first', { target: hook, ts: null }), message('bot')], hook), null);
  });
});
