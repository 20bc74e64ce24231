import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { Clock } from '../../src/core/clock.ts';
import { MissingToolError, NotPossibleError } from '../../src/core/errors.ts';
import type { RunRecord } from '../../src/core/execution/outcome.ts';
import { Redactor } from '../../src/core/execution/redact.ts';
import { quietTime } from '../../src/core/execution/runProgress.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { eventually } from './parts.ts';
import type { RunRequest } from '../../src/core/execution/runRequest.ts';
import { BlockRunner } from '../../src/ui/terminals/blockRunner.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import type { LiveState, Run } from '../../src/ui/terminals/run.ts';
import { patientClock, runRequest } from './blocks.ts';
import { removeFolder } from '../removeFolder.ts';

/** Also when nobody has fetched its exit code yet, which is for whoever inherited it to do. */
function isGone(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return /^\d+ \(.*\) Z/.test(readFileSync(`/proc/${pid}/stat`, 'utf8'));
  } catch {
    return true;
  }
}

describe('BlockRunner in a real terminal', () => {
  let root: string;
  let storageDir: string;
  let cwd: string;
  let runner: BlockRunner;
  let environment: Record<string, string>;

  const newRunner = (clock: Clock = patientClock) =>
    new BlockRunner({
      clock,
      logger: silentLogger,
      storageDir,
      redactor: new Redactor(() => [{ value: 'known-secret-value', kind: 'test token' }]),
      place: () => root,
    });

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'on-call-test-')));
    storageDir = join(root, `it's "storage" $(touch pwned)`);
    cwd = join(root, 'work dir');
    mkdirSync(cwd);
    environment = {};
    runner = newRunner();
  });

  afterEach(async () => {
    runner.dispose();
    for (const terminal of ours()) terminal.dispose();
    await eventually('the terminals are closed', () => ours().length === 0);
    // A terminal that was killed may leave processes that still write there.
    await removeFolder(root);
  });

  const request = (code: string, fields: Partial<RunRequest> = {}) =>
    runRequest(code, { cwd, environment, ...fields });

  /** Runs it to its end, after which nothing of it is left on disk. */
  async function end(code: string, fields: Partial<RunRequest> = {}): Promise<RunRecord> {
    const run = runner.run(request(code, fields));
    const record = await run.finished;
    await run.release();
    return record;
  }

  /** Resolves with the first state that fits. */
  function state(run: Run, fits: (state: LiveState) => boolean): Promise<LiveState> {
    return new Promise(resolve => {
      const listener = run.onDidChange(now => {
        if (!fits(now)) return;
        listener.dispose();
        resolve(now);
      });
    });
  }

  const printed = (run: Run, text: string) => state(run, ({ outputTail }) => outputTail.includes(text));
  const ours = () =>
    vscode.window.terminals.filter(({ name, exitStatus }) => name.startsWith('On-Call') && !exitStatus);

  it('ends ok, with the output, where and what it ran', async () => {
    const record = await end(
      'echo "in $PWD"; echo known-secret-value; printf "\\033[31mred\\033[0m 12\\r34\\n"',
    );
    assert.deepEqual(record.outcome, { type: 'ok', exitCode: 0 });
    assert.equal(record.outputTail, `in ${cwd}\n•••(test token)\n34d 12`);
    assert.equal(record.outputCut, false);
    assert.equal(record.incidentKey, 'a:1');
    assert.equal(record.step, 'Diagnosis');
    assert.equal(record.cwd, cwd);
    assert.equal(record.durationMs, Date.parse(record.endedAt) - Date.parse(record.startedAt));
    assert.deepEqual(readdirSync(storageDir), [], 'the private files are gone');
    assert.deepEqual(
      ours().map(({ name }) => name),
      ['On-Call: #12 checkout'],
    );
  });

  it('ends failed with the code, through a here-document, a subshell and exit 7', async () => {
    const record = await end(
      'set -uo pipefail\ncat <<\'END\'\n$HOME "quoted"\nEND\n( echo sub\n  exit 3 )\necho "sub gave $?"\nexit 7',
    );
    assert.deepEqual(record.outcome, { type: 'failed', exitCode: 7 });
    assert.equal(record.outputTail, '$HOME "quoted"\nsub\nsub gave 3');
  });

  it('runs one block after another in the same terminal', async () => {
    assert.equal((await end('exit 3')).outcome.type, 'failed');
    assert.equal((await end('set -e; false')).outcome.type, 'failed');
    assert.equal((await end('true')).outcome.type, 'ok');
    assert.equal(ours().length, 1);
  });

  it('is cancelled by Stop, and the terminal can be used again', async () => {
    const run = runner.run(request('echo begun; sleep 300; echo not reached'));
    await printed(run, 'begun');
    run.stop();
    const record = await run.finished;
    assert.deepEqual(record.outcome, { type: 'cancelled' });
    assert.doesNotMatch(record.outputTail, /not reached/);
    assert.equal((await end('true')).outcome.type, 'ok');
    assert.equal(ours().length, 1);
  });

  it('is cancelled by Stop even where the block ignores Ctrl+C and TERM', async () => {
    const run = runner.run(request("trap '' INT TERM\necho $$ begun\nwhile :; do sleep 1; done"));
    const { outputTail } = await printed(run, 'begun');
    run.stop();
    assert.deepEqual((await run.finished).outcome, { type: 'cancelled' });
    assert.ok(isGone(Number.parseInt(outputTail, 10)), 'the block lives on');
    assert.equal((await end('true')).outcome.type, 'ok');
    assert.equal(ours().length, 1, 'the terminal did not have to be closed');
  });

  it('is cancelled by Stop before it was even typed', async () => {
    const run = runner.run(request('touch ran'));
    run.stop();
    assert.deepEqual((await run.finished).outcome, { type: 'cancelled' });
    assert.equal((await end('ls')).outputTail, '', 'it did not run');
  });

  it('is cancelled by Ctrl+C in the terminal', async () => {
    const run = runner.run(request('echo begun; sleep 300'));
    await printed(run, 'begun');
    ours()[0]!.sendText('\x03', false);
    assert.deepEqual((await run.finished).outcome, { type: 'cancelled' });
  });

  it('goes on after Ctrl+Z, says so, and ends with the block', async () => {
    const run = runner.run(request('echo begun; until [ -e go ]; do sleep 0.1; done; exit 5'));
    await printed(run, 'begun');
    ours()[0]!.sendText('\x1a', false);
    const { remark } = await state(run, now => now.remark !== null);
    assert.match(remark!, /suspended/);
    ours()[0]!.sendText('fg', true);
    writeFileSync(join(cwd, 'go'), '');
    assert.deepEqual((await run.finished).outcome, { type: 'failed', exitCode: 5 });
  });

  it('is unknown when the terminal is killed, and the next block gets another', async () => {
    const run = runner.run(request('echo begun; sleep 300'));
    await printed(run, 'begun');
    ours()[0]!.dispose();
    const { outcome } = await run.finished;
    assert.equal(outcome.type, 'unknown');
    assert.match(outcome.type === 'unknown' ? outcome.reason : '', /terminal was closed/);
    assert.equal((await end('true')).outcome.type, 'ok');
  });

  it('gives values byte for byte and runs nothing in them', async () => {
    environment = {
      ONCALL_INCIDENT_TITLE:
        '$(touch x) `touch x` ${env:HOME} ${command:workbench.action.closeWindow} "; touch x; \' \\ !! é 💥',
      ONCALL_INCIDENT_NOTE: 'first\nsecond\r\n\ttab \x07 end ',
      ONCALL_INCIDENT_EMPTY: '',
    };
    const hex = (name: string) => `printf %s "$${name}" | od -An -v -tx1 | tr -d ' \\n'; echo`;
    const record = await end(`${Object.keys(environment).map(hex).join('\n')}\nls`);
    const expected = Object.values(environment).map(value => Buffer.from(value).toString('hex'));
    assert.deepEqual(record.outputTail.split('\n'), expected.slice(0, 2));
    assert.equal(record.outcome.type, 'ok');
    assert.deepEqual(readdirSync(cwd), []);
    assert.deepEqual(readdirSync(root).sort(), [`it's "storage" $(touch pwned)`, 'work dir']);
  });

  it('runs one block at a time for an incident, and other incidents beside it', async () => {
    const first = runner.run(request('echo begun; read -r answer; echo "got $answer"'));
    await printed(first, 'begun');
    assert.throws(
      () => runner.run(request('true')),
      error => error instanceof NotPossibleError && error.message.includes('Diagnosis'),
    );
    const other = await runner.run(request('true', { incident: null })).finished;
    assert.equal(other.outcome.type, 'ok');
    assert.equal(other.incidentKey, null);
    ours()
      .find(({ name }) => name.includes('#12'))!
      .sendText('an answer', true);
    assert.match((await first.finished).outputTail, /got an answer$/);
  });

  /** A person types a command into the terminal; resolves when it has come that far. */
  async function personTypes(line: string, until: 'start' | 'end'): Promise<vscode.Terminal> {
    const theirs = ours()[0]!;
    const { onDidStartTerminalShellExecution, onDidEndTerminalShellExecution } = vscode.window;
    const reached = new Promise<void>(resolve => {
      const heard = ({ execution }: { readonly execution: vscode.TerminalShellExecution }) => {
        if (execution.commandLine.value !== line) return;
        listener.dispose();
        resolve();
      };
      const listener =
        until === 'start' ? onDidStartTerminalShellExecution(heard) : onDidEndTerminalShellExecution(heard);
    });
    theirs.sendText(line, true);
    await reached;
    return theirs;
  }

  it('leaves the terminal alone while a person runs something in it', async () => {
    await end('true');
    const theirs = await personTypes('sleep 300', 'start');
    assert.equal((await end('true')).outcome.type, 'ok');
    assert.equal(ours().length, 2);
    theirs.dispose();
  });

  it('runs nothing more where a person exported something', async () => {
    await end('true');
    const theirs = await personTypes('export TARGET_CLUSTER=prod', 'end');
    assert.equal((await end('echo "${TARGET_CLUSTER-as judged}"')).outputTail, 'as judged');
    assert.equal((await end('true')).outcome.type, 'ok');
    assert.equal(ours().length, 2, 'one that is theirs, and one for all blocks since');
    theirs.dispose();
  });

  it('asks whether a silent block waits for input', async () => {
    runner.dispose();
    runner = newRunner({
      ...patientClock,
      after: (delay, callback) => patientClock.after(delay === quietTime ? 200 : delay, callback),
    });
    const run = runner.run(request('read -r answer'));
    const { remark } = await state(run, now => now.remark !== null);
    assert.match(remark!, /waiting for input/);
    run.stop();
    assert.equal((await run.finished).outcome.type, 'cancelled');
  });

  it('keeps the beginning and the end of long output and says so', async () => {
    const { outputTail, outputCut, outcome } = await end('seq 1 200000');
    assert.equal(outcome.type, 'ok');
    assert.equal(outputCut, true);
    assert.match(outputTail, /^1\n2\n/);
    assert.match(outputTail, /\n200000$/);
    assert.match(outputTail, /cut here/);
  });

  it('says what is wrong before anything is typed', () => {
    assert.throws(() => runner.run({ ...request('true'), cwd: join(root, 'gone') }), NotPossibleError);
    assert.throws(() => runner.run(request('a\0b')), NotPossibleError);
    const { PATH } = process.env;
    storageDir = '/dev/null/runs';
    assert.throws(() => newRunner().run(request('true')), MissingToolError);
    assert.equal(process.env['PATH'], PATH);
    assert.equal(ours().length, 0);
  });

  describe('without shell integration', () => {
    const setting = () => vscode.workspace.getConfiguration('terminal.integrated.shellIntegration');
    before(() => setting().update('enabled', false, vscode.ConfigurationTarget.Global));
    after(() => setting().update('enabled', undefined, vscode.ConfigurationTarget.Global));
    // None will come, so patience would only take time.
    beforeEach(() => {
      runner.dispose();
      runner = newRunner(systemClock);
    });

    const begun = () => eventually('the block has begun', () => readdirSync(cwd).includes('begun'));

    it('knows the end all the same and says where the output is', async () => {
      const record = await end('echo out\nexit 7');
      assert.deepEqual(record.outcome, { type: 'failed', exitCode: 7 });
      assert.equal(record.outputTail, '');
      const run = runner.run(request('touch begun; sleep 300'));
      assert.match((await state(run, now => now.remark !== null)).remark!, /only to be seen there/);
      await begun();
      run.stop();
      assert.deepEqual((await run.finished).outcome, { type: 'cancelled' });
      assert.equal((await end('true')).outcome.type, 'ok');
      assert.equal(ours().length, 1);
    });

    it('does not know the end when the terminal is killed', async () => {
      const run = runner.run(request('touch begun; sleep 300'));
      await begun();
      ours()[0]!.dispose();
      assert.equal((await run.finished).outcome.type, 'unknown');
    });
  });
});
