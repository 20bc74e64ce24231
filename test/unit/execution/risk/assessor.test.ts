import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { Assessor } from '../../../../src/core/execution/risk/assessor.ts';
import type { RiskRequest } from '../../../../src/core/execution/risk/assess.ts';
import {
  startRiskWorker,
  type RiskAnswer,
  type RiskProcessEvents,
  type RiskQuestion,
} from '../../../../src/core/execution/risk/riskProcess.ts';
import { reasonText } from '../../../../src/core/execution/risk/reasonText.ts';
import type { RiskReport } from '../../../../src/core/execution/risk/risk.ts';
import { draws, seeded, seeds } from '../../seeded.ts';
import { FakeClock } from '../../fakeClock.ts';

const request = (code: string): RiskRequest => ({ code, interpreter: 'bash', declared: null, team: [] });
const harmless: RiskReport = { risk: 'read-only', findings: [], touches: ['host'], named: [] };
const dangerous: RiskReport = { ...harmless, risk: 'destructive' };

/** Threads that do with a question what the test says. */
function threads(behave: (question: RiskQuestion, events: RiskProcessEvents, thread: number) => void) {
  const clock = new FakeClock();
  const log: string[] = [];
  let started = 0;
  let ended = 0;
  const assessor = new Assessor({
    clock,
    log: reason => log.push(reason),
    start: events => {
      const thread = ++started;
      return {
        ask: question => queueMicrotask(() => behave(question, events, thread)),
        end: () => void ended++,
      };
    },
  });
  return { assessor, clock, log, started: () => started, ended: () => ended };
}

describe('Assessor', () => {
  it('throws a thread away whose parser threw, and tries the block once more in a new one', async () => {
    const { assessor, started, ended, log } = threads(({ id }, { answered }, thread) =>
      answered(thread === 1 ? { id, failed: 'memory access out of bounds' } : { id, report: harmless }),
    );
    assert.equal((await assessor.assess(request('ls'))).risk, 'read-only');
    assert.deepEqual([started(), ended(), log], [2, 1, ['memory access out of bounds']]);
  });

  it('gives the worst class, and an answer, where the second one breaks as well', async () => {
    const { assessor, started } = threads(({ id }, { answered }) => answered({ id, failed: 'x' }));
    const report = await assessor.assess(request('ls'));
    assert.equal(report.risk, 'destructive');
    assert.match(reasonText(report.findings[0]!.reason), /could not be looked at/);
    assert.equal(started(), 2);
  });

  it('starts no thread again and again where none can live, and tries again later', async () => {
    let works = false;
    const { assessor, clock, started } = threads(({ id }, { answered, gone }) =>
      works ? answered({ id, report: harmless }) : gone('It ended with 1.'),
    );
    for (const code of ['a', 'b', 'c', 'd'])
      assert.equal((await assessor.assess(request(code))).risk, 'destructive');
    assert.equal(started(), 2);
    works = true;
    await clock.advance(11_000);
    assert.equal((await assessor.assess(request('a'))).risk, 'read-only');
  });

  it('asks once more where the time was over first, and keeps what is said then', async () => {
    const asked: string[] = [];
    const { assessor, started } = threads(({ id, request: { code } }, { answered }) => {
      asked.push(code);
      const isPaused = code === 'endless' || asked.length === 1;
      answered(isPaused ? { id, report: dangerous, ranOut: true } : { id, report: harmless, ranOut: false });
    });
    for (const turn of ['first', 'again'])
      assert.equal((await assessor.assess(request('ls'))).risk, 'read-only', turn);
    assert.deepEqual(asked, ['ls', 'ls']);
    for (const turn of ['first', 'again'])
      assert.equal((await assessor.assess(request('endless'))).risk, 'destructive', turn);
    assert.deepEqual(asked.slice(2), ['endless', 'endless']);
    assert.equal(started(), 1);
  });

  it('waits for the second answer only, where the time was over first', async () => {
    let asked = 0;
    const answer: (() => void)[] = [];
    const { assessor, clock, ended } = threads(({ id, request: { code } }, { answered }) => {
      if (code === 'date') answer.push(() => answered({ id, report: harmless }));
      else answered({ id, report: harmless, ranOut: ++asked === 1 });
    });
    assert.equal((await assessor.assess(request('ls'))).risk, 'read-only');
    await clock.advance(14_000);
    const pending = assessor.assess(request('date'));
    await clock.advance(2_000);
    assert.equal(ended(), 0);
    answer[0]!();
    assert.equal((await pending).risk, 'read-only');
    assert.equal((await assessor.assess(request('ls'))).risk, 'read-only');
    assert.equal(asked, 2);
  });

  it('tries a block once more whose thread did not answer in time', async () => {
    const { assessor, clock, started } = threads(({ id }, { answered }, thread) => {
      if (thread > 1) answered({ id, report: harmless });
    });
    const judged = assessor.assess(request('ls'));
    await clock.advance(15_000);
    assert.equal((await judged).risk, 'read-only');
    assert.equal(started(), 2);
  });

  it('ends a thread that does not come to an end, and goes on with the next block', async () => {
    let asked = 0;
    const { assessor, clock, ended } = threads(({ id, request: { code } }, { answered }) => {
      if (code !== 'slow') answered({ id, report: harmless });
      else asked += 1;
    });
    const slow = assessor.assess(request('slow'));
    const next = assessor.assess(request('ls'));
    await clock.advance(30_000);
    assert.equal((await slow).risk, 'destructive');
    assert.equal((await next).risk, 'read-only');
    assert.equal(ended(), 2);
    // It is not tried again and again: it would take as long.
    assert.equal((await assessor.assess(request('slow'))).risk, 'destructive');
    assert.equal(asked, 2);
  });

  it('takes no answer from a thread that it ended', async () => {
    const late: (() => void)[] = [];
    const { assessor, clock } = threads(({ id }, { answered }, thread) => {
      if (thread === 1) late.push(() => answered({ id, report: harmless }));
      else late[0]!();
    });
    const judged = assessor.assess(request('rm -rf /'));
    await clock.advance(30_000);
    assert.equal((await judged).risk, 'destructive');
    assert.equal(late.length, 1);
  });

  it('judges the same question once, ends its thread when idle, and answers all when it is disposed of', async () => {
    let asked = 0;
    const { assessor, clock, ended } = threads(({ id, request: { code } }, { answered }) => {
      asked += 1;
      if (code === 'ls') answered({ id, report: harmless });
    });
    await Promise.all([assessor.assess(request('ls')), assessor.assess(request('ls'))]);
    await assessor.assess(request('ls'));
    assert.equal(asked, 1);
    await clock.advance(6 * 60_000);
    assert.equal(ended(), 1);
    const left = [assessor.assess(request('a')), assessor.assess(request('b'))];
    assessor.dispose();
    assert.deepEqual(
      (await Promise.all(left)).map(({ risk }) => risk),
      ['destructive', 'destructive'],
    );
  });

  for (const seed of seeds(draws(3, 50)))
    it(`gives each block its own answer, whichever threads break (seed ${seed})`, async () => {
      const random = seeded(seed);
      const { assessor } = threads((question, { answered, gone }) => {
        const {
          id,
          request: { code },
        } = question;
        const report: RiskReport = {
          ...harmless,
          findings: [{ risk: 'read-only', command: code, line: 1, reason: '' }],
        };
        const luck = random();
        if (luck < 0.2) answered({ id, failed: 'broken' });
        else if (luck < 0.3) gone('ended');
        else {
          if (luck < 0.4) answered({ id: id - 1, report: { ...report, findings: [] } });
          answered({ id, report });
        }
      });
      const codes = Array.from({ length: draws(300, 2_000) }, (_, turn) => `block ${turn}`);
      const reports = await Promise.all(codes.map(code => assessor.assess(request(code))));
      for (const [at, report] of reports.entries())
        assert.ok(report.risk === 'destructive' || report.findings[0]!.command === codes[at], `seed ${seed}`);
    });
});

