import assert from 'node:assert/strict';
import type { RunView } from '../../../src/protocol.ts';
import { durationText, runText } from '../../../src/webview/runState.ts';

const run: RunView = {
  runId: 'R1',
  state: 'ok',
  exitCode: 0,
  startedAt: 0,
  durationMs: 1_234,
  outputTail: '',
  outputCut: false,
  remark: null,
};

describe('runText', () => {
  const cases: [words: string, fields: Partial<RunView>][] = [
    ['OK · 1.2 s', {}],
    ['Failed, exit code 7 · 1.2 s', { state: 'failed', exitCode: 7 }],
    ['Failed, exit code not known · 1.2 s', { state: 'failed', exitCode: null }],
    ['Cancelled · 1.2 s', { state: 'cancelled', exitCode: null }],
    [
      'Unknown: The terminal was closed. · 1.2 s',
      { state: 'unknown', exitCode: null, remark: 'The terminal was closed.' },
    ],
    [
      'Unknown: the terminal did not report how it ended.',
      { state: 'unknown', exitCode: null, durationMs: null },
    ],
    ['Running…', { state: 'running', exitCode: null, durationMs: null }],
    [
      'Running… · Waiting for input?',
      { state: 'running', exitCode: null, durationMs: null, remark: 'Waiting for input?' },
    ],
  ];
  for (const [words, fields] of cases)
    it(`says “${words}”`, () => assert.equal(runText({ ...run, ...fields }), words));
});

describe('durationText', () => {
  const cases: [ms: number, words: string][] = [
    [-5, '0.0 s'],
    [0, '0.0 s'],
    [940, '0.9 s'],
    [9_949, '9.9 s'],
    [9_960, '10 s'],
    [59_400, '59 s'],
    [59_600, '1 min 0 s'],
    [125_000, '2 min 5 s'],
    [3_599_600, '1 h 0 min'],
    [3_725_000, '1 h 2 min'],
  ];
  for (const [ms, words] of cases)
    it(`says ${words} for ${ms} ms`, () => assert.equal(durationText(ms), words));
});
