import assert from 'node:assert/strict';
import { tmpdir } from 'node:os';
import * as vscode from 'vscode';
import { runDataOf } from '../../src/core/timeline/entryData.ts';
import type { RunData } from '../../src/core/timeline/entry.ts';
import type { Incident } from '../../src/core/incidents/incident.ts';
import type { OnCallParts } from '../../src/extension.ts';
import { blockOf, given } from './blocks.ts';
import { activated, eventually } from './parts.ts';

/** Each end of a run, from the block to the timeline. */
describe('A run of a block', () => {
  let parts: OnCallParts;
  let incident: Incident;

  before(async () => {
    parts = await activated();
    await vscode.commands.executeCommand('onCall.startDrill');
    incident = await eventually('an incident', () => parts.store.all()[0]);
    parts.current.set(incident);
  });

  after(() => vscode.commands.executeCommand('onCall.stopDrill'));

  const start = (step: string, code: string) =>
    parts.runs.start({ incident, runbook: 'test.md', cwd: tmpdir() }, blockOf(step, code), given());

  const recorded = (step: string): Promise<RunData> =>
    eventually(`the run of ${step} in the timeline`, async () => {
      const runs = (await parts.timelines.entries(incident)).map(runDataOf).filter(run => run !== null);
      return runs.find(run => run.step === step);
    });

  it('ok: with its output, and the incident in its environment', async () => {
    const environment = { ONCALL_INCIDENT_ID: incident.id, ONCALL_INCIDENT_TITLE: incident.title };
    const block = blockOf('greets', 'printf "%s\\n" "$ONCALL_INCIDENT_ID" "$ONCALL_INCIDENT_TITLE"');
    parts.runs.start({ incident, runbook: 'test.md', cwd: tmpdir() }, block, given({ environment }));
    const run = await recorded('greets');
    assert.equal(run.outcome, 'ok');
    assert.equal(run.exitCode, 0);
    assert.equal(run.outputTail, `${incident.id}\n${incident.title}`);
    assert.equal(run.cwd, tmpdir());
  });

  it('failed: with its exit code', async () => {
    start('fails', 'set -euo pipefail\ncat <<END\nhere\nEND\n(exit 3) || true\nexit 7');
    const run = await recorded('fails');
    assert.equal(run.outcome, 'failed');
    assert.equal(run.exitCode, 7);
  });

  it('cancelled: by Stop, and never ok', async () => {
    start('sleeps', 'sleep 60');
    await eventually('it runs', () => parts.runs.latest({ incident, runbook: 'test.md', cwd: '' }, 'sleeps'));
    await vscode.commands.executeCommand('onCall.stopRun');
    const run = await recorded('sleeps');
    assert.equal(run.outcome, 'cancelled');
    assert.equal(run.exitCode, null);
  });

  it('unknown: when its terminal is closed', async () => {
    start('is killed', 'sleep 60');
    await eventually('it runs', () =>
      parts.runs.latest({ incident, runbook: 'test.md', cwd: '' }, 'is killed'),
    );
    // The last one: a block that was just stopped may have left its terminal busy, and another was opened.
    vscode.window.terminals
      .findLast(({ name }) => name.startsWith(`On-Call: #${incident.number} `))!
      .dispose();
    const run = await recorded('is killed');
    assert.equal(run.outcome, 'unknown');
    assert.equal(run.exitCode, null);
  });

  it('does not start while another one runs for the same incident', async () => {
    start('blocks', 'sleep 30');
    assert.throws(() => start('second', 'true'), /still running/);
    await eventually('it runs', () => parts.runs.latest({ incident, runbook: 'test.md', cwd: '' }, 'blocks'));
    await vscode.commands.executeCommand('onCall.stopRun');
    assert.equal((await recorded('blocks')).outcome, 'cancelled');
  });

  it('masks a secret in the output before it is kept', async () => {
    start('leaks', 'echo "password=hunter2-and-more"');
    const run = await recorded('leaks');
    assert.ok(!run.outputTail.includes('hunter2'), run.outputTail);
    assert.match(run.outputTail, /•••/);
  });

  it('has its terminal shown after its end, until that is closed', async () => {
    const use = { incident, runbook: 'test.md', cwd: '' };
    const { runId, ended } = start('is looked at', 'true');
    await ended;
    await vscode.commands.executeCommand('workbench.action.closePanel');
    parts.runs.showTerminal(runId);
    const shown = await eventually('its terminal', () => vscode.window.activeTerminal);
    assert.match(shown.name, new RegExp(`^On-Call: #${incident.number} `));
    const isOffered = () => parts.runs.latest(use, 'is looked at')?.terminalOpen;
    assert.equal(isOffered(), true);
    shown.dispose();
    await eventually('it is not offered any more', () => isOffered() === false);
    assert.throws(() => parts.runs.showTerminal(runId), /is closed/);
  });
});
