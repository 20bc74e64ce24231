// The thread in which blocks are parsed: a text that takes long, or that breaks the parser, harms nobody else.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { assess } from './assess.ts';
import { BashParser } from './parser.ts';
import type { RiskAnswer, RiskQuestion } from './riskProcess.ts';

const port = parentPort!;
const { folder, budgetMs } = workerData as { readonly folder: string; readonly budgetMs: number };

async function answer({ id, request }: RiskQuestion): Promise<RiskAnswer> {
  try {
    const parser = await BashParser.load({ read: name => readFile(join(folder, name)) });
    const until = performance.now() + budgetMs;
    let ranOut = false;
    const mayGoOn = () => !(ranOut ||= performance.now() >= until);
    const report = assess(parser, request, mayGoOn);
    return { id, report, ranOut };
  } catch (error) {
    return { id, failed: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
}

port.on('message', (question: RiskQuestion) => {
  void answer(question).then(said => port.postMessage(said));
});
