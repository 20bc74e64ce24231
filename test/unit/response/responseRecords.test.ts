import assert from 'node:assert/strict';
import { join } from 'node:path';
import { config } from '@vscode/l10n';
import {
  bridgeRecord,
  deadlineRecord,
  flagRecord,
  roleRecord,
  severityRecord,
  stageRecord,
  toldRecord,
} from '../../../src/core/response/responseRecords.ts';
import { approvalText } from '../../../src/core/timeline/recordedText.ts';
import { atMinute } from './responseEntries.ts';

describe('What the timeline says of a response', () => {
  it('is the severity, what was proposed from what, and why another was chosen', () => {
    const text = (from: string | null, to: string, reason = '', proposed?: string) =>
      severityRecord({
        ...{ from, to, reason },
        ...(proposed !== undefined && { proposed, impact: 'high', urgency: 'low' }),
      }).text;
    assert.equal(text(null, 'P2'), 'Severity P2');
    assert.equal(text('P3', 'P1', 'It spreads'), 'Severity P1 (was P3). It spreads');
    assert.equal(
      text('P2', 'P3', '', 'P3'),
      'Severity P3 (was P2), as triage proposes: impact high, urgency low',
    );
    assert.equal(
      text(null, 'P1', 'A big customer', 'P3'),
      'Severity P1; triage proposed P3: impact high, urgency low. A big customer',
    );
  });

  it('is the way from stage to stage, and how it was noticed', () => {
    assert.equal(stageRecord({ from: 'triage', to: 'mitigation' }).text, 'Stage: triage → mitigation');
    const noticed = stageRecord({ from: null, to: 'detection', detectedBy: 'users' }, atMinute(0));
    assert.equal(noticed.text, 'Stage: detection, noticed by users');
    assert.equal(noticed.trueAt, atMinute(0));
  });

  it('is who has a role, who had it, and who gave it up', () => {
    assert.equal(roleRecord({ role: 'Scribe', from: null, to: 'Ada' }).text, 'Ada is Scribe');
    assert.equal(roleRecord({ role: 'Scribe', from: 'Ada', to: 'Bo' }).text, 'Bo is Scribe (was Ada)');
    assert.equal(roleRecord({ role: 'Scribe', from: 'Bo', to: null }).text, 'Bo is no longer Scribe');
  });

  it('is where the responders talk, and that they no longer do', () => {
    const url = 'https://meet.example.com/a';
    const { kind, text, data } = bridgeRecord(url, null);
    assert.deepEqual([kind, text, data], ['bridge', `Call: ${url}`, { url }]);
    const back = bridgeRecord(null, url);
    assert.deepEqual([back.text, back.data], [`No longer the call: ${url}`, { url: null }]);
  });

  it('is that people outside were told another way', () => {
    const { text, data } = toldRecord('by phone');
    assert.equal(text, 'Told stakeholders: by phone');
    assert.deepEqual(data, { channel: 'by phone', purpose: 'update', text: '' });
  });

  it('is that a deadline fell due, was put off, was met', () => {
    const data = { deadline: 'd', name: 'Not mitigated', dueAt: atMinute(30), until: null, reason: '' };
    const due = deadlineRecord({ ...data, event: 'due' }, ['Management', 'CTO']);
    assert.deepEqual([due.text, due.byItself], ['Due: Not mitigated. Tell Management, CTO.', true]);
    const putOff = { ...data, event: 'postponed', until: atMinute(45), reason: 'asleep' } as const;
    assert.equal(deadlineRecord(putOff, []).text, 'Put off until 11:00 UTC: Not mitigated: asleep');
    const nextDay = { ...putOff, until: atMinute(45 + 24 * 60) };
    assert.match(
      deadlineRecord(nextDay, []).text,
      /^Put off until \d{4}-\d\d-\d\d 11:00 UTC: Not mitigated: asleep$/,
    );
    assert.equal(deadlineRecord({ ...data, event: 'done' }, []).text, 'Done: Not mitigated');
  });

  it('is what is so, and what is not so after all', () => {
    assert.equal(
      flagRecord({ flag: 'dataLeak', raised: true }, 'Suspected data leak').text,
      'Suspected data leak',
    );
    assert.equal(
      flagRecord({ flag: 'dataLeak', raised: false }, 'Suspected data leak').text,
      'Not so after all: Suspected data leak',
    );
  });

  describe('in French', () => {
    before(() => config({ fsPath: join(import.meta.dirname, '../../../l10n/bundle.l10n.fr.json') }));
    after(() => config({ contents: {} }));

    it('calls a standard role by its French name, and keeps its English one in the data', () => {
      const { text, data } = roleRecord({ role: 'Incident Commander', from: 'Ada', to: 'Bo' });
      assert.equal(text, 'Bo a le rôle Responsable d’incident (auparavant Ada)');
      assert.deepEqual(data, { role: 'Incident Commander', from: 'Ada', to: 'Bo' });
      assert.match(roleRecord({ role: 'Bridge Keeper', from: null, to: 'Bo' }).text, /Bridge Keeper/);
      const approval = approvalText({
        ...{ runbook: 'a.md', step: 'Restart', command: 'x', risk: 'destructive', target: 'prod' },
        ...{ environment: null, role: 'Incident Commander', approvedBy: 'Ada', reason: '', approved: 'hash' },
      });
      assert.match(approval, /Responsable d’incident/);
    });
  });
});
