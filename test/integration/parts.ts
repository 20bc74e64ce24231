import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { OnCallParts } from '../../src/extension.ts';

/** The activated extension’s parts; it gives them out in a test host only. */
export async function activated(): Promise<OnCallParts> {
  const extension = vscode.extensions.getExtension<OnCallParts | undefined>('on-call.on-call');
  assert.ok(extension, 'the extension is not installed');
  const parts = await extension.activate();
  assert.ok(parts, 'the extension gave out no parts');
  return parts;
}

/** Waits until `look` answers with something; fails with `what` after `patienceMs`. */
export async function eventually<T>(
  what: string,
  look: () => T | null | undefined | false | Promise<T | null | undefined | false>,
  patienceMs = 20_000,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found) return found;
    if (Date.now() > end) assert.fail(`${what}: not within ${patienceMs / 1000} s`);
    await sleep(50);
  }
}

/** The labels of the incident tree, indented by depth: what a person reads. */
export async function treeLines({ tree }: OnCallParts): Promise<string[]> {
  const lines: string[] = [];
  for (const node of tree.getChildren()) {
    lines.push(labelOf(tree.getTreeItem(node)));
    for (const child of tree.getChildren(node)) lines.push(`  ${labelOf(tree.getTreeItem(child))}`);
  }
  return lines;
}

function labelOf({ label, description }: vscode.TreeItem): string {
  return `${typeof label === 'string' ? label : (label?.label ?? '')} | ${typeof description === 'string' ? description : ''}`;
}
