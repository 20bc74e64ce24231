import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { prepareBlock } from '../../src/core/execution/blockFiles.ts';
import { Redactor } from '../../src/core/execution/redact.ts';
import { RunLedger } from '../../src/core/execution/runLedger.ts';
import { keptRequest, type RunRequest } from '../../src/core/execution/runRequest.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import type { BlockTerminal } from '../../src/ui/terminals/blockTerminal.ts';
import { TerminalRun } from '../../src/ui/terminals/terminalRun.ts';
import { runRequest } from './blocks.ts';
import { removeFolder } from '../removeFolder.ts';

/** On a busy machine the window hands output on long after the block’s own report is on disk. */
describe('Output that the window is late with', function () {
  this.timeout(30_000);
  let root: string;
  beforeEach(() => (root = mkdtempSync(join(tmpdir(), 'on-call-late-'))));
  afterEach(() => removeFolder(root));

  /** The block really runs; what it prints takes the way that `output` says. */
  function runWith(request: RunRequest, output: (printed: Promise<string>) => AsyncIterable<string>) {
    const files = prepareBlock(root, request);
    const run = async (line: string) => {
      let printed = '';
      const bash = spawn('bash', ['-c', line]);
      bash.stdout.on('data', (piece: Buffer) => (printed += piece.toString()));
      await new Promise(resolve => bash.once('close', resolve));
      return printed;
    };
    const terminal = {
      closed: false,
      ready: false,
      terminal: { processId: Promise.resolve(undefined) },
      onDidClose: new vscode.EventEmitter<void>().event,
      show: () => {},
      over: () => {},
      send: (line: string, wanted: () => boolean) =>
        Promise.resolve(wanted() ? { execution: {}, output: output(run(line)) } : null),
    };
    return new TerminalRun(
      {
        ...{ clock, files, logger: silentLogger, redactor: new Redactor(() => []) },
        ledger: new RunLedger(root, { place: () => root, now: () => clock.now() }),
        terminal: terminal as unknown as BlockTerminal,
      },
      keptRequest(request, request.code),
    );
  }

  it('is waited for: it holds what was expected', async () => {
    const request = runRequest('echo the queue is empty', {
      expected: { exit: null, output: 'queue is empty' },
    });
    const run = runWith(request, async function* (printed) {
      const text = await printed;
      await sleep(2_000);
      yield text;
    });
    const { expectation, outputTail, outcome } = await run.finished;
    assert.deepEqual(outcome, { type: 'ok', exitCode: 0 });
    assert.equal(outputTail, 'the queue is empty');
    assert.equal(expectation?.met, true, expectation?.words);
  });

  it('is not known to lack what was expected where it never ends', async () => {
    const request = runRequest('echo half', { expected: { exit: null, output: 'queue is empty' } });
    const run = runWith(request, async function* (printed) {
      yield await printed;
      await new Promise(() => {});
    });
    const { expectation } = await run.finished;
    assert.equal(expectation?.met, false);
    assert.match(expectation.words, /nobody knows/);
  });
});
