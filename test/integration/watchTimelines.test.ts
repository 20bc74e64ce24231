import assert from 'node:assert/strict';
import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { watchTimelines } from '../../src/ui/watchTimelines.ts';
import { eventually } from './parts.ts';

describe('The timelines that windows share', () => {
  let outside: string;
  let watch: vscode.Disposable | null;
  let heard: number;

  beforeEach(() => {
    outside = realpathSync(mkdtempSync(join(tmpdir(), 'on-call-test-')));
    [watch, heard] = [null, 0];
  });

  afterEach(() => {
    watch?.dispose();
    rmSync(outside, { recursive: true, force: true });
  });

  /** Another window writes to them until this one hears of it: when VS Code begins to listen, nobody tells. */
  async function hears(folder: string): Promise<void> {
    const file = join(folder, '2026-01-01-P1', 'timeline-there.jsonl');
    mkdirSync(join(file, '..'), { recursive: true });
    writeFileSync(file, '');
    await eventually('a change of a timeline', () => {
      appendFileSync(file, '{}\n');
      return heard > 0;
    });
  }

  it('are heard of in the storage, where no folder is open, also where it comes later', async () => {
    for (const there of [true, false]) {
      const root = join(outside, String(there), 'incidents');
      if (there) mkdirSync(root, { recursive: true });
      heard = 0;
      watch?.dispose();
      watch = watchTimelines(root, () => heard++);
      await hears(root);
    }
  });

  it('are heard of in the folder that is open', async () => {
    const folder = vscode.workspace.workspaceFolders?.[0]?.uri.fsPath;
    assert.ok(folder);
    const root = join(folder, 'watched incidents');
    watch = watchTimelines(root, () => heard++);
    try {
      await hears(root);
    } finally {
      rmSync(root, { recursive: true, force: true });
    }
  });
});
