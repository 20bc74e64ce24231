import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { Emitter } from '../../../../src/core/events.ts';
import type { Outcome, RunRecord } from '../../../../src/core/execution/outcome.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook, RunbookBlock } from '../../../../src/core/runbooks/runbook.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type { BlockRunEnd, BlockRuns, RunUnderWay } from '../../../../src/ui/runbooks/blockRuns.ts';
import type { BlockStart, WantedBlock } from '../../../../src/ui/runbooks/blockStart.ts';
import type { StartedWith } from '../../../../src/ui/runbooks/runOfBlock.ts';
import type * as Pages from '../../../../src/ui/runbooks/runbookPage.ts';
import type * as All from '../../../../src/ui/runbooks/sequences.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof All & typeof Pages & StandIn;

const use = { incident: null, runbook: 'r.md', cwd: '/' };
const failed: Outcome = { type: 'failed', exitCode: 7 };
const ok: Outcome = { type: 'ok', exitCode: 0 };
const aFailed = '“A”, in the background: It failed with exit code 7.';

/** One block for each of these, of that name. */
const read = (blocks: Readonly<Record<string, string>>) =>
  parseRunbook(
    Object.entries(blocks)
      .map(([step, attributes]) => `## ${step}\n\n\`\`\`bash ${attributes}\necho ${step}\n\`\`\`\n`)
      .join('\n'),
    { fileName: 'r.md', clock: new FakeClock() },
  );

