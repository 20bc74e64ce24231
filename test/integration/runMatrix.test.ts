import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import * as vscode from 'vscode';
import type { Clock } from '../../src/core/clock.ts';
import type { Outcome } from '../../src/core/execution/outcome.ts';
import { Redactor } from '../../src/core/execution/redact.ts';
import type { RunRequest } from '../../src/core/execution/runRequest.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import { BlockRunner } from '../../src/ui/terminals/blockRunner.ts';
import { integrationWaitMs } from '../../src/ui/terminals/blockTerminal.ts';
import type { LiveState, Run } from '../../src/ui/terminals/run.ts';
import { patientClock, runRequest } from './blocks.ts';
import { eventually } from './parts.ts';
import { removeFolder } from '../removeFolder.ts';

/** What each block does, and how that must be told. Each leaves a file behind that proves that it ran. */
const blocks: readonly { readonly name: string; readonly code: string; readonly end: Outcome }[] = [
  { name: 'a single line', code: 'touch ran', end: { type: 'ok', exitCode: 0 } },
  { name: 'several lines', code: 'touch ran\nfalse\ntrue', end: { type: 'ok', exitCode: 0 } },
  {
    name: 'a here-document',
    code: "touch ran\ncat <<'END'\n$(exit 9) `exit 9`\nEND\ncat >/dev/null <<-END\n\tend\n\tEND",
    end: { type: 'ok', exitCode: 0 },
  },
  { name: 'a subshell', code: 'touch ran\n(\n  cd /\n  exit 3\n)', end: { type: 'failed', exitCode: 3 } },
  { name: 'exit 7', code: 'touch ran\nexit 7\necho not reached', end: { type: 'failed', exitCode: 7 } },
  {
    name: 'set -euo pipefail',
    code: 'set -euo pipefail\ntouch ran\nfalse | cat\necho not reached',
    end: { type: 'failed', exitCode: 1 },
  },
  {
    name: 'an end by its own signal',
    code: 'touch ran\nkill -TERM $$\nsleep 5',
    end: { type: 'failed', exitCode: 143 },
  },
  { name: 'exec', code: 'touch ran\nexec bash -c "exit 4"', end: { type: 'failed', exitCode: 4 } },
  {
    name: 'binary output',
    code: "touch ran\nhead -c 20000 /dev/urandom\nprintf '\\033]0;title\\007\\033[2J\\033[?1049h\\000\\377'",
    end: { type: 'ok', exitCode: 0 },
  },
];

/** How the terminal’s shell announces its integration. */
const integrations = ['present', 'absent', 'late'] as const;

