import assert from 'node:assert/strict';
import { plainMessage } from '../../../src/core/comms/formats/plain.ts';
import {
  bridgeMessage,
  bridgeText,
  isMirror,
  mirrored,
  sentMessageRecords,
} from '../../../src/core/comms/messageEntry.ts';
import type { OutgoingMessage } from '../../../src/core/comms/messenger.ts';
import { messageKind } from '../../../src/core/comms/outgoing.ts';
import type { DeadlineData } from '../../../src/core/timeline/entry.ts';
import { deadlineDataOf, messageDataOf } from '../../../src/core/timeline/entryData.ts';
import { FileJournal } from '../../../src/core/timeline/fileJournal.ts';
import { Scribe } from '../../../src/core/timeline/scribe.ts';
import { FakeClock } from '../fakeClock.ts';
import { seeded } from '../seeded.ts';
import { MemoryFiles } from '../timeline/memoryFiles.ts';
import { sampleEntry, sampleIncident, START } from '../timeline/sampleEntries.ts';

const sent: OutgoingMessage = {
  id: '01KEZSGYW0XVSEAY0BEXWAHTV1',
  incidentKey: sampleIncident.key,
  purpose: 'initial',
  target: { type: 'slackChannel', account: 'acme', channel: 'C0INCIDENT1', name: '#incident-2026-11-22' },
  text: '**P1 incident: Checkout**\n- \\*one\\*',
  createdAt: '2026-11-22T09:15:00.000Z',
  by: 'Robin',
  thread: null,
  once: null,
  state: 'sent',
  attempts: 1,
  attemptedAt: '2026-11-22T09:15:01.000Z',
  attemptedThread: null,
  reason: null,
  nextStep: null,
  sentAt: '2026-11-22T09:15:02.000Z',
  ts: '1763802902.000100',
  recorded: false,
  revision: 2,
};

const met: DeadlineData = {
  ...{ deadline: 'notMitigated', name: 'Not mitigated', event: 'done', dueAt: '2026-11-22T09:10:00.000Z' },
  ...{ until: null, reason: 'a message was sent' },
};

