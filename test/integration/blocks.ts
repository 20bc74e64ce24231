import { createHash } from 'node:crypto';
import { tmpdir } from 'node:os';
import type { Clock } from '../../src/core/clock.ts';
import { findBash } from '../../src/core/execution/findBash.ts';
import type { RunRequest } from '../../src/core/execution/runRequest.ts';
import { noAttributes } from '../../src/core/runbooks/blockAttributes.ts';
import type { RunbookBlock } from '../../src/core/runbooks/runbook.ts';
import type { GivenToBlock } from '../../src/ui/runbooks/runOfBlock.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import { integrationWaitMs } from '../../src/ui/terminals/blockTerminal.ts';

let count = 0;

/** A busy machine may take longer to load a shell’s integration than a person would wait for it. */
export const patientClock: Clock = {
  ...systemClock,
  after: (delay, callback) => systemClock.after(delay === integrationWaitMs ? 20_000 : delay, callback),
};

const bash = () => findBash(process.env, process.platform);

/** A request for a run as it comes from a plain bash block. */
export function runRequest(code: string, fields: Partial<RunRequest> = {}): RunRequest {
  count += 1;
  return {
    runId: `run-${count}`,
    incident: { key: 'a:1', label: '#12 checkout' },
    runbook: 'service-down.md',
    step: 'Diagnosis',
    blockId: `block-${count}`,
    code,
    cwd: tmpdir(),
    environment: {},
    unset: [],
    interpreter: 'bash',
    program: bash(),
    interactive: true,
    background: false,
    timeoutMs: null,
    expected: { exit: null, output: null },
    target: null,
    asker: null,
    ...fields,
  };
}

/** A plain bash block under the heading `step`, which is its id, too. */
export function blockOf(
  step: string,
  code: string,
  attributes: Partial<RunbookBlock['attributes']> = {},
): RunbookBlock {
  return {
    id: step,
    language: 'bash',
    code,
    sha256: createHash('sha256').update(code).digest('hex'),
    runnable: true,
    interpreter: 'bash',
    attributes: { ...noAttributes, ...attributes },
    line: 1,
    step,
    hidden: [],
  };
}

export function given(fields: Partial<GivenToBlock> = {}): GivenToBlock {
  return {
    cwd: tmpdir(),
    environment: {},
    unset: [],
    program: bash(),
    target: null,
    helpsWithin: null,
    startedWith: { whole: '', kept: '' },
    secretNames: [],
    remark: null,
    ...fields,
  };
}
