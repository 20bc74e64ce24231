import assert from 'node:assert/strict';
import type { Finding } from '../../../src/core/execution/risk/risk.ts';
import { noAttributes } from '../../../src/core/runbooks/blockAttributes.ts';
import { riskSummary } from '../../../src/core/runbooks/riskWords.ts';

const finding = (risk: Finding['risk'], command: string, line = 1): Finding => ({
  risk,
  command,
  line,
  reason: 'Because.',
});
const report = (risk: Finding['risk'], ...findings: Finding[]) => ({
  risk,
  findings,
  touches: [],
  named: [],
});

describe('riskSummary', () => {
  const plain = { attributes: noAttributes };

  it('puts the most dangerous first, and names what decides', () => {
    const summary = riskSummary(
      plain,
      report(
        'destructive',
        finding('read-only', 'ls'),
        finding('destructive', 'rm -r x', 2),
        finding('changing', 'touch y', 3),
      ),
    );
    assert.deepEqual(
      summary.findings.map(({ command }) => command),
      ['rm -r x', 'touch y', 'ls'],
    );
    assert.deepEqual(
      [summary.risk, summary.decides?.command, summary.raised],
      ['destructive', 'rm -r x', false],
    );
  });

  it('lets the writer raise it, never lower it', () => {
    const changing = report('changing', finding('changing', 'touch y'));
    const raised = riskSummary({ attributes: { ...noAttributes, risk: 'destructive' } }, changing);
    assert.deepEqual([raised.risk, raised.decides, raised.raised], ['destructive', null, true]);
    const lowered = riskSummary({ attributes: { ...noAttributes, risk: 'read-only' } }, changing);
    assert.deepEqual(
      [lowered.risk, lowered.decides?.command, lowered.raised],
      ['changing', 'touch y', false],
    );
  });

  it('names no command where a block only looks', () => {
    const summary = riskSummary(plain, report('read-only', finding('read-only', 'ls')));
    assert.deepEqual([summary.risk, summary.decides], ['read-only', null]);
    assert.equal(riskSummary(plain, report('read-only')).findings.length, 0);
  });
});
