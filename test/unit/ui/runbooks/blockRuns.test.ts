import assert from 'node:assert/strict';
import { Emitter } from '../../../../src/core/events.ts';
import type { RunRecord } from '../../../../src/core/execution/outcome.ts';
import type { RunRequest } from '../../../../src/core/execution/runRequest.ts';
import type { Snapshot } from '../../../../src/core/execution/snapshot.ts';
import type { Incident } from '../../../../src/core/incidents/incident.ts';
import { parseRunbook } from '../../../../src/core/runbooks/parseRunbook.ts';
import type * as Runs from '../../../../src/ui/runbooks/blockRuns.ts';
import type * as Of from '../../../../src/ui/runbooks/runOfBlock.ts';
import type * as States from '../../../../src/ui/runbooks/carriedStates.ts';
import type * as History from '../../../../src/ui/runbooks/runHistory.ts';
import type { RunbookUse } from '../../../../src/ui/runbooks/runbookUse.ts';
import type { LiveState } from '../../../../src/ui/terminals/run.ts';
import { FakeClock, settle } from '../../fakeClock.ts';
import { withStandIn, type StandIn } from '../standIn.ts';

type Parts = typeof Runs & typeof States & typeof History & StandIn;

const use = { incident: null, runbook: 'r.md', cwd: '/work' };
const [block, other] = parseRunbook('# R\n\n```bash\nls\n```\n\n```bash\npwd\n```\n', {
  fileName: 'r.md',
  clock: new FakeClock(),
}).blocks;

const given = {
  ...{ cwd: '/work', environment: {}, unset: [], program: 'bash' },
  ...{ target: null, helpsWithin: null, startedWith: { whole: 'it', kept: 'its' }, secretNames: [] },
};

const learn = () => {};
const redact = (text: string) => text;

describe('A block that exports a secret', () => {
  for (const background of [false, true])
    it(`has it masked in what it printed${background ? ', also in the background' : ''}`, async () => {
      const parts: Parts = await withStandIn(
        'ui/runbooks/blockRuns.ts',
        'ui/runbooks/carriedStates.ts',
        'ui/runbooks/runHistory.ts',
      );
      const secrets: string[] = [];
      const recorded: string[] = [];
      const after = { cwd: '/work', variables: new Map([['TOKEN', 'of-the-vault']]) };
      const outcome = { type: 'ok', exitCode: 0 };
      const runs = new parts.BlockRuns({
        runner: {
          run: (request: RunRequest) => ({
            ...{ runId: request.runId, request, output: null, onDidChange: new Emitter<LiveState>().event },
            finished: Promise.resolve({ ...request, outcome, outputTail: 'TOKEN is of-the-vault' }),
            handedOn: () => ({ before: null, after }),
            release: async () => {},
          }),
        },
        record: async (_: unknown, { outputTail }: RunRecord) => void recorded.push(outputTail),
        carried: { ended: () => (assert.deepEqual(secrets, ['of-the-vault']), null) },
        learn: (_: unknown, exported: ReadonlyMap<string, string>) => secrets.push(...exported.values()),
        redact: (text: string) => secrets.reduce((shown, secret) => shown.replaceAll(secret, '•••'), text),
        history: new parts.RunHistory({ entries: async () => [], isOutputKept: () => false }),
        outputs: {},
        author: () => 'Ada',
        boundary: {
          watch: (_: string, work: Promise<unknown>) => work,
          insist: (_: string, work: () => Promise<unknown>) => work(),
        },
      } as unknown as ConstructorParameters<Parts['BlockRuns']>[0]);
      const incident = { key: 'a:1', number: 1, service: null, title: 'x' } as unknown as Incident;
      const its = { ...block!, attributes: { ...block!.attributes, background } };
      const { ended } = runs.start({ ...use, incident }, its, { ...given, remark: null });
      assert.equal((await ended).outputTail, 'TOKEN is •••');
      assert.deepEqual(recorded, ['TOKEN is •••']);
    });
});

