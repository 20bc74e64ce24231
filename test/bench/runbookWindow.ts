// Runs inside the extension host for runbook.bench.ts: opens and closes what it is told to, a word and a path a line.
import { once } from 'node:events';
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';

export async function run(): Promise<void> {
  const extension = vscode.extensions.getExtension<OnCallParts>('on-call.on-call');
  const parts = await extension?.activate();
  if (!parts) throw new Error('The extension gave out no parts.');
  const orders = {
    ours: (path: string) => openRunbook(parts, vscode.Uri.file(path)),
    preview: (path: string) => vscode.commands.executeCommand('markdown.showPreview', vscode.Uri.file(path)),
    close: () => vscode.commands.executeCommand('workbench.action.closeAllEditors'),
  };
  const bench = connect(Number(process.env['ONCALL_BENCH_PORT']), '127.0.0.1');
  await once(bench, 'connect');
  for await (const line of createInterface({ input: bench })) {
    const [order, path = ''] = line.split(' ') as [keyof typeof orders, string?];
    const began = Date.now();
    await orders[order](path);
    bench.write(`${began}\n`);
  }
}

/** As the command does it once the runbook is chosen. */
function openRunbook({ panels }: OnCallParts, uri: vscode.Uri): void {
  const path = vscode.workspace.asRelativePath(uri);
  const purpose = { title: null, services: [], alerts: [], titles: [] };
  const file = { id: uri.toString(), uri, path, origin: 'workspace', purpose, title: path } as const;
  panels.open({ file, incident: null, reason: 'You chose this runbook.', fragment: null });
}
