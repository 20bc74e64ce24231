// Runs inside the extension host for runbook.bench.ts: opens and closes what it is told to, a word and a path a line.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { connect } from 'node:net';
import { readFileSync, rmSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { tmpdir } from 'node:os';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { findBash } from '../../src/core/execution/findBash.ts';
import type { OnCallParts } from '../../src/extension.ts';

const delays = monitorEventLoopDelay({ resolution: 1 });

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<OnCallParts>('on-call.on-call');
  const parts = await extension?.activate();
  if (!parts) throw new Error('The extension gave out no parts.');
  const orders = {
    ours: (path: string) => openRunbook(parts, vscode.Uri.file(path)),
    preview: (path: string) => vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(path)),
    // Node’s own histogram of delays: what VS Code’s calls cost is in it too.
    watch: () => {
      delays.enable();
      delays.reset();
    },
    stall: () => {
      delays.disable();
      return delays.max / 1e6;
    },
    block: (file: string) => startBlock(parts, file),
    type: (file: string) => typeLine(file),
    close: () => vscode.commands.executeCommand('workbench.action.closeAllEditors'),
  };
  const bench = connect(Number(process.env['ONCALL_BENCH_PORT']), '127.0.0.1');
  await once(bench, 'connect');
  for await (const line of createInterface({ input: bench })) {
    const [order, path = ''] = line.split(' ') as [keyof typeof orders, string?];
    const began = Date.now();
    const answer: unknown = await orders[order](path);
    bench.write(`${typeof answer === 'number' ? answer : began}\n`);
  }
}

/** As the command does it once the runbook is chosen. */
function openRunbook({ panels }: OnCallParts, uri: vscode.Uri): void {
  const path = vscode.workspace.asRelativePath(uri);
  const purpose = { title: null, services: [], alerts: [], titles: [], labels: [], severities: [] };
  const names = { id: uri.toString(), path, title: path, repository: null };
  const file = { ...names, uri, origin: 'workspace', purpose, remote: null } as const;
  panels.open({ file, incident: null, reason: 'You chose this runbook.', fragment: null });
}

/** Milliseconds since the epoch, with fractions: the first thing that the shell does. */
const stamp = (file: string) => `date +%s.%N > '${file}'`;

/** @returns ms from the request until the block’s first command ran */
async function startBlock({ runner }: OnCallParts, file: string): Promise<number> {
  const began = performance.timeOrigin + performance.now();
  const { finished } = runner.run({
    ...{ runId: randomUUID(), incident: null, runbook: 'bench.md', step: '', blockId: 'b' },
    ...{ code: stamp(file), cwd: tmpdir(), environment: {}, unset: [], interpreter: 'bash', target: null },
    ...{ program: findBash(process.env, process.platform), interactive: true, background: false },
    ...{ timeoutMs: null, expected: { exit: null, output: null }, asker: null },
  });
  await finished;
  return (await stamped(file)) - began;
}

/** The same line, typed into the same terminal. */
async function typeLine(file: string): Promise<number> {
  const terminal = vscode.window.terminals.find(({ name }) => name === 'On-Call');
  if (!terminal) throw new Error('No block was run before.');
  const began = performance.timeOrigin + performance.now();
  terminal.sendText(stamp(file));
  return (await stamped(file)) - began;
}

async function stamped(file: string): Promise<number> {
  for (let look = 0; look < 2_000; look++) {
    try {
      const text = readFileSync(file, 'utf8').trim();
      if (text !== '') {
        rmSync(file);
        return Number(text) * 1_000;
      }
    } catch {
      // Not there yet.
    }
    await sleep(5);
  }
  throw new Error('The shell wrote no time.');
}