describe('The thread in which blocks are judged', () => {
  const { resolve } = createRequire(import.meta.url);
  let folder: string;
  let assessor: Assessor;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'on-call-risk-'));
    for (const name of ['web-tree-sitter/web-tree-sitter.wasm', 'tree-sitter-bash/tree-sitter-bash.wasm'])
      await copyFile(resolve(name), join(folder, name.slice(name.indexOf('/') + 1)));
    const script = new URL('riskWorkerHere.mjs', import.meta.url);
    const clock = { now: () => Date.now(), after: () => () => {} };
    assessor = new Assessor({
      clock,
      log: reason => console.error(reason),
      start: events => startRiskWorker(script, folder, events),
    });
  });

  after(async () => {
    assessor.dispose();
    await rm(folder, { recursive: true });
  });

  it('answers as the parser of this thread does', async () => {
    assert.equal((await assessor.assess(request('kubectl get pods'))).risk, 'read-only');
    assert.equal((await assessor.assess(request('kubectl get pods | sh'))).risk, 'destructive');
  });

  for (const [budgetMs, ranOut] of [
    [0, true],
    [Infinity, false],
  ] as const)
    it(`says whether the time was over first (${budgetMs} ms)`, async () => {
      const script = new URL('riskWorkerHere.mjs', import.meta.url);
      const worker = new Worker(script, { workerData: { folder, budgetMs }, execArgv: [] });
      try {
        const answered = once(worker, 'message');
        worker.postMessage({ id: 1, request: request('ls') } satisfies RiskQuestion);
        const [answer] = (await answered) as [RiskAnswer];
        assert.deepEqual('report' in answer && [answer.ranOut, answer.report.risk], [
          ranOut,
          ranOut ? 'destructive' : 'read-only',
        ]);
      } finally {
        await worker.terminate();
      }
    });

  /** 64 KB of each: what takes a parser long, fills its memory or nests too deep. */
  const hostile = [
    'a|',
    '(',
    '$(',
    '<<<',
    '<<E ',
    'eval ',
    'sudo ',
    '${a:-',
    'if ',
    'A=$A$A;',
    '{a,{b,',
    'bash -c "',
  ];
  for (const piece of hostile)
    it(`survives 64 KB of ${JSON.stringify(piece)} and judges what comes after`, async () => {
      const longest = 64 * 1024;
      const text = piece.repeat(Math.floor(longest / piece.length));
      assert.notEqual((await assessor.assess(request(text))).risk, 'read-only');
      assert.equal((await assessor.assess(request(`rm -rf /${piece.length}`))).risk, 'destructive');
      assert.equal((await assessor.assess(request(`ls ${piece.length}`))).risk, 'read-only');
    }).timeout(60_000);

  it('holds up nobody else', async () => {
    const judged = assessor.assess(request('a|'.repeat(20_000))).then(() => true);
    let turns = 0;
    while (!(await Promise.race([judged, new Promise<false>(resolve => setImmediate(resolve, false))])))
      turns += 1;
    assert.ok(turns > 1_000, `${turns} turns of the event loop`);
  }).timeout(60_000);
});