describe('A block whose place from the blocks before it is gone', () => {
  let parts: Parts;
  let states: States.CarriedStates;

  before(async () => {
    parts = await withStandIn(
      'ui/runbooks/blockRuns.ts',
      'ui/runbooks/carriedStates.ts',
      'ui/runbooks/runHistory.ts',
    );
  });

  beforeEach(() => {
    const kept = new Map<string, unknown>();
    states = new parts.CarriedStates({
      store: {
        get: <T>(key: string) => kept.get(key) as T | undefined,
        update: async (key: string, value: unknown) => void kept.set(key, value),
      },
      redact: text => text.replaceAll('hunter22', '•••'),
      isSecret: () => false,
    });
    const [before, after] = [new Map(), new Map([['A', '1']])];
    states.ended(use, 'Go', { cwd: '/work', variables: before }, { cwd: '/tmp/hunter22', variables: after });
  });

  it('leaves the place and nothing else, in words without secrets', () => {
    assert.match(states.leave(use, '/work'), /started in \/work, .* not exist any more: \/tmp\/•••\.$/);
    assert.deepEqual([states.of(use).cwd, states.of(use).environment()], [null, { A: '1' }]);
  });

  it('says so from its start on, beside what else there is to say, and after its end', async () => {
    const live = new Emitter<LiveState>();
    let finish: (record: RunRecord) => void = () => {};
    const finished = new Promise<RunRecord>(resolve => (finish = resolve));
    let runId = '';
    const snapshot = (value: string) => ({ cwd: '/work', variables: new Map([['LARGE', value]]) });
    const history = new parts.RunHistory({ entries: async () => [], isOutputKept: () => false });
    const runs = new parts.BlockRuns({
      runner: {
        run: (request: { readonly runId: string }) => {
          ({ runId } = request);
          const handedOn = () => ({ before: snapshot(''), after: snapshot('x'.repeat(200_000)) });
          const release = async () => {};
          return { runId, request, onDidChange: live.event, finished, handedOn, output: null, release };
        },
      },
      record: async () => {},
      ...{ carried: states, history, outputs: {}, learn, redact },
      author: () => 'Ada',
      boundary: { watch: (_: string, work: Promise<unknown>) => work },
    } as unknown as ConstructorParameters<Parts['BlockRuns']>[0]);
    const remark = () => runs.latest(use, block!.id)?.remark;
    const given = {
      cwd: '/work',
      environment: {},
      unset: [],
      program: 'bash',
      startedWith: { whole: 'it', kept: 'its' },
      secretNames: [],
    };
    runs.start(use, block!, { ...given, target: null, helpsWithin: null, remark: 'It started in /work.' });
    assert.equal(remark(), 'It started in /work.');
    const state: LiveState = {
      ...{ state: 'running', startedAt: 0, outputTail: '', outputCut: false, remark: null },
    };
    live.fire(state);
    assert.equal(remark(), 'It started in /work.');
    live.fire({ ...state, remark: 'Stopping…' });
    assert.equal(remark(), 'Stopping…');
    const outcome = { type: 'ok', exitCode: 0 };
    finish({ runId, blockId: block!.id, outcome, expectation: null } as unknown as RunRecord);
    await settle();
    assert.match(remark() ?? '', /^It started in \/work\. Not handed on .*: LARGE\.$/);
  });
});

describe('A run whose output is still being kept', function () {
  this.timeout(30_000);
  let parts: Parts;
  let runs: Runs.BlockRuns;
  let runId: string;
  let stops: number;
  let finish: (record: RunRecord) => void;
  let kept: () => void;
  let contexts: unknown[];

  before(async () => {
    parts = await withStandIn('ui/runbooks/blockRuns.ts', 'ui/runbooks/runHistory.ts');
  });

  beforeEach(() => {
    [stops, contexts] = [0, []];
    Object.assign(parts.commands, {
      executeCommand: (_: string, name: string, value: unknown) => {
        contexts.push([name, value]);
        return Promise.resolve();
      },
    });
    const live = new Emitter<LiveState>();
    const finished = new Promise<RunRecord>(resolve => (finish = resolve));
    runs = new parts.BlockRuns({
      runner: {
        run: (request: { readonly runId: string }) => ({
          ...{ runId: request.runId, request, onDidChange: live.event, finished, output: '/run/output.txt' },
          handedOn: () => ({ before: null, after: null }),
          release: async () => {},
          stop: () => void stops++,
          show: () => true,
        }),
      },
      record: async () => {},
      ...{ carried: { ended: () => null }, learn, redact },
      history: new parts.RunHistory({ entries: async () => [], isOutputKept: () => true }),
      outputs: { keep: () => new Promise<void>(resolve => (kept = resolve)) },
      author: () => 'Ada',
      boundary: { watch: (_: string, work: Promise<unknown>) => work },
    } as unknown as ConstructorParameters<Parts['BlockRuns']>[0]);
    const given = {
      cwd: '/work',
      environment: {},
      unset: [],
      program: 'bash',
      startedWith: { whole: 'it', kept: 'its' },
      secretNames: [],
    };
    ({ runId } = runs.start(use, block!, { ...given, target: null, helpsWithin: null, remark: null }));
  });

  async function end(): Promise<void> {
    const outcome = { type: 'ok', exitCode: 0 };
    finish({ runId, blockId: block!.id, outcome, expectation: null } as unknown as RunRecord);
    await settle();
  }

  it('takes the Stop that is shown beside it', async () => {
    await end();
    assert.equal(runs.latest(use, block!.id)?.state, 'running');
    runs.stop(runId);
    runs.showTerminal(runId);
    assert.equal(stops, 1);
    kept();
    await settle();
    assert.equal(runs.latest(use, block!.id)?.state, 'ok');
    assert.throws(() => runs.stop(runId), /not running any more/);
  });

  it('tells who waits for it when its end is shown, and is known until then', async () => {
    const run = runs.underWay(runId)!;
    assert.equal(run.background, false);
    await end();
    assert.ok(runs.underWay(runId));
    kept();
    assert.equal((await run.ended).runId, runId);
    assert.equal(runs.latest(use, block!.id)?.state, 'ok');
    assert.equal(runs.underWay(runId), null);
  });

  it('counts as running until its end is shown', async () => {
    await end();
    assert.deepEqual(contexts.at(-1), ['onCall.blockRunning', true]);
    const shown: unknown[] = [];
    runs.onDidEnd(() => shown.push([runs.latest(use, block!.id)?.state, contexts.at(-1)]));
    kept();
    await settle();
    assert.deepEqual(shown, [['ok', ['onCall.blockRunning', false]]]);
  });
});

