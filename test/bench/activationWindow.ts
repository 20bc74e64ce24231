// Runs inside the extension host for activation.bench.ts.
import { writeFileSync } from 'node:fs';
import * as vscode from 'vscode';

async function activationTime(id: string): Promise<number> {
  const extension = vscode.extensions.getExtension(id);
  if (!extension) throw new Error(`${id} is not installed.`);
  if (extension.isActive) throw new Error(`${id} was active before anything needed it.`);
  const started = performance.now();
  await extension.activate();
  return performance.now() - started;
}

export async function run(): Promise<void> {
  const ids = { ours: 'on-call.on-call', empty: 'on-call-bench.empty' };
  const times = { ours: 0, empty: 0 };
  const order =
    process.env['ONCALL_BENCH_FIRST'] === 'empty'
      ? (['empty', 'ours'] as const)
      : (['ours', 'empty'] as const);
  for (const name of order) times[name] = await activationTime(ids[name]);
  const result = process.env['ONCALL_BENCH_RESULT'];
  if (!result) throw new Error('ONCALL_BENCH_RESULT names no file.');
  writeFileSync(result, JSON.stringify(times));
}
