import assert from 'node:assert/strict';
import { parseRunbook } from '../../../src/core/runbooks/parseRunbook.ts';
import {
  afterReload,
  beginSequence,
  isOver,
  plannedBlocks,
  type Sequence,
  sequenceFrom,
  sequenceView,
  started,
  stepped,
  stoppedAt,
  taskOf,
  wentOn,
} from '../../../src/core/runbooks/sequence.ts';
import type { SequenceExtent } from '../../../src/protocol/runbook.ts';
import { FakeClock } from '../fakeClock.ts';

const runbook = parseRunbook(
  [
    '# R',
    '```bash\necho before\n```',
    '## A',
    '```bash\necho a1\n```',
    '```json\n{}\n```',
    '### A deeper',
    '```bash {name=apply rollback=undo}\necho a2\n```',
    '```bash {name=undo}\necho undo\n```',
    '## B',
    '```bash {excludeFromRunAll=true}\necho no\n```',
    '```bash {manual=true}\necho b1\n```',
    '```bash\necho b2\n```',
  ].join('\n\n'),
  { fileName: 'r.md', clock: new FakeClock() },
);
const idOf = (code: string) => runbook.blocks.find(block => block.code === code)!.id;
const codes = (from: string, extent: SequenceExtent) =>
  plannedBlocks(runbook, idOf(from), extent).map(({ code }) => code.replace('echo ', ''));
const sequenceOf = (...names: string[]): Sequence =>
  beginSequence(names.map(name => runbook.blocks.find(block => block.code === `echo ${name}`)!));

/** Runs what is to be run until there is nothing to do; answers what was run. */
function drive(sequence: Sequence): { ran: string[]; sequence: Sequence } {
  const ran: string[] = [];
  for (;;) {
    const task = taskOf(sequence);
    if (task.type === 'none') return { ran, sequence };
    ran.push(runbook.blocks.find(({ id }) => id === task.block.id)!.code.replace('echo ', ''));
    sequence = wentOn(started(sequence, `run-${ran.length}`));
  }
}

describe('The blocks of a sequence', () => {
  it('are all, those from here on, or those of the section with its deeper headings', () => {
    assert.deepEqual(codes('echo a1', 'all'), ['before', 'a1', 'a2', 'b1', 'b2']);
    assert.deepEqual(codes('echo a1', 'rest'), ['a1', 'a2', 'b1', 'b2']);
    assert.deepEqual(codes('echo a1', 'section'), ['a1', 'a2']);
    assert.deepEqual(codes('echo a2', 'section'), ['a2']);
    assert.deepEqual(codes('echo b1', 'section'), ['b1', 'b2']);
    assert.deepEqual(codes('echo before', 'section'), ['before', 'a1', 'a2', 'b1', 'b2']);
  });

  it('are none for a block that is not there', () => {
    assert.deepEqual(plannedBlocks(runbook, 'nothing', 'all'), []);
  });
});

describe('A sequence', () => {
  it('runs one after the other to its end', () => {
    const { ran, sequence } = drive(sequenceOf('before', 'a1'));
    assert.deepEqual(ran, ['before', 'a1']);
    assert.deepEqual(sequenceView(sequence), {
      ...{ state: 'done', blockId: null, done: 2, total: 2 },
      words: 'All 2 blocks are behind it.',
    });
  });

  it('waits before a manual block, and runs it, or passes it over, as it is told', () => {
    const { ran, sequence } = drive(sequenceOf('a1', 'b1', 'b2'));
    assert.deepEqual(ran, ['a1']);
    assert.deepEqual(sequenceView(sequence), {
      ...{ state: 'waiting', blockId: idOf('echo b1'), done: 1, total: 3 },
      words: 'Waits for you before “B”.',
    });
    assert.deepEqual(drive(stepped(sequence, 'resume')!).ran, ['b1', 'b2']);
    assert.deepEqual(drive(stepped(sequence, 'skip')!).ran, ['b2']);
    assert.equal(stepped(sequence, 'stop')!.state, 'stopped');
  });

  it('does nothing more once it stopped, until a person tries again or goes on behind it', () => {
    const stopped = stoppedAt(started(sequenceOf('before', 'a1'), 'r'), 'It failed with exit code 7.');
    assert.deepEqual(drive(stopped).ran, []);
    assert.match(sequenceView(stopped).words, /Stopped at “R”. It failed with exit code 7\./);
    assert.deepEqual(drive(stepped(stopped, 'resume')!).ran, ['before', 'a1']);
    assert.deepEqual(drive(stepped(stopped, 'skip')!).ran, ['a1']);
    assert.equal(stepped(stopped, 'stop'), null, 'it is closed instead');
  });

  it('takes no step that does not fit', () => {
    const running = sequenceOf('before');
    assert.equal(stepped(running, 'resume'), null);
    assert.equal(stepped(running, 'skip'), null);
    assert.equal(stepped(running, 'stop')!.state, 'stopped');
    const { sequence: done } = drive(running);
    for (const step of ['resume', 'skip', 'stop'] as const) assert.equal(stepped(done, step), null);
  });

  it('can be closed where nothing of it goes on by itself, so also after a reload', () => {
    const running = started(sequenceOf('before', 'a1'), 'r');
    assert.equal(isOver(running), false);
    assert.equal(isOver(drive(sequenceOf('b1')).sequence), false, 'it waits for a person, who can stop it');
    assert.equal(isOver(stoppedAt(running, 'It failed.')), true);
    assert.equal(isOver(afterReload(running)), true);
    assert.equal(isOver(drive(sequenceOf('before')).sequence), true);
  });

  it('starts nothing while a block runs', () => {
    assert.deepEqual(taskOf(started(sequenceOf('before', 'a1'), 'r')), { type: 'none' });
  });

  it('never goes on by itself after a reload of the window', () => {
    const running = started(sequenceOf('before', 'a1'), 'r');
    const kept = sequenceFrom(JSON.parse(JSON.stringify(running)))!;
    assert.deepEqual(kept, running);
    const reloaded = afterReload(kept);
    assert.equal(reloaded.state, 'stopped');
    assert.equal(reloaded.runId, 'r', 'its end is still to come');
    assert.deepEqual(drive(reloaded).ran, []);
    const { sequence: waiting } = drive(sequenceOf('b1'));
    assert.deepEqual(afterReload(waiting), waiting);
  });

  it('is nothing where what was kept is damaged', () => {
    const whole = sequenceOf('before', 'a1');
    for (const wrong of [
      null,
      {},
      { ...whole, at: 3 },
      { ...whole, at: -1 },
      { ...whole, at: 0.5 },
      { ...whole, state: 'other' },
      { ...whole, plan: [{}] },
      { ...whole, runId: 1 },
    ])
      assert.equal(sequenceFrom(wrong), null);
  });
});
