import assert from 'node:assert/strict';
import type { Memento } from 'vscode';
import { Emitter } from '../../../../src/core/events.ts';
import type { Outcome, RunRecord } from '../../../../src/core/execution/outcome.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type { Runbook } from '../../../../src/core/runbooks/runbook.ts';
import type { ErrorBoundary } from '../../../../src/ui/errorBoundary.ts';
import type { BlockRunEnd, BlockRuns, RunUnderWay } from '../../../../src/ui/runbooks/blockRuns.ts';
import type { BlockStart, WantedBlock } from '../../../../src/ui/runbooks/blockStart.ts';
import type * as Pages from '../../../../src/ui/runbooks/runbookPage.ts';
import type * as All from '../../../../src/ui/runbooks/sequences.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof All & typeof Pages & StandIn;

/** The attributes are those of the first of its two blocks. */
const read = (attributes: string) =>
  parseRunbook(
    `# R\n\n## One\n\n\`\`\`bash ${attributes}\necho 1\n\`\`\`\n\n## Two\n\n\`\`\`bash\necho 2\n\`\`\`\n`,
    {
      fileName: 'r.md',
      clock: new FakeClock(),
    },
  );
const use = { incident: null, runbook: 'r.md', cwd: '/' };
const failed: Outcome = { type: 'failed', exitCode: 7 };

