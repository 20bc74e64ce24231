import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { Emitter } from '../../src/core/events.ts';
import type { Outcome, RunRecord } from '../../src/core/execution/outcome.ts';
import { silentLogger } from '../../src/core/logger.ts';
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../src/core/runbooks/runbook.ts';
import type { RunView } from '../../src/protocol/runbook.ts';
import { ErrorBoundary } from '../../src/ui/errorBoundary.ts';
import type { BlockRunEnd, BlockRuns } from '../../src/ui/runbooks/blockRuns.ts';
import type { BlockStart, WantedBlock } from '../../src/ui/runbooks/blockStart.ts';
import { blocksHash, type RunbookPage } from '../../src/ui/runbooks/runbookPage.ts';
import type { RunbookUse } from '../../src/ui/runbooks/runbookUse.ts';
import { Sequences } from '../../src/ui/runbooks/sequences.ts';
import { systemClock as clock } from '../../src/ui/systemClock.ts';
import { eventually } from './parts.ts';

const source = [
  '# R\n\n## One\n\n```bash\necho 1\n```',
  '## Two\n\n```bash {manual=true}\necho 2\n```',
  '## Three\n\n```bash\necho 3\n```',
].join('\n\n');

/** Runs of several blocks; the blocks themselves only tell how they end. */
describe('A sequence of blocks', () => {
  let runbook: Runbook;
  let kept: Record<string, unknown>;
  let started: string[];
  let finish: ((outcome: Outcome) => void) | null;
  let ended: Emitter<BlockRunEnd>;
  let stopped: string[];
  let answer: boolean;
  let asked: string[];
  let restore: () => void;
  const use: RunbookUse = { incident: null, runbook: 'r.md', cwd: '/' };

  beforeEach(() => {
    runbook = parseRunbook(source, { fileName: 'r.md', clock });
    kept = {};
    started = [];
    stopped = [];
    asked = [];
    answer = true;
    finish = null;
    ended = new Emitter();
    const { showWarningMessage } = vscode.window;
    restore = () => void Object.assign(vscode.window, { showWarningMessage });
    Object.assign(vscode.window, {
      showWarningMessage: (question: string, { detail }: vscode.MessageOptions, yes: string) => {
        asked.push(`${question}\n${detail}`);
        return Promise.resolve(answer ? yes : undefined);
      },
    });
  });

  afterEach(() => restore());

  const page = () => ({ use, runbook, load: () => Promise.resolve(runbook) }) as unknown as RunbookPage;

  const record = (runId: string, outcome: Outcome) => ({ runId, outcome, expectation: null }) as RunRecord;

  /** A window: another one over the same memento is what stands after a reload. */
  function newWindow(): Sequences {
    const starts = {
      start: (_page: RunbookPage, { blockId, sha256 }: WantedBlock) => {
        const block = runbook.blocks.find(({ id }) => id === blockId);
        if (block?.sha256 !== sha256) return Promise.reject(new Error('changed'));
        started.push(block.step);
        const runId = `run-${started.length}`;
        const end = new Promise<RunRecord>(resolve => {
          finish = outcome => {
            const it = { ...record(runId, outcome), blockId };
            ended.fire({ use, record: it, background: block.attributes.background });
            resolve(it);
          };
        });
        return Promise.resolve({ runId, ended: end });
      },
    };
    return new Sequences({
      starts: starts as unknown as BlockStart,
      runs: {
        onDidEnd: ended.event,
        stop: (id: string) => void stopped.push(id),
        underWay: () => null,
        inBackground: () => null,
      } as unknown as BlockRuns,
      risks: blocks => Promise.resolve(blocks.map(() => 'destructive' as const)),
      state: {
        keys: () => Object.keys(kept),
        get: (key: string) => kept[key],
        update: (key: string, value: unknown) => Promise.resolve(void (kept[key] = value)),
      } as vscode.Memento,
      clock,
      boundary: new ErrorBoundary(silentLogger, () => {}),
    });
  }

  const begin = (sequences: Sequences) =>
    sequences.begin(page(), runbook.blocks[0]!.id, 'all', blocksHash(runbook));
  const runs = (step: string) => eventually(`${step} runs`, () => started.at(-1) === step && finish);
  const stands = (sequences: Sequences, state: string) =>
    eventually(state, () => sequences.view(use)?.state === state && sequences.view(use));
  const ok: Outcome = { type: 'ok', exitCode: 0 };

  it('asks once with all its steps and the riskiest class, and runs nothing when it is declined', async () => {
    answer = false;
    await assert.rejects(begin(newWindow()), { name: 'NotPossibleError' });
    assert.match(
      asked[0]!,
      /Run 3 blocks[\s\S]*riskiest of them is: destructive[\s\S]*1\. One[\s\S]*3\. Three/,
    );
    assert.deepEqual(started, []);
  });

  it('runs nothing for another text than the one seen', async () => {
    const seen = blocksHash(runbook);
    runbook = parseRunbook(source.replace('echo 3', 'rm -rf ~'), { fileName: 'r.md', clock });
    await assert.rejects(newWindow().begin(page(), runbook.blocks[0]!.id, 'all', seen), /changed/);
    assert.deepEqual(started, []);
  });

  it('waits before a manual block, goes on when it is told, and is done', async () => {
    const sequences = newWindow();
    await begin(sequences);
    (await runs('One'))(ok);
    await stands(sequences, 'waiting');
    await sequences.step(page(), 'resume');
    (await runs('Two'))(ok);
    (await runs('Three'))(ok);
    const done = await stands(sequences, 'done');
    assert.deepEqual([done.done, done.total], [3, 3]);
  });

  it('stops at the first that fails, is unknown or cancelled, and says which', async () => {
    for (const outcome of [
      { type: 'failed', exitCode: 7 },
      { type: 'unknown', reason: 'Nobody knows.' },
      { type: 'cancelled' },
    ] as const) {
      kept = {};
      started = [];
      const sequences = newWindow();
      await begin(sequences);
      (await runs('One'))(outcome);
      const view = await stands(sequences, 'stopped');
      assert.match(
        view.words,
        /Stopped at “One”\. (?:It failed with exit code 7|Nobody knows|It was cancelled)\./,
      );
      assert.deepEqual(started, ['One']);
    }
  });

  it('stops where a block is another text than when it began', async () => {
    const sequences = newWindow();
    await begin(sequences);
    const one = await runs('One');
    runbook = parseRunbook(source.replace('echo 2', 'rm -rf ~'), { fileName: 'r.md', clock });
    one(ok);
    await stands(sequences, 'waiting');
    await sequences.step(page(), 'resume');
    await stands(sequences, 'stopped');
    assert.deepEqual(started, ['One']);
  });

  const oneInBackground = source
    .replace('```bash\necho 1', '```bash {background=true}\necho 1')
    .replace(' {manual=true}', '');

  it('stops before the next block when one that it left in the background failed', async () => {
    runbook = parseRunbook(oneInBackground, { fileName: 'r.md', clock });
    const sequences = newWindow();
    await begin(sequences);
    const one = await runs('One');
    const two = await runs('Two');
    one({ type: 'failed', exitCode: 7 });
    two(ok);
    const view = await stands(sequences, 'stopped');
    assert.match(view.words, /Stopped at “Three”\. “One”, in the background: It failed with exit code 7\./);
    assert.deepEqual(started, ['One', 'Two']);
  });

  it('goes on behind a block in the background that has not failed', async () => {
    runbook = parseRunbook(oneInBackground, { fileName: 'r.md', clock });
    const sequences = newWindow();
    await begin(sequences);
    await runs('One');
    (await runs('Two'))(ok);
    (await runs('Three'))(ok);
    await stands(sequences, 'done');
  });

  it('is stopped by a person, with the block that runs', async () => {
    const sequences = newWindow();
    await begin(sequences);
    const one = await runs('One');
    await assert.rejects(begin(sequences), /running already/);
    await sequences.step(page(), 'stop');
    assert.deepEqual(stopped, ['run-1']);
    one(ok);
    await stands(sequences, 'stopped');
    assert.deepEqual(started, ['One']);
  });

  it('never goes on by itself after a reload, learns how its block ended, and resumes behind it', async () => {
    await begin(newWindow());
    await runs('One');
    const reloaded = newWindow();
    assert.match(reloaded.view(use)!.words, /Stopped at “One”\. The window was reloaded meanwhile/);
    ended.fire({ use, record: record('run-1', ok), background: false });
    assert.equal((await stands(reloaded, 'waiting')).blockId, runbook.blocks[1]!.id);
    await reloaded.step(page(), 'skip');
    (await runs('Three'))(ok);
    await stands(reloaded, 'done');
    assert.deepEqual(started, ['One', 'Three']);
  });

  it('takes the end of its block from the timeline where another window recorded it', async () => {
    await begin(newWindow());
    await runs('One');
    const reloaded = newWindow();
    reloaded.settle(use, (_block, runId) =>
      runId === 'run-1'
        ? ({ runId, state: 'failed', exitCode: 3, expectation: null, remark: null } as RunView)
        : null,
    );
    assert.match(reloaded.view(use)!.words, /Stopped at “One”\. It failed with exit code 3\./);
  });
});
