import assert from 'node:assert/strict';
import type { PastRunView, RunView } from '../../../src/protocol/runbook.ts';
import { durationText, pastText, runText, shownState, troubleOf } from '../../../src/webview/runState.ts';

const run: RunView = {
  runId: 'R1',
  state: 'ok',
  exitCode: 0,
  startedAt: 0,
  durationMs: 1_234,
  outputTail: '',
  outputCut: false,
  remark: null,
  expectation: null,
  outputKept: false,
  terminalOpen: false,
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

describe('What a block expects', () => {
  const met = { met: true, words: 'As expected, exit code 3' };
  const unmet = { met: false, words: 'expected exit code 3, got 0' };

  it('makes a run ok that failed as it should', () => {
    const expected: RunView = { ...run, state: 'failed', exitCode: 3, expectation: met };
    assert.equal(shownState(expected), 'ok');
    assert.equal(runText(expected), 'As expected, exit code 3 · 1.2 s');
    assert.equal(troubleOf(expected), null);
  });

  it('never calls a run ok that did not do what it should', () => {
    for (const state of ['ok', 'failed'] as const) {
      const one: RunView = { ...run, state, expectation: unmet };
      assert.equal(shownState(one), 'unmet');
      assert.equal(runText(one), 'Not as expected: expected exit code 3, got 0 · 1.2 s');
      assert.equal(troubleOf(one), 'failed');
    }
  });

  it('leaves what is unknown or cancelled as it is, whatever was expected', () => {
    for (const state of ['unknown', 'cancelled', 'running'] as const)
      for (const expectation of [met, unmet]) assert.equal(shownState({ ...run, state, expectation }), state);
  });

  it('counts as failures what failed or was not as expected', () => {
    assert.equal(troubleOf(null), null);
    assert.equal(troubleOf(run), null);
    assert.equal(troubleOf({ ...run, state: 'failed', exitCode: 1 }), 'failed');
    assert.equal(troubleOf({ ...run, state: 'unknown', exitCode: null }), 'unknown');
    assert.equal(troubleOf({ ...run, state: 'cancelled', exitCode: null }), null);
  });
});

describe('pastText', () => {
  const past: PastRunView = {
    runId: 'R0',
    state: 'ok',
    exitCode: 0,
    met: null,
    startedAt: 0,
    durationMs: 1,
    by: null,
    outputKept: false,
  };
  const cases: [words: string, fields: Partial<PastRunView>][] = [
    ['OK', {}],
    ['As expected, exit code 3', { state: 'failed', exitCode: 3, met: true }],
    ['Not as expected, exit code 0', { met: false }],
    ['Failed, exit code 7', { state: 'failed', exitCode: 7 }],
    ['Failed', { state: 'failed', exitCode: null }],
    ['Cancelled', { state: 'cancelled', exitCode: null }],
    ['Unknown', { state: 'unknown', exitCode: null, met: true }],
  ];
  for (const [words, fields] of cases)
    it(`says “${words}”`, () => assert.equal(pastText({ ...past, ...fields }), words));
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
