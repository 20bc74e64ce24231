import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import type { LogEntryKind } from '../../../src/core/incidents/incident.ts';
import { logEntryOf } from '../../../src/core/incidents/providers/pagerduty/pagerDutyLog.ts';
import { specPath } from '../../fixtures.ts';

const ada = { id: 'PADA', type: 'user_reference', summary: 'Ada Lovelace' };
const grace = { id: 'PGRACE', type: 'user_reference', summary: 'Grace Hopper' };

const mapped = (type: string, fields: Record<string, unknown> = {}) =>
  logEntryOf({
    id: 'R1',
    type: `${type}_log_entry`,
    created_at: '2026-01-15T03:00:00+01:00',
    agent: ada,
    ...fields,
  })!;

describe('logEntryOf', () => {
  const cases: [string, Record<string, unknown>, LogEntryKind, string][] = [
    ['trigger', { summary: 'Triggered through the API' }, 'triggered', 'Triggered through the API'],
    ['trigger', {}, 'triggered', 'Triggered by Ada Lovelace'],
    ['acknowledge', {}, 'acknowledged', 'Acknowledged by Ada Lovelace'],
    ['acknowledgement', {}, 'acknowledged', 'Acknowledged by Ada Lovelace'],
    ['unacknowledge', {}, 'unacknowledged', 'Unacknowledged by Ada Lovelace'],
    ['unacknowledge', { channel: { type: 'timeout' } }, 'unacknowledged', 'The acknowledgement timed out'],
    [
      'assign',
      { assignees: [ada, grace] },
      'assigned',
      'Assigned to Ada Lovelace, Grace Hopper by Ada Lovelace',
    ],
    ['delegate', { assignees: [grace] }, 'assigned', 'Delegated to Grace Hopper by Ada Lovelace'],
    ['escalate', { assignees: [grace], agent: null }, 'escalated', 'Escalated to Grace Hopper'],
    ['repeat_escalation_path', {}, 'escalated', 'The escalation policy starts again from its first level'],
    [
      'exhaust_escalation_path',
      {},
      'other',
      'The escalation policy has no level left: nobody else is notified',
    ],
    ['reach_ack_limit', {}, 'other', 'The limit of acknowledgements is reached'],
    ['reach_trigger_limit', {}, 'other', 'The limit of triggers is reached: more are not logged'],
    [
      'notify',
      { user: grace, channel: { notification: { type: 'sms_notification' } } },
      'notified',
      'Grace Hopper was notified by text message',
    ],
    [
      'notify',
      { channel: { notification: { type: 'push_notification', user: grace } } },
      'notified',
      'Grace Hopper was notified by push message',
    ],
    ['notify', {}, 'notified', 'Somebody was notified'],
    ['notify', { summary: 'Notified Ada by push' }, 'notified', 'Notified Ada by push'],
    [
      'snooze',
      { changed_actions: [{ type: 'unacknowledge', at: '2026-01-15T07:30:00Z' }] },
      'snoozed',
      'Snoozed until 2026-01-15 07:30 UTC by Ada Lovelace',
    ],
    ['snooze', { changed_actions: null }, 'snoozed', 'Snoozed by Ada Lovelace'],
    ['resolve', {}, 'resolved', 'Resolved by Ada Lovelace'],
    ['resolve', { note: 'rolled back' }, 'resolved', 'Resolved by Ada Lovelace: rolled back'],
    ['annotate', { note: 'line one\r\nline\u202E two' }, 'note', 'line one\nline two'],
    ['annotate', { channel: { type: 'note', summary: 'In the channel' } }, 'note', 'In the channel'],
    ['annotate', { note: 'Ours\n[ref c0ffee1234]' }, 'note', 'Ours'],
    ['annotate', { channel: { content: 'Two\r\nlines\r\n[ref c0ffee1234]\r\n' } }, 'note', 'Two\nlines'],
    ['annotate', { channel: { summary: 'Ours\n[ref c0ffee1234]' } }, 'note', 'Ours'],
    ['annotate', { summary: 'Ours\n[ref c0ffee1234]' }, 'note', 'Ours'],
    ['annotate', { note: 'see [ref c0ffee1234]' }, 'note', 'see [ref c0ffee1234]'],
    ['annotate', { summary: null }, 'note', 'Note by Ada Lovelace'],
    ['urgency_change', { summary: 'Urgency changed to high' }, 'changed', 'Urgency changed to high'],
    [
      'field_value_change',
      { changeset: ['Updated serial_number to 123', 'Updated room to 4'] },
      'changed',
      'Updated serial_number to 123; Updated room to 4',
    ],
    ['custom_field_value_change', { changeset: null }, 'changed', 'A field was changed by Ada Lovelace'],
    [
      'priority_change',
      { summary: 'Priority changed from "P3" to "P1"' },
      'changed',
      'Priority changed from "P3" to "P1"',
    ],
    ['priority_change', { summary: null }, 'changed', 'The priority was changed by Ada Lovelace'],
    ['reassign', { assignees: [grace] }, 'assigned', 'Assigned to Grace Hopper by Ada Lovelace'],
    ['from_the_future', { summary: 'Something new happened' }, 'other', 'Something new happened'],
    ['from_the_future', {}, 'other', 'from_the_future_log_entry'],
    ['constructor', {}, 'other', 'constructor_log_entry'],
  ];
  for (const [type, fields, kind, text] of cases) {
    it(`${type} ${JSON.stringify(fields)} → ${kind}: ${JSON.stringify(text)}`, () => {
      const entry = mapped(type, fields);
      assert.deepEqual([entry.kind, entry.text], [kind, text]);
      assert.equal(entry.providerType, `${type}_log_entry`);
    });
  }

  it('has a kind and a sentence of its own for every type of the official description', async function () {
    const path = specPath('pagerduty-subset.openapi.json');
    if (!path) this.skip();
    const text = await readFile(path, 'utf8');
    // Enumerated, in the one schema that lists them all or in one of their own.
    const lists = [...text.matchAll(/"enum":\s*\[([^\]]+)\]/g)].map(
      ([, list]) => list!.match(/\w+_log_entry\b/g) ?? [],
    );
    const types = new Set(lists.flat());
    assert.ok(types.size >= 17);
    for (const type of types) {
      const entry = logEntryOf({ id: 'R1', type, agent: ada })!;
      assert.notEqual(entry.text, type);
    }
  });

  it('keeps id, time in UTC and agent', () => {
    const { id, at, agent } = mapped('acknowledge');
    assert.deepEqual(
      [id, at, agent],
      ['R1', '2026-01-15T02:00:00.000Z', { id: 'PADA', name: 'Ada Lovelace' }],
    );
  });

  it('needs nothing but the id', () => {
    for (const odd of [null, undefined, 17, 'text', [], [null], {}, true]) {
      const fields = {
        created_at: odd,
        agent: odd,
        channel: odd,
        note: odd,
        assignees: odd,
        changed_actions: odd,
        changeset: odd,
        summary: odd,
        user: odd,
      };
      for (const [type] of cases) assert.ok(mapped(type, fields).text.length > 0);
      assert.ok(logEntryOf({ id: 'R1', type: odd }));
    }
    assert.equal(logEntryOf({ type: 'trigger_log_entry' }), null);
  });
});