/** Its runs are known and end as those of BlockRuns. */
describe('A sequence with a block in the background', () => {
  let parts: Parts;
  let clock: FakeClock;
  let runbook: Runbook;
  let kept: Record<string, unknown>;
  let started: string[];
  let stopped: string[];
  let failures: unknown[];
  let ended: Emitter<BlockRunEnd>;
  let running: Map<string, RunUnderWay & { readonly blockId: string; stopping: boolean }>;
  /** Ends the run of this id. */
  let ends: Map<string, (outcome: Outcome) => Promise<void>>;
  /** What a person is asked before the block of this name begins; resolves with the answer. */
  let questions: Map<string, Promise<'approved' | 'declined'>>;
  /** What a block would be started with now. */
  let startedWith: string;

  before(async () => {
    parts = await withStandIn('ui/runbooks/sequences.ts', 'ui/runbooks/runbookPage.ts');
  });

  beforeEach(() => {
    [clock, kept, ended, running, ends] = [new FakeClock(), {}, new Emitter(), new Map(), new Map()];
    [started, stopped, failures, questions] = [[], [], [], new Map()];
    startedWith = 'staging';
    runbook = read({ A: '{background=true}', B: '', C: '', D: '' });
    Object.assign(parts.window, {
      showWarningMessage: (_question: string, _detail: unknown, yes: string) => Promise.resolve(yes),
    });
  });

  afterEach(() => assert.deepEqual(failures, []));

  const page = () => ({ use, runbook, load: () => Promise.resolve(runbook) }) as unknown as Pages.RunbookPage;
  const words = (sequences: All.Sequences) => sequences.view(use)?.words;
  const end = (runId: string, outcome: Outcome) => ends.get(runId)!(outcome);

  /** As a press on Run does, of a person or of a sequence. */
  function run({ id: blockId, step, attributes: { background } }: RunbookBlock): RunUnderWay {
    started.push(step);
    const runId = `run-${started.length}`;
    const over = new Promise<RunRecord>(resolve =>
      ends.set(runId, outcome => {
        const record = { runId, outcome, expectation: null, blockId } as RunRecord;
        running.delete(runId);
        ended.fire({ use, record, background });
        resolve(record);
        return settle();
      }),
    );
    const it = {
      runId,
      ended: over,
      background,
      stopping: false,
      blockId,
      startedWith: { whole: startedWith, kept: '' },
    };
    running.set(runId, it);
    return it;
  }

  /** A window: another one over the same memento is what stands after a reload. */
  function newWindow(): All.Sequences {
    const starts = {
      start: async (_page: unknown, { blockId, stillWanted }: WantedBlock) => {
        const block = runbook.blocks.find(({ id }) => id === blockId)!;
        if ((await questions.get(block.step)) === 'declined') throw new Error('It was not approved.');
        if (!stillWanted()) throw new Error('It was stopped before it began.');
        return run(block);
      },
      refuseOther: async (_page: unknown, _wanted: unknown, { whole }: StartedWith) => {
        await questions.get('other');
        if (whole !== startedWith) throw new Error('It runs with other values.');
      },
    };
    return new parts.Sequences({
      starts: starts as unknown as BlockStart,
      runs: {
        onDidEnd: ended.event,
        stop: (id: string) => {
          stopped.push(id);
          running.get(id)!.stopping = true;
        },
        underWay: (id: string) => running.get(id) ?? null,
        inBackground: (_: unknown, blockId: string) =>
          [...running.values()].find(each => each.background && each.blockId === blockId) ?? null,
      } as unknown as BlockRuns,
      risks: blocks => Promise.resolve(blocks.map(() => 'read-only' as const)),
      state: {
        get: (key: string) => kept[key],
        update: (key: string, value: unknown) => Promise.resolve(void (kept[key] = value)),
      } as unknown as Memento,
      clock,
      boundary: {
        watch: (_what: string, work: Promise<unknown>) => void work.catch(error => failures.push(error)),
        log: () => {},
        sentence: (error: Error) => error.message,
      } as unknown as ErrorBoundary,
    });
  }

  async function begin(sequences: All.Sequences): Promise<void> {
    await sequences.begin(page(), runbook.blocks[0]!.id, 'all', parts.blocksHash(runbook));
    await settle();
  }

  /** A runs in the background, and the sequence is at B. */
  async function atB(): Promise<All.Sequences> {
    const sequences = newWindow();
    await begin(sequences);
    await clock.advance(500);
    await settle();
    return sequences;
  }

  describe('that fails while a person is asked about the next one', () => {
    let answer: (answer: 'approved' | 'declined') => Promise<void>;

    beforeEach(() => {
      const question = new Promise<'approved' | 'declined'>(resolve => {
        answer = it => (resolve(it), settle());
      });
      questions.set('B', question);
    });

    for (const says of ['approved', 'declined'] as const)
      it(`does not run that one, and says why, once: it was ${says}`, async () => {
        const sequences = await atB();
        assert.equal(words(sequences), 'Runs “B”, 2 of 4.');
        await end('run-1', failed);
        await answer(says);
        assert.equal(words(sequences), `Stopped at “B”. ${aFailed}`);
        assert.deepEqual(started, ['A']);
        questions.clear();
        await sequences.step(page(), 'resume');
        await settle();
        assert.deepEqual(started, ['A', 'B']);
      });

    it('runs it where a person has run the other again', async () => {
      await atB();
      await end('run-1', failed);
      run(runbook.blocks[0]!);
      await answer('approved');
      assert.deepEqual(started, ['A', 'A', 'B']);
    });

    it('says what the person was told of where nothing failed', async () => {
      const sequences = await atB();
      await answer('declined');
      assert.equal(words(sequences), 'Stopped at “B”. It was not approved.');
    });
  });

  describe('that a person runs again meanwhile', () => {
    it('says nothing of its failure where that run went well', async () => {
      const sequences = await atB();
      await end('run-1', failed);
      const again = run(runbook.blocks[0]!);
      await end(again.runId, ok);
      await end('run-2', ok);
      assert.equal(words(sequences), 'Runs “C”, 3 of 4.');
    });

    it('says so where that run fails later on', async () => {
      const sequences = await atB();
      await end('run-1', failed);
      const again = run(runbook.blocks[0]!);
      await end('run-2', ok);
      assert.equal(words(sequences), 'Runs “C”, 3 of 4.');
      await end(again.runId, failed);
      await end('run-4', ok);
      assert.equal(words(sequences), `Stopped at “D”. ${aFailed}`);
      assert.deepEqual(started, ['A', 'B', 'A', 'C']);
    });
  });

  describe('that runs already', () => {
    it('is gone past where it would be started with the same', async () => {
      run(runbook.blocks[0]!);
      await begin(newWindow());
      assert.deepEqual(started, ['A', 'B']);
    });

    it('is stopped at where it would be started with something else, until a person has stopped it', async () => {
      run(runbook.blocks[0]!);
      startedWith = 'prod';
      const sequences = newWindow();
      await begin(sequences);
      assert.equal(words(sequences), 'Stopped at “A”. It runs with other values.');
      assert.deepEqual(started, ['A']);
      await end('run-1', { type: 'cancelled' });
      await sequences.step(page(), 'resume');
      await settle();
      assert.deepEqual(started, ['A', 'A']);
    });

    it('is so too where a sequence goes on after a reload of the window', async () => {
      await begin(newWindow());
      startedWith = 'prod';
      const sequences = newWindow();
      await sequences.step(page(), 'resume');
      await settle();
      assert.equal(words(sequences), 'Stopped at “A”. It runs with other values.');
      assert.deepEqual(started, ['A']);
    });

    for (const then of ['ends', 'is stopped'] as const)
      it(`is begun where it ${then} while that is looked at`, async () => {
        const first = run(runbook.blocks[0]!);
        let look: () => void = () => {};
        questions.set('other', new Promise(resolve => (look = () => resolve('approved'))));
        await begin(newWindow());
        if (then === 'ends') await end(first.runId, failed);
        else running.get(first.runId)!.stopping = true;
        look();
        await settle();
        if (then === 'is stopped') await end(first.runId, { type: 'cancelled' });
        assert.deepEqual(started, ['A', 'A']);
      });

    it('is left alone where the sequence is stopped while that is looked at', async () => {
      run(runbook.blocks[0]!);
      let look: () => void = () => {};
      questions.set('other', new Promise(resolve => (look = () => resolve('approved'))));
      const sequences = newWindow();
      await begin(sequences);
      await sequences.step(page(), 'stop');
      look();
      await settle();
      assert.equal(words(sequences), 'Stopped at “A”. You stopped it.');
      assert.deepEqual([started, stopped], [['A'], []]);
    });
  });

  it('begins again, once it has ended, where a person stopped it after a reload and goes on', async () => {
    await begin(newWindow());
    const sequences = newWindow();
    assert.match(words(sequences) ?? '', /^Stopped at “A”\. The window was reloaded/);
    running.get('run-1')!.stopping = true;
    await sequences.step(page(), 'resume');
    await settle();
    assert.deepEqual(started, ['A']);
    assert.equal(words(sequences), 'Waits for the end of “A”, then runs “A”.');
    await end('run-1', { type: 'cancelled' });
    assert.deepEqual(started, ['A', 'A']);
    assert.equal(words(sequences), 'Runs “A”, 1 of 4.');
  });

  it('is not waited for once it was skipped, nor said to be', async () => {
    const sequences = newWindow();
    await begin(sequences);
    await sequences.step(page(), 'stop');
    assert.deepEqual(stopped, ['run-1']);
    questions.set('B', new Promise(() => {}));
    await sequences.step(page(), 'skip');
    await clock.advance(500);
    await settle();
    assert.equal(words(sequences), 'Runs “B”, 2 of 4.');
  });
});
