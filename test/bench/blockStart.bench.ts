// How long it takes from Run until the block's first command runs, against the same command typed into the same
// terminal. What is between them is ours: the private files, the wrapper, the line that starts it.
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { temporaryFolder } from '../../scripts/vscodeServer.mjs';
import { BenchWindow } from './benchWindow.ts';
import { interleave, median, type Row } from './frame.ts';

/** The shell must be back at its prompt: neither side waits for the other’s. */
const restMs = 500;
const mostMs = 50;

export default async function blockStart(): Promise<Row[]> {
  const window = await BenchWindow.open();
  const { folder, remove } = temporaryFolder('on-call-bench-start');
  const timed = async (order: 'block' | 'type') => {
    const figure = Number(await window.order(`${order} ${join(folder, 'stamp')}`));
    await sleep(restMs);
    return figure;
  };
  try {
    const { ours, theirs } = await interleave({
      what: 'start a block',
      against: 'the same command typed into the same terminal',
      goal: 2,
      runs: 15,
      ours: () => timed('block'),
      theirs: () => timed('type'),
    });
    const [run, typed] = [median(ours), median(theirs)].map(ms => ms.toFixed(1));
    const what = `start a block (median ${run} ms), beyond typing its command into the same terminal (${typed} ms)`;
    return [{ kind: 'figure', what, unit: 'ms', value: median(ours) - median(theirs), limit: mostMs }];
  } finally {
    await window.close();
    remove();
  }
}
