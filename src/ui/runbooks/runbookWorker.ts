// A thread of its own: reads the runbooks that RunbookReader hands it, and answers a slice each time it is asked.
import { parentPort, workerData } from 'node:worker_threads';
import { config } from '@vscode/l10n';
import { parseRunbook } from '../../core/runbooks/parseRunbook.ts';
import { type RunbookSlice, slicesOf } from '../../core/runbooks/runbookSlices.ts';
import { systemClock as clock } from '../systemClock.ts';
import type { FromRunbookWorker, ToRunbookWorker, Words } from '../../core/runbooks/runbookReader.ts';

/** Nobody is held up here, and a busy machine is slow. RunbookReader’s patience ends later. */
const budgetMs = 8_000;

config({ contents: workerData as Words });

let slices: Iterator<RunbookSlice, void> | null = null;

const answer = (message: FromRunbookWorker) => parentPort?.postMessage(message);

parentPort?.on('message', (message: ToRunbookWorker) => {
  if (message.type === 'read') {
    const { source, fileName } = message;
    slices = slicesOf(parseRunbook(source, { fileName, clock, budgetMs }));
  }
  const slice = slices?.next().value;
  if (slice) answer({ type: 'slice', slice });
});
answer({ type: 'ready' });