describe('The terminal of a run', function () {
  this.timeout(30_000);
  let parts: Parts & typeof Of;
  let runs: Runs.BlockRuns;
  let closed: Emitter<object>;
  /** By the code of its block. */
  let terminals: Map<string, { open: boolean; shown: number }>;
  let finish: Map<string, () => void>;
  let offered: boolean[];
  /** What a window that was reloaded left behind. */
  let adopts: RunRequest[];
  /** What was called a secret, and what ended blocks left, in this order. */
  let told: unknown[];
  let after: Snapshot | null;

  before(async () => {
    parts = await withStandIn(
      'ui/runbooks/blockRuns.ts',
      'ui/runbooks/runHistory.ts',
      'ui/runbooks/runOfBlock.ts',
    );
  });

  beforeEach(() => {
    [closed, terminals, finish, offered, adopts] = [new Emitter(), new Map(), new Map(), [], []];
    [told, after] = [[], null];
    Object.assign(parts.window, { onDidCloseTerminal: closed.event });
    const history = new parts.RunHistory({ entries: async () => [], isOutputKept: () => false });
    const run = (request: { readonly runId: string; readonly blockId: string; readonly code: string }) => {
      const terminal = { open: true, shown: 0 };
      terminals.set(request.code, terminal);
      const outcome = { type: 'ok', exitCode: 0 };
      const record = { ...request, outcome, expectation: null, startedAt: '2026-01-15T03:04:05Z' };
      const finished = new Promise(resolve => finish.set(request.code, () => resolve(record)));
      return {
        ...{ runId: request.runId, request, finished, output: null, release: async () => {} },
        onDidChange: new Emitter<LiveState>().event,
        handedOn: () => ({ before: null, after }),
        get terminalOpen() {
          return terminal.open;
        },
        show: () => terminal.open && ++terminal.shown > 0,
        stop: () => {},
      };
    };
    runs = new parts.BlockRuns({
      ...{
        runner: { run, refuse: () => {}, adopt: () => adopts.map(run) },
        record: async () => {},
        history,
        outputs: {},
      },
      ...{ carried: { ended: () => null }, redact },
      callSecret: (of: RunbookUse, names: readonly string[]) => told.push([of, ...names]),
      learn: (of: RunbookUse, exported: ReadonlyMap<string, string>) => told.push([of, ...exported.keys()]),
      author: () => 'Ada',
      boundary: { watch: (_: string, work: Promise<unknown>) => work },
    } as unknown as ConstructorParameters<Parts['BlockRuns']>[0]);
    runs.onDidChange(({ blockId, run }) => {
      if (blockId === block!.id) offered.push(run.terminalOpen);
    });
  });

  async function toItsEnd(of = block!): Promise<string> {
    const { runId, ended } = runs.start(use, of, { ...given, remark: null });
    finish.get(of.code)!();
    await ended;
    return runId;
  }

  it('is shown while it runs and after its end, as long as it is open', async () => {
    const { runId, ended } = runs.start(use, block!, { ...given, remark: null });
    runs.showTerminal(runId);
    finish.get(block!.code)!();
    await ended;
    runs.showTerminal(runId);
    assert.equal(terminals.get(block!.code)!.shown, 2);
    assert.equal(runs.latest(use, block!.id)?.terminalOpen, true);

    // Another one is closed, and then its own.
    const second = await toItsEnd(other);
    terminals.get(other!.code)!.open = false;
    closed.fire({});
    assert.equal(runs.latest(use, other!.id)?.terminalOpen, false);
    assert.throws(() => runs.showTerminal(second), /is closed/);
    assert.equal(runs.latest(use, block!.id)?.terminalOpen, true);
    terminals.get(block!.code)!.open = false;
    closed.fire({});
    assert.deepEqual(offered, [true, true, false]);
    assert.equal(runs.latest(use, block!.id)?.terminalOpen, false);
    assert.throws(() => runs.showTerminal(runId), /is closed/);
  });

  it('is not offered where it closes with the block', async () => {
    const { ended } = runs.start(use, block!, { ...given, remark: null });
    terminals.get(block!.code)!.open = false;
    finish.get(block!.code)!();
    await ended;
    assert.deepEqual(offered, [true, false]);
  });

  it('is that of the latest run of a block', async () => {
    const first = await toItsEnd();
    const second = await toItsEnd();
    runs.showTerminal(second);
    assert.throws(() => runs.showTerminal(first), /is closed/);
  });

  it('is one alone of a block in the background: it does not run twice for one incident', async () => {
    const [tunnel] = parseRunbook('# R\n\n```bash {background=true}\nsleep 9\n```\n', {
      fileName: 'r.md',
      clock: new FakeClock(),
    }).blocks;
    const { runId, ended } = runs.start(use, tunnel!, { ...given, remark: null });
    assert.throws(() => runs.refuse(use, tunnel!, '/work'), /in the background already/);
    assert.throws(() => runs.start(use, tunnel!, { ...given, remark: null }), /in the background already/);
    assert.equal(runs.inBackground(use, tunnel!.id)?.runId, runId);
    assert.equal(runs.inBackground(use, tunnel!.id)?.stopping, false);
    assert.deepEqual(runs.inBackground(use, tunnel!.id)?.startedWith, { whole: 'it', kept: 'its' });
    runs.stop(runId);
    assert.equal(runs.inBackground(use, tunnel!.id)?.stopping, true);
    const elsewhere = { ...use, runbook: 'other.md' };
    runs.refuse(elsewhere, tunnel!, '/work');
    runs.refuse(use, block!, '/work');
    finish.get(tunnel!.code)!();
    await ended;
    assert.equal(runs.inBackground(use, tunnel!.id), null);
    runs.refuse(use, tunnel!, '/work');
  });

  it('tells what its block was started with, after a reload of the window too', () => {
    const [tunnel] = parseRunbook('# R\n\n```bash {background=true}\nsleep 9\n```\n', {
      fileName: 'r.md',
      clock: new FakeClock(),
    }).blocks;
    adopts = [parts.requestOf(use, tunnel!, { ...given, remark: null })];
    assert.equal(runs.adopt(), 1);
    assert.deepEqual(runs.inBackground(use, tunnel!.id)?.startedWith, { whole: null, kept: 'its' });
  });

  it('ends after its secrets are called so, though no page of its runbook was read since the reload', async () => {
    const request = parts.requestOf(use, block!, { ...given, secretNames: ['TOKEN', 'KEY'], remark: null });
    adopts = [JSON.parse(JSON.stringify(request)) as RunRequest];
    after = { cwd: '/work', variables: new Map([['TOKEN', 'of-the-vault']]) };
    runs.adopt();
    assert.deepEqual(told, [[use, 'TOKEN', 'KEY']]);
    finish.get(block!.code)!();
    await settle();
    assert.deepEqual(told.slice(1), [[use, 'TOKEN']]);
  });

  for (const [what, asker] of [
    ['without the names of its secrets', { incident: null, cwd: '/work', startedWith: 'its' }],
    ['with something else in their place', { incident: null, cwd: '/work', secretNames: { 0: 'TOKEN' } }],
    ['with nothing beside it', null],
  ] as const)
    it(`is taken over also where it was left ${what}`, () => {
      adopts = [{ ...parts.requestOf(use, block!, { ...given, remark: null }), asker }];
      assert.equal(runs.adopt(), 1);
      assert.deepEqual(told, [[use]]);
      assert.deepEqual(
        runs.running.map(one => one.use),
        [use],
      );
    });

  it('passes over what is no name of a secret', () => {
    const asker = { secretNames: ['TOKEN', 7, null] };
    adopts = [{ ...parts.requestOf(use, block!, { ...given, remark: null }), asker }];
    runs.adopt();
    assert.deepEqual(told, [[use, 'TOKEN']]);
  });

  it('is not known of a run of another window', () => {
    assert.throws(() => runs.showTerminal('R1'), /is closed/);
  });
});
