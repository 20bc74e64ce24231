import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isSameProcess, isWrapperAlive, processMark } from '../../../src/core/execution/processes.ts';
import { RunLedger } from '../../../src/core/execution/runLedger.ts';
import { runFiles } from '../../../src/core/execution/wrapperScript.ts';
import type { KeptRequest } from '../../../src/core/execution/runRequest.ts';

const request: KeptRequest = {
  runId: 'r1',
  incident: { key: 'a:1', label: '#1' },
  runbook: 'x.md',
  step: 'S',
  blockId: 'b1',
  cwd: '/tmp',
  background: false,
  timeoutMs: 30_000,
  expected: { exit: 3, output: null },
  target: null,
  asker: { any: ['thing'] },
  command: 'true',
};

describe('RunLedger', () => {
  let root: string;
  let directory: string;
  let now: number;

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'on-call-ledger-'));
    directory = join(root, 'run-1');
    mkdirSync(directory);
    now = Date.now();
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  const ledger = (place = '/here') => new RunLedger(root, { place: () => place, now: () => now });

  /** As a window leaves it that was killed: its process is gone. */
  function killOwner(): void {
    const dead = JSON.stringify({ me: 'another', process: { pid: 2 ** 22 - 1, start: '1' } });
    for (const name of readdirSync(directory).filter(name => name.startsWith('owner-')))
      writeFileSync(join(directory, name), dead);
  }

  it('gives what a window left behind to the next one, with all that is needed to go on', () => {
    const first = ledger();
    first.keep(directory, request, 1_000);
    first.setShell(directory, 4_711);
    first.setStopped(directory, 'timeout');
    first.release(directory);
    assert.deepEqual(ledger().takeOver(), [
      { directory, request, startedAt: 1_000, shell: 4_711, stopped: 'timeout' },
    ]);
  });

  it('leaves alone what a window is at, and what belongs to another place', () => {
    const first = ledger();
    first.keep(directory, request, 1_000);
    assert.deepEqual(ledger().takeOver(), []);
    assert.deepEqual(first.takeOver(), []);
    first.release(directory);
    assert.deepEqual(ledger('/elsewhere').takeOver(), []);
    assert.equal(ledger().takeOver().length, 1);
  });

  it('takes over from a window that was killed', () => {
    ledger().keep(directory, request, 1_000);
    killOwner();
    assert.equal(ledger().takeOver().length, 1);
  });

  it('gives each run to one window only', () => {
    ledger().keep(directory, request, 1_000);
    killOwner();
    const windows = Array.from({ length: 5 }, () => ledger());
    assert.equal(windows.flatMap(window => window.takeOver()).length, 1);
    const owner = windows.find(window => {
      window.release(directory);
      return ledger('/none').takeOver().length === 0 && existsSync(join(directory, 'owner-2.json'));
    });
    assert.ok(owner);
    assert.equal(ledger().takeOver().length, 1, 'released by its owner, it can be taken again');
  });

  it('takes nothing that is damaged', () => {
    for (const text of ['', '{', '[]', '{"request":{},"startedAt":1,"place":"/here"}']) {
      writeFileSync(join(directory, 'request.json'), text);
      assert.deepEqual(ledger().takeOver(), [], text);
    }
  });

  /** As after a reload of the window: its files are written over in place, which leaves the folder as old as it is. */
  function leaveForEightDays(place?: string): void {
    const first = ledger(place);
    first.keep(directory, request, now);
    first.release(directory);
    const longAgo = new Date(now - 8 * 86_400_000);
    utimesSync(directory, longAgo, longAgo);
  }

  it('gives back a block that has run for more than a week', () => {
    leaveForEightDays();
    const taken = ledger().takeOver();
    assert.deepEqual(
      taken.map(({ request }) => request.runId),
      ['r1'],
    );
    assert.ok(existsSync(directory));
  });

  it('removes nothing of another place’s whose block still runs, however long', async () => {
    const wrapper = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)', directory]);
    try {
      await once(wrapper, 'spawn');
      const started = JSON.stringify({ pid: wrapper.pid, pgid: 0 });
      writeFileSync(join(directory, runFiles.started), started);
      leaveForEightDays('/elsewhere');
      assert.deepEqual(ledger().takeOver(), []);
      assert.ok(existsSync(directory));
      assert.equal(ledger('/elsewhere').takeOver().length, 1, 'its own window comes back for it');
    } finally {
      wrapper.kill('SIGKILL');
    }
  });

  it('removes what another place left long ago once its block has reported its end', () => {
    writeFileSync(join(directory, runFiles.started), JSON.stringify({ pid: process.pid, pgid: 0 }));
    writeFileSync(join(directory, runFiles.result), '{"exitCode":0}');
    leaveForEightDays('/elsewhere');
    assert.deepEqual(ledger().takeOver(), []);
    assert.equal(existsSync(directory), false);
  });

  it('removes what nobody came back for, and not before its time', () => {
    const first = ledger('/gone');
    first.keep(directory, request, 1_000);
    first.release(directory);
    ledger().takeOver();
    assert.ok(existsSync(directory));
    const longAgo = new Date(now - 8 * 86_400_000);
    utimesSync(directory, longAgo, longAgo);
    ledger().takeOver();
    assert.equal(existsSync(directory), false);
  });
});

describe('A process', () => {
  it('is told from a later one with its id', () => {
    const mark = processMark(process.pid);
    assert.equal(isSameProcess(JSON.parse(JSON.stringify(mark))), true);
    assert.equal(isSameProcess({ pid: process.pid, start: 'another' }), process.platform === 'win32');
    assert.equal(isSameProcess({ pid: 2 ** 22 - 1, start: null }), false);
    for (const wrong of [null, {}, { pid: 0 }, { pid: -1 }, { pid: 1 }, 'x'])
      assert.equal(isSameProcess(wrong), false);
  });

  it('is the wrapper of a run only with the run’s directory in its command line', () => {
    if (process.platform !== 'linux') return;
    assert.equal(isWrapperAlive(process.pid, '/no/such/run', Date.now(), Date.now()), false);
    assert.equal(isWrapperAlive(process.pid, process.execPath, Date.now(), Date.now()), true);
  });
});
