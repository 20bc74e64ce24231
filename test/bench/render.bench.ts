// What rendering a runbook costs beyond Markdown alone: escaping, ids, line numbers, hashes of blocks.
import { marked } from 'marked';
import { parseRunbook } from '../../src/core/runbooks/parseRunbook.ts';
import { systemClock } from '../../src/ui/systemClock.ts';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';
import { runbookText } from './runbookText.ts';

export default async function render(): Promise<Row[]> {
  const rows: Row[] = [];
  for (const kilobytes of [10, 100, 1000]) {
    const text = runbookText(kilobytes);
    // Small ones are done in less than a timer can tell, so that a run takes many of them.
    const turns = 1000 / kilobytes;
    rows.push(
      await interleave({
        what: `render a ${kilobytes.toLocaleString('en')} KB runbook`,
        against: '`marked.parse` of the same text',
        goal: 1.5,
        ours: () => perTurn(turns, () => parsed(text)),
        theirs: () => perTurn(turns, () => marked.parse(text, { async: false })),
      }),
    );
  }
  return rows;
}

function parsed(text: string): void {
  const { problems } = parseRunbook(text, { fileName: 'runbook.md', clock: systemClock });
  if (problems.length > 0) throw new Error(`The runbook was not rendered: ${problems[0]?.message}`);
}

/** @returns milliseconds for one */
function perTurn(turns: number, work: () => unknown): Promise<number> {
  const started = performance.now();
  for (let turn = 0; turn < turns; turn++) work();
  return Promise.resolve((performance.now() - started) / turns);
}