describe('A sequence of blocks', () => {
  let parts: Parts;
  let clock: FakeClock;
  let runbook: Runbook;
  let kept: Record<string, unknown>;
  let started: string[];
  let stopped: string[];
  let failures: unknown[];
  /** The lists that were shown, and what a person says to them. */
  let lists: string[];
  let says: 'yes' | 'no';
  let finish: (outcome: Outcome) => Promise<void>;
  /** What a window that was reloaded left behind, by its id. */
  let left: Map<string, RunUnderWay>;
  /** What runs in the background, by its block. */
  let background: Map<string, RunUnderWay>;
  let ended: Emitter<BlockRunEnd>;

  before(async () => {
    parts = await withStandIn('ui/runbooks/sequences.ts', 'ui/runbooks/runbookPage.ts');
  });

  beforeEach(() => {
    [clock, runbook, kept, ended] = [new FakeClock(), read(''), {}, new Emitter()];
    [started, stopped, failures, lists, says, left] = [[], [], [], [], 'yes', new Map()];
    background = new Map();
    Object.assign(parts.window, {
      showWarningMessage: (_question: string, { detail }: { detail: string }, yes: string) => {
        lists.push(detail);
        return Promise.resolve(says === 'yes' ? yes : undefined);
      },
    });
  });

  const page = () => ({ use, runbook, load: () => Promise.resolve(runbook) }) as unknown as Pages.RunbookPage;
  const record = (runId: string, outcome: Outcome) => ({ runId, outcome, expectation: null }) as RunRecord;

  /** A window: another one over the same memento is what stands after a reload. */
  function newWindow(): All.Sequences {
    const starts = {
      start: (_page: unknown, { blockId }: WantedBlock) => {
        const block = runbook.blocks.find(({ id }) => id === blockId)!;
        started.push(block.step);
        const runId = `run-${started.length}`;
        const { background: inBackground } = block.attributes;
        const end = new Promise<RunRecord>(resolve => {
          finish = outcome => {
            const it = { ...record(runId, outcome), blockId };
            left.delete(runId);
            ended.fire({ use, record: it, background: inBackground });
            resolve(it);
            return settle();
          };
        });
        left.set(runId, {
          runId,
          background: inBackground,
          stopping: false,
          startedWith: { whole: '', kept: '' },
          ended: end,
        });
        return Promise.resolve({ runId, ended: end });
      },
      refuseOther: () => Promise.resolve(),
    };
    return new parts.Sequences({
      starts: starts as unknown as BlockStart,
      runs: {
        onDidEnd: ended.event,
        stop: (id: string) => void stopped.push(id),
        underWay: (id: string) =>
          left.get(id) ?? [...background.values()].find(({ runId }) => runId === id) ?? null,
        inBackground: (_: unknown, blockId: string) => background.get(blockId) ?? null,
      } as unknown as BlockRuns,
      risks: blocks => Promise.resolve(blocks.map(() => 'read-only' as const)),
      state: {
        get: (key: string) => kept[key],
        update: (key: string, value: unknown) => Promise.resolve(void (kept[key] = value)),
      } as unknown as Memento,
      clock,
      boundary: {
        watch: (_what: string, work: Promise<unknown>) => void work.catch(error => failures.push(error)),
      } as unknown as ErrorBoundary,
    });
  }

  async function begin(
    sequences: All.Sequences,
    from = 0,
    extent: 'rest' | 'section' | 'all' = 'all',
  ): Promise<void> {
    await sequences.begin(page(), runbook.blocks[from]!.id, extent, parts.blocksHash(runbook));
    await settle();
  }

  afterEach(() => assert.deepEqual(failures, []));

  it('is shown as a list before it runs another block than the one that was pressed, be it the only one', async () => {
    runbook = read('{"excludeFromRunAll":"true"}');
    says = 'no';
    await assert.rejects(begin(newWindow(), 0, 'rest'), { name: 'NotPossibleError' });
    assert.deepEqual([lists, started], [['1. Two — read-only'], []]);
    says = 'yes';
    await begin(newWindow(), 0, 'rest');
    assert.deepEqual([lists.length, started], [2, ['Two']]);
  });

  it('is no list where the block that was pressed is all of it', async () => {
    await begin(newWindow(), 1, 'rest');
    assert.deepEqual([lists, started], [[], ['Two']]);
  });

  it('is gone, also after a reload, and another can be begun', async () => {
    const sequences = newWindow();
    let told = 0;
    await begin(sequences);
    await finish(failed);
    assert.equal(sequences.view(use)?.state, 'stopped');
    sequences.onDidChange(() => told++);
    await sequences.step(page(), 'close');
    assert.equal(sequences.view(use), null);
    assert.equal(told, 1);
    assert.equal(newWindow().view(use), null);
    await sequences.step(page(), 'close');
    await begin(sequences);
    assert.equal(sequences.view(use)?.state, 'running');
    assert.deepEqual(started, ['One', 'One']);
  });

  it('is gone once it is done', async () => {
    const sequences = newWindow();
    await begin(sequences);
    await finish({ type: 'ok', exitCode: 0 });
    await finish({ type: 'ok', exitCode: 0 });
    assert.equal(sequences.view(use)?.state, 'done');
    await sequences.step(page(), 'close');
    assert.equal(sequences.view(use), null);
  });

  it('stays while one of its blocks runs', async () => {
    const sequences = newWindow();
    await begin(sequences);
    await assert.rejects(sequences.step(page(), 'close'), { name: 'NotPossibleError' });
    assert.equal(sequences.view(use)?.state, 'running');
  });

  it('leaves the block alone that ran when the window was reloaded', async () => {
    await begin(newWindow());
    const reloaded = newWindow();
    assert.equal(reloaded.view(use)?.state, 'stopped');
    await reloaded.step(page(), 'close');
    ended.fire({ use, record: record('run-1', failed), background: false });
    assert.equal(reloaded.view(use), null);
    assert.deepEqual(stopped, []);
  });

  it('does not come back with the end of the block that it was stopped at', async () => {
    const sequences = newWindow();
    await begin(sequences);
    await sequences.step(page(), 'stop');
    await sequences.step(page(), 'close');
    await assert.rejects(begin(sequences), /has not ended yet/);
    await finish({ type: 'cancelled' });
    assert.equal(sequences.view(use), null);
    await begin(sequences);
    assert.deepEqual([started, stopped], [['One', 'One'], ['run-1']]);
  });

  it('offers to go on only where it does: a block that waits behind one in the background', async () => {
    runbook = parseRunbook(
      '# R\n\n## One\n\n```bash {background=true}\necho 1\n```\n\n## Two\n\n```bash {manual=true}\necho 2\n```\n',
      { fileName: 'r.md', clock },
    );
    const sequences = newWindow();
    const shown: unknown[] = [];
    const pressed: Promise<void>[] = [];
    sequences.onDidChange(() => {
      const state = sequences.view(use)?.state;
      shown.push(state);
      // A quick hand, as soon as the window has drawn the button.
      if (state === 'waiting') pressed.push(settle().then(() => sequences.step(page(), 'resume')));
    });
    await begin(sequences);
    await clock.advance(500);
    await settle();
    await Promise.all(pressed);
    assert.deepEqual(started, ['One', 'Two']);
    assert.ok(shown.includes('waiting'), shown.join());
  });

  it('says before the next block that one in the background failed while it waited for a person, once', async () => {
    runbook = parseRunbook(
      '# R\n\n## One\n\n```bash {background=true}\necho 1\n```\n\n## Two\n\n```bash {manual=true}\necho 2\n```\n',
      { fileName: 'r.md', clock },
    );
    const sequences = newWindow();
    await begin(sequences);
    await clock.advance(500);
    await settle();
    assert.equal(sequences.view(use)?.state, 'waiting');
    await finish(failed);
    await sequences.step(page(), 'resume');
    await settle();
    assert.equal(
      sequences.view(use)?.words,
      'Stopped at “Two”. “One”, in the background: It failed with exit code 7.',
    );
    assert.deepEqual(started, ['One']);
    await sequences.step(page(), 'resume');
    await settle();
    assert.deepEqual(started, ['One', 'Two']);
  });

  it('stops at a block in the background that fails at its start, be it the last', async () => {
    runbook = read('{background=true}');
    const sequences = newWindow();
    await begin(sequences);
    await finish(failed);
    assert.equal(sequences.view(use)?.words, 'Stopped at “One”. It failed with exit code 7.');
    await sequences.step(page(), 'resume');
    await settle();
    assert.deepEqual(started, ['One', 'One']);
  });

  it('goes on, once the block has ended that it was stopped at, as it was told before', async () => {
    for (const [step, wanted] of [
      ['resume', 'One'],
      ['skip', 'Two'],
    ] as const) {
      started = [];
      const sequences = newWindow();
      await begin(sequences);
      await sequences.step(page(), 'stop');
      await sequences.step(page(), step);
      await settle();
      assert.deepEqual(started, ['One'], 'it is still ending');
      assert.equal(sequences.view(use)?.words, `Waits for the end of “One”, then runs “${wanted}”.`);
      await finish({ type: 'cancelled' });
      await settle();
      assert.deepEqual(started, ['One', wanted]);
      assert.equal(sequences.view(use)?.state, 'running');
      kept = {};
    }
  });

  describe('whose block still runs after a reload of the window', () => {
    let endLeft: (outcome: Outcome) => Promise<void>;

    /** A sequence at its first block, whose run the new window follows. */
    async function reloaded(inBackground = false): Promise<All.Sequences> {
      background.clear();
      await begin(newWindow());
      const end = new Promise<RunRecord>(resolve => {
        endLeft = outcome => {
          left.delete('run-1');
          ended.fire({ use, record: record('run-1', outcome), background: inBackground });
          resolve(record('run-1', outcome));
          return settle();
        };
      });
      left.set('run-1', {
        runId: 'run-1',
        background: inBackground,
        stopping: false,
        startedWith: { whole: '', kept: '' },
        ended: end,
      });
      if (inBackground) background.set(runbook.blocks[0]!.id, left.get('run-1')!);
      const sequences = newWindow();
      assert.match(sequences.view(use)!.words, /Stopped at “One”\. The window was reloaded/);
      return sequences;
    }

    it('goes on behind it once it has ended well, and does not run it twice', async () => {
      const sequences = await reloaded();
      await sequences.step(page(), 'resume');
      await settle();
      assert.deepEqual(started, ['One']);
      assert.equal(sequences.view(use)?.words, 'Runs “One”, 1 of 2.');
      await endLeft({ type: 'ok', exitCode: 0 });
      assert.deepEqual(started, ['One', 'Two']);
      assert.equal(sequences.view(use)?.words, 'Runs “Two”, 2 of 2.');
    });

    it('stops at it where it fails, as ever', async () => {
      const sequences = await reloaded();
      await sequences.step(page(), 'resume');
      await endLeft(failed);
      assert.equal(sequences.view(use)?.words, 'Stopped at “One”. It failed with exit code 7.');
      assert.deepEqual(started, ['One']);
      await sequences.step(page(), 'resume');
      await settle();
      assert.deepEqual(started, ['One', 'One']);
    });

    it('skips it once it has ended, however', async () => {
      const sequences = await reloaded();
      await sequences.step(page(), 'skip');
      await settle();
      assert.deepEqual(started, ['One']);
      assert.equal(sequences.view(use)?.words, 'Waits for the end of “One”, then runs “Two”.');
      const words: (string | undefined)[] = [];
      sequences.onDidChange(() => words.push(sequences.view(use)?.words));
      await endLeft(failed);
      assert.deepEqual(started, ['One', 'Two']);
      // Said before Two begins: it may ask a person first.
      assert.deepEqual(
        words,
        Array.from({ length: 2 }, () => 'Runs “Two”, 2 of 2.'),
      );
    });

    it('stops it with the sequence that waits for its end', async () => {
      const sequences = await reloaded();
      await sequences.step(page(), 'skip');
      await sequences.step(page(), 'stop');
      assert.deepEqual(stopped, ['run-1']);
      await endLeft({ type: 'cancelled' });
      assert.equal(sequences.view(use)?.words, 'Stopped at “Two”. You stopped it.');
      assert.deepEqual(started, ['One']);
    });

    it('says before the next block that one in the background failed, whenever that was', async () => {
      for (const when of ['before', 'after'] as const) {
        [started, kept] = [[], {}];
        runbook = read('{background=true}');
        const first = newWindow();
        await begin(first);
        await clock.advance(500);
        assert.deepEqual(started, ['One', 'Two']);
        const { id } = runbook.blocks[0]!;
        let end: (ended: RunRecord) => void = () => {};
        const over = new Promise<RunRecord>(resolve => (end = resolve));
        background.set(id, {
          runId: 'run-1',
          background: true,
          stopping: false,
          startedWith: { whole: '', kept: '' },
          ended: over,
        });
        left.clear();
        const sequences = newWindow();
        const fail = async () => {
          background.delete(id);
          const it = { ...record('run-1', failed), blockId: id };
          ended.fire({ use, record: it, background: true });
          end(it);
          await settle();
        };
        if (when === 'before') await fail();
        await sequences.step(page(), 'resume');
        await settle();
        if (when === 'after') {
          await finish(failed);
          await fail();
          await sequences.step(page(), 'resume');
          await settle();
        }
        const words = 'Stopped at “Two”. “One”, in the background: It failed with exit code 7.';
        assert.equal(sequences.view(use)?.words, words, when);
      }
    });

    it('waits for its end, and stops it, however many steps further on', async () => {
      for (const steps of [['resume'], ['skip'], ['stop', 'resume']] as const) {
        [started, kept, stopped] = [[], {}, []];
        runbook = parseRunbook(
          ['One', 'Two {manual=true}', 'Three']
            .map(
              (name, at) =>
                `## ${name.split(' ')[0]}\n\n\`\`\`bash ${name.split(' ')[1] ?? ''}\necho ${at}\n\`\`\`\n`,
            )
            .join('\n'),
          { fileName: 'r.md', clock },
        );
        const sequences = await reloaded();
        await sequences.step(page(), 'skip');
        assert.equal(sequences.view(use)?.words, 'Waits for you before “Two”.');
        for (const step of steps) await sequences.step(page(), step);
        await settle();
        const next = steps[0] === 'skip' ? 'Three' : 'Two';
        const awaited = `Waits for the end of “One”, then runs “${next}”.`;
        assert.equal(sequences.view(use)?.words, awaited, steps.join());
        stopped = [];
        await sequences.step(page(), 'stop');
        assert.deepEqual(stopped, ['run-1'], steps.join());
        await endLeft({ type: 'cancelled' });
        assert.deepEqual(started, ['One']);
        await sequences.step(page(), 'resume');
        await settle();
        assert.match(sequences.view(use)?.words ?? '', new RegExp(`^Runs “${next}”`));
      }
    });

    it('stops it with the sequence that goes on with it', async () => {
      const sequences = await reloaded();
      await sequences.step(page(), 'resume');
      await sequences.step(page(), 'stop');
      assert.deepEqual(stopped, ['run-1']);
      await endLeft({ type: 'ok', exitCode: 0 });
      assert.equal(sequences.view(use)?.words, 'Stopped at “One”. You stopped it.');
      assert.deepEqual(started, ['One']);
    });

    it('stands the same after one more reload', async () => {
      await (await reloaded()).step(page(), 'resume');
      const again = newWindow();
      assert.match(again.view(use)!.words, /Stopped at “One”\. The window was reloaded/);
      await again.step(page(), 'resume');
      await endLeft({ type: 'ok', exitCode: 0 });
      assert.equal(again.view(use)?.words, 'Runs “Two”, 2 of 2.');
    });

    it('waits for none in the background, which is behind it', async () => {
      for (const step of ['resume', 'skip'] as const) {
        [started, kept] = [[], {}];
        runbook = read('{background=true}');
        const sequences = await reloaded(true);
        await sequences.step(page(), step);
        await settle();
        assert.deepEqual(started, ['One', 'Two']);
      }
    });
  });

  it('is not overwritten while it waits for a person, be it by a single block', async () => {
    runbook = parseRunbook(
      '# R\n\n## One\n\n```bash\necho 1\n```\n\n## Two\n\n```bash {manual=true}\necho 2\n```\n',
      { fileName: 'r.md', clock },
    );
    const sequences = newWindow();
    await begin(sequences);
    await finish({ type: 'ok', exitCode: 0 });
    const waits = sequences.view(use);
    assert.equal(waits?.words, 'Waits for you before “Two”.');
    lists = [];
    for (const [from, extent] of [
      [0, 'all'],
      [1, 'rest'],
    ] as const)
      await assert.rejects(begin(sequences, from, extent), /waits for you/);
    assert.deepEqual([lists, sequences.view(use)], [[], waits]);
    await sequences.step(page(), 'stop');
    await begin(sequences, 1, 'section');
    assert.deepEqual(started, ['One']);
    assert.deepEqual(sequences.view(use)?.state, 'waiting');
  });

  it('says of the block that was stopped that it is still ending, and not that a sequence runs', async () => {
    const sequences = newWindow();
    await begin(sequences);
    await assert.rejects(begin(sequences), /running already/);
    await sequences.step(page(), 'stop');
    await assert.rejects(begin(sequences), /that was stopped has not ended yet/);
    await finish({ type: 'cancelled' });
    await begin(sequences);
    assert.deepEqual(started, ['One', 'One']);
  });

  it('goes past a block that runs in the background already, and tells of its failure', async () => {
    runbook = read('{background=true}');
    let end: (ended: RunRecord) => void = () => {};
    const over = new Promise<RunRecord>(resolve => (end = resolve));
    background.set(runbook.blocks[0]!.id, {
      runId: 'run-0',
      background: true,
      stopping: false,
      startedWith: { whole: '', kept: '' },
      ended: over,
    });
    const sequences = newWindow();
    await begin(sequences);
    assert.deepEqual(started, ['Two']);
    background.clear();
    const it = { ...record('run-0', failed), blockId: runbook.blocks[0]!.id };
    ended.fire({ use, record: it, background: true });
    end(it);
    await finish(failed);
    await sequences.step(page(), 'resume');
    await settle();
    assert.match(sequences.view(use)!.words, /“One”, in the background: It failed with exit code 7\./);
  });

  it('does not go past one that is just being stopped: it waits for its end, and runs it', async () => {
    runbook = read('{background=true}');
    let end: (ended: RunRecord) => void = () => {};
    const over = new Promise<RunRecord>(resolve => (end = resolve));
    const { id } = runbook.blocks[0]!;
    background.set(id, {
      runId: 'run-0',
      background: true,
      stopping: true,
      startedWith: { whole: '', kept: '' },
      ended: over,
    });
    const sequences = newWindow();
    await begin(sequences);
    assert.deepEqual(started, []);
    background.delete(id);
    end(record('run-0', { type: 'cancelled' }));
    await settle();
    assert.deepEqual(started, ['One']);
  });

  it('says of each block in the background that it failed, and of none that a person has run again', async () => {
    runbook = parseRunbook(
      '# R\n\n## One\n\n```bash {background=true}\necho 1\n```\n\n## Two\n\n```bash {background=true}\necho 2\n```\n\n## Three\n\n```bash {manual=true}\necho 3\n```\n',
      { fileName: 'r.md', clock },
    );
    for (const again of [false, true]) {
      [started, kept] = [[], {}];
      const sequences = newWindow();
      await begin(sequences);
      const finishOne = finish;
      await clock.advance(500);
      await settle();
      const finishTwo = finish;
      await clock.advance(500);
      await settle();
      assert.equal(sequences.view(use)?.state, 'waiting');
      await finishOne(failed);
      await finishTwo({ type: 'failed', exitCode: 8 });
      const { id } = runbook.blocks[0]!;
      const runsNow = {
        runId: 'run-9',
        background: true,
        stopping: false,
        startedWith: { whole: '', kept: '' },
        ended: new Promise<never>(() => {}),
      };
      if (again) background.set(id, runsNow);
      await sequences.step(page(), 'resume');
      await settle();
      const two = '“Two”, in the background: It failed with exit code 8.';
      const one = '“One”, in the background: It failed with exit code 7.';
      assert.equal(sequences.view(use)?.words, `Stopped at “Three”. ${again ? two : `${one} ${two}`}`);
    }
  });

  it('starts nothing more behind a block in the background', async () => {
    runbook = read('{background=true}');
    const sequences = newWindow();
    await begin(sequences);
    await sequences.step(page(), 'stop');
    await sequences.step(page(), 'close');
    await clock.advance(500);
    assert.deepEqual(started, ['One']);
    await begin(sequences);
    assert.deepEqual(started, ['One', 'One'], 'the first is not driven any more');
  });
});
