import assert from 'node:assert/strict';
import { correctedData } from '../../../src/core/timeline/correctedData.ts';
import { actionItemText } from '../../../src/core/timeline/actionItemText.ts';
import { approvalText } from '../../../src/core/timeline/recordedText.ts';
import { deadlineRecord, severityRecord, toldRecord } from '../../../src/core/response/responseRecords.ts';
import type { ApprovalData, EntryKind, TimelineEntry } from '../../../src/core/timeline/entry.ts';
import { sampleEntry } from './sampleEntries.ts';

type Recorded = Pick<TimelineEntry, 'text' | 'data'> & { readonly kind: EntryKind };

/** What of the data changes where the text is corrected. */
function changesOf({ kind, text, data }: Recorded, corrected: string): object {
  const first = sampleEntry(1, { kind, text, data: data! });
  const now = correctedData(first, { kind, text: corrected, data: data! })!;
  return Object.fromEntries(Object.entries(now).filter(([name, value]) => value !== data![name]));
}

describe('The data of a corrected entry', () => {
  const severity = severityRecord({ from: 'P3', to: 'P1', reason: 'All of ACME Corp is down' });
  const approval: ApprovalData = {
    ...{ runbook: 'a.md', step: 'Restart', command: 'x', risk: 'destructive', target: 'prod' },
    ...{
      environment: null,
      role: 'Responder',
      approvedBy: 'Ada',
      reason: 'Mallory from ACME asked',
      approved: 'h',
    },
  };
  const approved = { kind: 'approval', text: approvalText(approval), data: approval } as const;

  it('has the reason for a severity as the text has it', () => {
    assert.deepEqual(changesOf(severity, 'Severity P1 (was P3). One large customer is down'), {
      reason: 'One large customer is down',
    });
    assert.deepEqual(changesOf(severity, 'Severity P1 (was P3)'), { reason: '' });
    assert.deepEqual(changesOf(severity, 'One customer is down'), { reason: 'One customer is down' });
    assert.deepEqual(changesOf(severity, 'Severity P1 (was P2). All of ACME Corp is down'), {});
    assert.deepEqual(changesOf(severity, severity.text), {});
    assert.deepEqual(changesOf(severityRecord({ from: null, to: 'P1', reason: '' }), 'Severity P1: bad'), {});
  });

  it('has who approved and why', () => {
    const now = approvalText({ ...approval, approvedBy: 'Bo', reason: 'The customer asked' });
    assert.deepEqual(changesOf(approved, now), { approvedBy: 'Bo', reason: 'The customer asked' });
    assert.deepEqual(changesOf(approved, 'Approved by phone'), {
      approvedBy: '',
      reason: 'Approved by phone',
    });
    const bare = { ...approval, reason: '' };
    assert.deepEqual(
      changesOf(
        { kind: 'approval', text: approvalText(bare), data: bare },
        approvalText({ ...bare, approvedBy: 'Bo' }),
      ),
      { approvedBy: 'Bo' },
    );
  });

  it('has who confirmed it as backup', () => {
    const backed = { ...approval, backup: 'Mallory from ACME' };
    const entry = { kind: 'approval', text: approvalText(backed), data: backed } as const;
    assert.deepEqual(changesOf(entry, approvalText({ ...backed, backup: 'Bo' })), { backup: 'Bo' });
    assert.deepEqual(changesOf(entry, 'Approved by phone'), {
      ...{ approvedBy: '', backup: '' },
      reason: 'Approved by phone',
    });
  });

  it('has why a deadline was put off, what was sent, and on which way people were told', () => {
    const dueAt = '2026-11-22T10:30:00.000Z';
    const off = deadlineRecord(
      {
        ...{ deadline: 'x', name: 'Tell management', event: 'postponed', dueAt, until: dueAt },
        reason: 'ACME calls first',
      },
      [],
    );
    assert.deepEqual(changesOf(off, off.text.replace('ACME calls', 'A customer calls')), {
      reason: 'A customer calls first',
    });
    const data = { channel: 'Slack #x', purpose: 'update', text: 'ACME\nis down' } as const;
    const sent = { kind: 'message', text: 'Sent to Slack #x: ACME\nis down', data } as const;
    assert.deepEqual(changesOf(sent, 'Sent to Slack #x: A customer is down'), {
      text: 'A customer is down',
    });
    assert.deepEqual(changesOf(toldRecord('by phone, to Mallory'), 'Told stakeholders: by phone'), {
      channel: 'by phone',
    });
  });

  it('has the subject of a commit and the words of an action item, wherever else the same words stand', () => {
    const git = {
      kind: 'git',
      text: 'Committed a1b2c3d “Fix it for ACME” in checkout',
      data: {
        repository: 'checkout',
        event: 'commit',
        sha: 'a1b2c3d',
        ref: null,
        subject: 'Fix it for ACME',
      },
    } as const;
    assert.deepEqual(changesOf(git, 'Committed a1b2c3d “Fix it” in checkout'), { subject: 'Fix it' });
    const item = { text: 'pool', owner: null, runbook: 'pool.md', step: '' };
    const action = { kind: 'action', text: actionItemText(item), data: item } as const;
    assert.deepEqual(changesOf(action, 'Action item: Raise pool (pool.md)'), { text: 'Raise pool' });
    assert.deepEqual(changesOf(action, 'Raise pool (pool.md)'), { text: 'Raise pool' });
    assert.deepEqual(changesOf(action, 'Action item: Raise pool'), { text: 'Raise pool' });
  });

  it('never has what was said where the text did not have it as it is', () => {
    const data = { from: null, to: 'P1', reason: 'ACME\u200b down' };
    const hidden = { kind: 'severity', text: 'Severity P1. ACME down', data } as const;
    assert.deepEqual(changesOf(hidden, 'Severity P1. ACME down at last'), {
      reason: 'Severity P1. ACME down at last',
    });
  });

  it('is left alone where no words stand in both, or the kind is another', () => {
    const data = { role: 'Scribe', from: null, to: 'Bo' };
    assert.deepEqual(changesOf({ kind: 'role', text: 'Bo is Scribe', data }, 'Bob is Scribe'), {});
    const first = sampleEntry(1, { ...severity });
    const note = { kind: 'note', text: 'x', data: severity.data } as const;
    assert.equal(correctedData(first, note), severity.data);
    assert.equal(correctedData(first, { kind: 'severity', text: 'x' }), undefined);
  });
});