describe('A sent message in the timeline', () => {
  it('stands there once, whichever window writes it down and however often', async () => {
    const files = new MemoryFiles();
    const clock = new FakeClock(START);
    const window = (author: string) =>
      new Scribe({
        journalOf: async () => new FileJournal('timeline.jsonl', files),
        ...{ clock, random: seeded(author.length), author: () => author },
      });
    assert.equal(await window('Robin').recordOnce(sampleIncident, sentMessageRecords(sent)), 1);
    assert.equal(await window('Ada Two').recordOnce(sampleIncident, sentMessageRecords(sent)), 0);
    const { entries } = await new FileJournal('timeline.jsonl', files).read();
    assert.equal(entries.length, 1);
    const [entry] = entries;
    assert.deepEqual([entry!.kind, entry!.at, entry!.author], ['message', sent.sentAt, 'Robin']);
    assert.deepEqual(messageDataOf(entry!), {
      channel: 'Slack #incident-2026-11-22',
      purpose: 'initial',
      text: 'P1 incident: Checkout\n- *one*',
    });
  });

  it('has the deadline that it meets beside it, once as well', async () => {
    const files = new MemoryFiles();
    const scribe = new Scribe({
      journalOf: async () => new FileJournal('timeline.jsonl', files),
      ...{ clock: new FakeClock(START), random: seeded(1), author: () => 'Robin' },
    });
    const records = sentMessageRecords({ ...sent, meets: met });
    assert.equal(await scribe.recordOnce(sampleIncident, records), 2);
    assert.equal(await scribe.recordOnce(sampleIncident, records), 0);
    const { entries } = await new FileJournal('timeline.jsonl', files).read();
    assert.deepEqual(
      entries.map(({ kind, at }) => [kind, at]),
      [
        ['message', sent.sentAt],
        ['deadline', sent.sentAt],
      ],
    );
    assert.equal(entries[1]!.text, 'Done: Not mitigated: a message was sent');
    assert.deepEqual(deadlineDataOf(entries[1]!), met);
  });

  it('writes bridges and entries so that nothing in them is more than text', () => {
    assert.equal(
      bridgeText('fr', 'https://meet.example.com/a'),
      '**Conférence :** [https://meet.example.com/a](https://meet.example.com/a)',
    );
    const text = 'see [x](https://evil.example)';
    const key = mirrored(
      { ...sampleEntry(0), at: sent.createdAt, author: '**Ada**', text, key: true },
      Date.parse(sent.createdAt),
    );
    assert.equal(plainMessage(key!.text), '09:15 UTC **Ada**: see [x](https://evil.example)');
  });

  it('tells a channel each address of the call once, whoever named it', () => {
    const key = sampleIncident.key;
    const [a, b] = ['https://meet.example.com/a', 'https://meet.example.com/b'];
    const named = bridgeMessage('en', key, { address: a, said: false }, [])!;
    assert.equal(named.once, `bridge ${key}`, 'as it was before a person could say one');
    const said = bridgeMessage('en', key, { address: b, said: true }, [named])!;
    assert.equal(said.once, `bridge ${key} ${b}`);
    assert.equal(said.text, bridgeText('en', b));
    const told = [named, said];
    assert.equal(bridgeMessage('fr', key, { address: a, said: true }, told), null);
    assert.equal(bridgeMessage('en', key, { address: b, said: false }, told), null);
    assert.notEqual(bridgeMessage('en', key, { address: `${b}c`, said: true }, told), null);
    const elsewhere = [
      { ...said, once: null },
      { ...said, once: `bridge ${key}0` },
    ];
    assert.notEqual(bridgeMessage('en', key, { address: b, said: true }, elsewhere), null);
  });

  it('mirrors key events only, each under one name however often it is amended', () => {
    const one = sampleEntry(0, { key: true });
    const marked = { ...sampleEntry(1), amends: one.id, key: true } as const;
    assert.deepEqual(mirrored(one, START)!.once, mirrored(marked, START)!.once);
    assert.ok(isMirror(mirrored(one, START)!) && !isMirror(sent) && !isMirror({ once: 'bridge a:b' }));
    assert.equal(mirrored(sampleEntry(2), START), null);
    assert.equal(mirrored(one, Date.parse(one.at) + 60 * 60_000 + 1), null, 'long ago is no news');
    assert.equal(mirrored({ ...marked, retracts: true }, START), null);
    assert.equal(mirrored(sampleEntry(3, { key: true, kind: 'message' }), START), null);
  });
});

describe('A message in its file', () => {
  it('comes back as it was written', () => {
    for (const message of [
      sent,
      { ...sent, thread: { ts: '1763802902.000100' }, once: 'x' },
      { ...sent, meets: met },
      { ...sent, thread: { message: sent.id }, target: { type: 'teamsWebhook', account: 'a', name: 'b' } },
    ] as const)
      assert.deepEqual(messageKind.from(messageKind.textOf(message)), message);
  });

  it('is not taken for one where anything of it is missing or wrong', () => {
    for (const name of Object.keys(sent))
      for (const wrong of [undefined, {}, 7.5])
        assert.equal(messageKind.from(JSON.stringify({ ...sent, [name]: wrong })), null, name);
    for (const text of ['', '{', 'null', '[]', '"x"']) assert.equal(messageKind.from(text), null);
    for (const change of [
      { id: '../../etc/passwd' },
      { state: 'done' },
      { target: { ...sent.target, type: 'constructor' } },
      { thread: {} },
      { meets: {} },
      { meets: { ...met, event: 'met' } },
    ])
      assert.equal(messageKind.from(JSON.stringify({ ...sent, ...change })), null);
  });
});
