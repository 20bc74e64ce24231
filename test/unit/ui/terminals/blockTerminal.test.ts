import assert from 'node:assert/strict';
import type { TerminalShellExecution } from 'vscode';
import { Emitter } from '../../../../src/core/events.ts';
import type * as Terminals from '../../../../src/ui/terminals/blockTerminal.ts';
import { FakeClock } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Terminals & StandIn;
type Told = { readonly terminal: object; readonly execution: TerminalShellExecution };

const block = "bash '/runs/1/run.sh'";

describe('The terminal of an incident’s blocks', () => {
  let parts: Parts;
  let clock: FakeClock;
  let started: Emitter<Told>;
  let ended: Emitter<Told>;
  let typed: string[];
  let terminal: { exitStatus: undefined; shellIntegration: object | undefined };
  let ours: Terminals.BlockTerminal;

  before(async () => {
    parts = await withStandIn('ui/terminals/blockTerminal.ts');
  });

  beforeEach(() => {
    [started, ended, typed] = [new Emitter(), new Emitter(), []];
    clock = new FakeClock();
    const closed = new Emitter<object>();
    const announced = new Emitter<object>();
    terminal = Object.assign(
      { exitStatus: undefined, shellIntegration: undefined },
      { sendText: (text: string) => typed.push(text) },
    );
    Object.assign(parts.window, {
      createTerminal: () => terminal,
      onDidCloseTerminal: closed.event,
      onDidStartTerminalShellExecution: started.event,
      onDidEndTerminalShellExecution: ended.event,
      onDidChangeTerminalShellIntegration: announced.event,
    });
    ours = new parts.BlockTerminal('On-Call', '/bin/bash', clock);
  });

  const execution = (value: string) =>
    ({ commandLine: { value }, read: () => [] }) as unknown as TerminalShellExecution;
  const integrate = () => (terminal.shellIntegration = { executeCommand: execution });
  const begins = (what: TerminalShellExecution) => started.fire({ terminal, execution: what });
  const ends = (what: TerminalShellExecution) => ended.fire({ terminal, execution: what });

  /** A command from its start to its end, as the shell tells of it. */
  function runs(line: string): void {
    const command = execution(line);
    begins(command);
    ends(command);
  }

  /** One of On-Call’s blocks, to its end. */
  async function runsBlock(): Promise<void> {
    const sent = await ours.send(block, () => true);
    begins(sent!.execution);
    ours.over(sent!.execution);
    ends(sent!.execution);
  }

  it('takes one block after another', async () => {
    integrate();
    await runsBlock();
    await runsBlock();
    assert.equal(ours.usable, true);
  });

  it('is a person’s for good once they typed a command in it, also when that has ended', async () => {
    integrate();
    await runsBlock();
    runs('export KUBECONFIG=~/.kube/prod');
    assert.equal(ours.usable, false);
    ends(execution(block));
    assert.equal(ours.usable, false);
  });

  it('takes no notice of commands in other terminals', async () => {
    integrate();
    await runsBlock();
    started.fire({ terminal: {}, execution: execution('export KUBECONFIG=~/.kube/prod') });
    assert.equal(ours.usable, true);
  });

  it('is free after Stop, whose Ctrl+C may leave a blank line', async () => {
    integrate();
    await runsBlock();
    ours.interrupt();
    runs('');
    assert.deepEqual(typed, ['\x03']);
    assert.equal(ours.usable, true);
  });

  it('knows its block where VS Code tells of it late, and as another execution', async () => {
    integrate();
    const first = await ours.send(block, () => true);
    ours.over(first!.execution);
    const second = ours.send("bash '/runs/2/run.sh'", () => true);
    await clock.advance(2_000);
    await second;
    begins(first!.execution);
    ends(first!.execution);
    runs(`${block} `);
    ours.over((await second)!.execution);
    assert.equal(ours.usable, true);
  });

  it('takes one block after another without shell integration, also where that comes late', async () => {
    const sent = ours.send(block, () => true);
    await clock.advance(parts.integrationWaitMs);
    assert.equal(await sent, null);
    assert.deepEqual(typed, [block]);
    assert.equal(ours.usable, true);
    integrate();
    runs(block);
    assert.equal(ours.usable, true);
  });

  it('is not a person’s for what makes it ready before its first block', async () => {
    runs('source /work/.venv/bin/activate');
    integrate();
    await runsBlock();
    assert.equal(ours.usable, true);
  });
});