describe('Each end of a block, whatever its terminal tells', () => {
  let root: string;
  let cwd: string;
  const runners: BlockRunner[] = [];

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'on-call-matrix-')));
    cwd = mkdtempSync(join(root, 'cwd-'));
  });

  afterEach(async () => {
    await withIntegration(true);
    for (const runner of runners.splice(0)) runner.dispose();
    for (const terminal of ours()) terminal.dispose();
    await eventually('the terminals are closed', () => ours().length === 0);
    // A terminal that was killed may leave processes that still write there.
    await removeFolder(root);
  });

  const newRunner = (clock: Clock = patientClock) => {
    const redactor = new Redactor(() => [{ value: 'known-secret-value', kind: 'test' }]);
    const storageDir = join(root, 'runs');
    const runner = new BlockRunner({ clock, logger: silentLogger, storageDir, redactor, place: () => root });
    runners.push(runner);
    return runner;
  };

  const ours = () =>
    vscode.window.terminals.filter(({ name, exitStatus }) => name.startsWith('On-Call') && !exitStatus);

  const request = (code: string, fields: Partial<RunRequest> = {}) => runRequest(code, { cwd, ...fields });

  const withIntegration = (enabled: boolean) =>
    vscode.workspace
      .getConfiguration('terminal.integrated.shellIntegration')
      .update('enabled', enabled ? undefined : false, vscode.ConfigurationTarget.Global);

  /** `late`: it is not waited for, so that the line is typed before the integration is there. */
  const clockFor = (integration: (typeof integrations)[number]): Clock =>
    integration === 'present'
      ? patientClock
      : {
          ...systemClock,
          after: (delay, callback) => systemClock.after(delay === integrationWaitMs ? 50 : delay, callback),
        };

  const state = (run: Run, fits: (now: LiveState) => boolean): Promise<LiveState> =>
    new Promise(resolve => {
      const listener = run.onDidChange(now => {
        if (!fits(now)) return;
        listener.dispose();
        resolve(now);
      });
    });

  const ran = () => existsSync(join(cwd, 'ran'));

  for (const integration of integrations) {
    it(`with shell integration ${integration}: every kind of block`, async () => {
      await withIntegration(integration !== 'absent');
      const runner = newRunner(clockFor(integration));
      for (const { name, code, end } of blocks) {
        const run = runner.run(request(code));
        const { outcome } = await run.finished;
        await run.release();
        assert.deepEqual(outcome, end, name);
        assert.ok(ran(), `${name} ran`);
        rmSync(join(cwd, 'ran'));
      }
      assert.deepEqual(readdirSync(join(root, 'runs')), [], 'the private files are gone');
    }).timeout(120_000);

    it(`with shell integration ${integration}: Stop, a prompt, a closed terminal`, async () => {
      await withIntegration(integration !== 'absent');
      const runner = newRunner(clockFor(integration));
      const begun = () => eventually('it began', ran);

      const stopped = runner.run(request('touch ran; sleep 300'));
      await begun();
      stopped.stop();
      assert.deepEqual((await stopped.finished).outcome, { type: 'cancelled' });
      await stopped.release();
      rmSync(join(cwd, 'ran'));

      const asking = runner.run(request('touch ran; read -r answer; [ "$answer" = yes ]'));
      await begun();
      ours().at(-1)!.sendText('yes', true);
      assert.deepEqual((await asking.finished).outcome, { type: 'ok', exitCode: 0 });
      await asking.release();
      rmSync(join(cwd, 'ran'));

      const closed = runner.run(request('touch ran; sleep 300'));
      await begun();
      ours().at(-1)!.dispose();
      assert.equal((await closed.finished).outcome.type, 'unknown');
    }).timeout(120_000);
  }

  // The oldest VS Code hears of less: a minute and a half of its own is not worth what it adds.
  const megabytes = process.env['ONCALL_VSCODE'] === 'oldest' ? 10 : 50;
  it(`${megabytes} MB of output: a right end, both ends kept, and a host that goes on answering`, async () => {
    const delay = monitorEventLoopDelay({ resolution: 5 });
    delay.enable();
    const line = 'a line of a log that says nothing of any use to anybody at all at this time of night';
    const run = newRunner().run(
      request(
        `echo first known-secret-value; yes '${line}' | head -c ${megabytes}000000; echo; echo last; exit 5`,
      ),
    );
    const record = await run.finished;
    delay.disable();
    console.log(`      longest stall of the host: ${Math.round(delay.max / 1e6)} ms`);
    assert.deepEqual(record.outcome, { type: 'failed', exitCode: 5 });
    assert.match(record.outputTail, /^first •••\(test\)/);
    assert.ok(record.outputTail.length < 20_000);
    const kept = readFileSync(run.output!, 'utf8');
    assert.ok(kept.startsWith('first •••(test)\n'));
    assert.ok(kept.length < 8_300_000);
    assert.ok(!kept.includes('known-secret-value'));
  }).timeout(180_000);

  it('a time-out ends it as cancelled, and not as expected', async () => {
    const run = newRunner().run(request('touch ran; sleep 300', { timeoutMs: 300 }));
    const { outcome, expectation } = await run.finished;
    assert.deepEqual(outcome, { type: 'cancelled' });
    assert.deepEqual(expectation, { met: false, words: 'Stopped after 300 ms, its time-out.' });
  });

  it('expectations look through all of the output', async () => {
    const expected = { exit: 3, output: 'needle' };
    const found = newRunner().run(request('seq 1 20000; echo a needle; seq 1 20000; exit 3', { expected }));
    assert.equal((await found.finished).expectation?.met, true);
    await found.release();
    const other = newRunner().run(request('echo hay; exit 3', { expected }));
    assert.match((await other.finished).expectation?.words ?? '', /does not hold “needle”/);
  });

  it('Run right after Stop stays in the same terminal', async () => {
    const runner = newRunner();
    const run = runner.run(request('touch ran; sleep 300'));
    await eventually('it began', ran);
    run.stop();
    await run.finished;
    const next = runner.run(request('echo again'));
    const record = await next.finished;
    assert.deepEqual(record.outcome, { type: 'ok', exitCode: 0 });
    assert.equal(record.outputTail, 'again');
    assert.equal(ours().length, 1);
  });

  it('blocks in the background run beside others, each with its own Stop', async () => {
    const runner = newRunner();
    const background = ['one', 'two'].map(name =>
      runner.run(request(`touch ${name}; sleep 300`, { background: true, step: name })),
    );
    await eventually('both began', () => existsSync(join(cwd, 'one')) && existsSync(join(cwd, 'two')));
    assert.equal((await runner.run(request('true')).finished).outcome.type, 'ok');
    background[0]!.stop();
    assert.equal((await background[0]!.finished).outcome.type, 'cancelled');
    background[1]!.stop();
    assert.equal((await background[1]!.finished).outcome.type, 'cancelled');
  }).timeout(90_000);

  describe('after a reload of the window in the middle', () => {
    it('a block that goes on is followed to its real end, by one window only', async () => {
      const first = newRunner();
      const run = first.run(request('touch ran; until [ -e go ]; do sleep 0.1; done; exit 7'));
      await eventually('it began', ran);
      first.dispose();
      const adopted = [newRunner(), newRunner()].flatMap(runner => runner.adopt());
      assert.deepEqual(
        adopted.map(({ runId }) => runId),
        [run.runId],
      );
      const shown = await state(adopted[0]!, () => true);
      assert.match(shown.remark!, /only in its terminal/);
      await vscode.workspace.fs.writeFile(vscode.Uri.file(join(cwd, 'go')), new Uint8Array());
      const record = await adopted[0]!.finished;
      assert.deepEqual(record.outcome, { type: 'failed', exitCode: 7 });
      assert.equal(record.step, 'Diagnosis');
      await adopted[0]!.release();
      assert.deepEqual(readdirSync(join(root, 'runs')), []);
    }).timeout(60_000);

    it('one that ended meanwhile is recorded with its real end', async () => {
      const first = newRunner();
      first.run(
        request('touch ran; until [ -e go ]; do sleep 0.1; done; exit 3', {
          expected: { exit: 3, output: null },
        }),
      );
      await eventually('it began', ran);
      first.dispose();
      await vscode.workspace.fs.writeFile(vscode.Uri.file(join(cwd, 'go')), new Uint8Array());
      const [directory] = readdirSync(join(root, 'runs'));
      await eventually('its report', () => existsSync(join(root, 'runs', directory!, 'result.json')));
      const [adopted] = newRunner().adopt();
      const record = await adopted!.finished;
      assert.deepEqual(record.outcome, { type: 'failed', exitCode: 3 });
      assert.equal(record.expectation?.met, true);
    }).timeout(60_000);

    it('one that still runs can be stopped', async () => {
      const first = newRunner();
      first.run(request("trap '' INT\ntouch ran\nwhile :; do sleep 1; done"));
      await eventually('it began', ran);
      first.dispose();
      const [adopted] = newRunner().adopt();
      adopted!.stop();
      assert.deepEqual((await adopted!.finished).outcome, { type: 'cancelled' });
    }).timeout(60_000);

    it('one that was killed with its terminal is unknown', async () => {
      const first = newRunner();
      first.run(request('touch ran; sleep 300'));
      await eventually('it began', ran);
      first.dispose();
      for (const terminal of ours()) terminal.dispose();
      await eventually('the terminals are closed', () => ours().length === 0);
      const [adopted] = newRunner().adopt();
      assert.equal((await adopted!.finished).outcome.type, 'unknown');
    }).timeout(60_000);

    it('one whose wrapper was killed is unknown, and one that was being stopped is cancelled', async () => {
      for (const stop of [false, true]) {
        const first = newRunner();
        const run = first.run(request('touch ran; sleep 300'));
        await eventually('it began', ran);
        if (stop) run.stop();
        first.dispose();
        const [directory] = readdirSync(join(root, 'runs'));
        const started = readFileSync(join(root, 'runs', directory!, 'started.json'), 'utf8');
        const { pid } = JSON.parse(started) as { pid: number };
        try {
          process.kill(-pid, 'SIGKILL');
        } catch {
          assert.ok(stop, 'only Stop may have ended it already');
        }
        const [adopted] = newRunner().adopt();
        assert.equal((await adopted!.finished).outcome.type, stop ? 'cancelled' : 'unknown');
        await adopted!.release();
        rmSync(join(cwd, 'ran'), { force: true });
      }
    }).timeout(90_000);
  });
});
