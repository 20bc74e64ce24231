import { appendFileSync, mkdirSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type * as vscode from 'vscode';
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

  it('are heard of in the storage, where no folder is open, also where it comes later', async () => {
    for (const there of [true, false]) {
      const root = join(outside, String(there), 'incidents');
      const file = join(root, '2026-01-01-P1', 'timeline-there.jsonl');
      const make = () => void mkdirSync(join(file, '..'), { recursive: true });
      heard = 0;
      watch?.dispose();
      if (there) make();
      watch = watchTimelines(root, () => heard++);
      if (!there) make();
      // Another window writes to it until this one hears of it: when VS Code begins to listen, nobody tells.
      await eventually('a change of a timeline', () => {
        appendFileSync(file, '{}\n');
        return heard > 0;
      });
    }
  });
});
