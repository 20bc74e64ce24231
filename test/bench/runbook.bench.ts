// Opening a runbook against VS Code's own Markdown preview of the same file in the same window: from the command in
// the extension host to the frame in which the first section's heading is to be seen. Then the same for a line that is
// changed on disk, and how long the extension host is held up by long and by hostile ones.
import { BenchWindow } from './benchWindow.ts';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';
import { pathologicalTexts } from './pathologicalTexts.ts';
import { runbookText } from './runbookText.ts';

const goals = new Map([
  [10, 0.5],
  [100, 0.5],
  [1000, 0.15],
]);

/** The longest that the extension host may do nothing else. */
const longestStallMs = 50;
const stallRuns = 3;

export default async function runbook(): Promise<Row[]> {
  const window = await BenchWindow.open();
  try {
    const rows: Row[] = [];
    for (const [kilobytes, goal] of goals) {
      const path = window.write(`${kilobytes}.md`, runbookText(kilobytes));
      rows.push(
        await interleave({
          what: `open a ${kilobytes.toLocaleString('en')} KB runbook, command to painted heading`,
          against: 'VS Code’s Markdown preview of the same file',
          goal,
          ours: () => window.openAndClose('ours', path),
          theirs: () => window.openAndClose('preview', path),
        }),
      );
    }
    const text = runbookText(100);
    rows.push(
      await interleave({
        what: 'show one changed line of a 100 KB runbook, write on disk to painted',
        against: 'VS Code’s Markdown preview of the same file',
        goal: 1,
        ours: () => window.changeAndClose('ours', 'changed.md', text),
        theirs: () => window.changeAndClose('preview', 'changed.md', text),
      }),
    );
    for (const [name, source] of Object.entries({
      'an honest 1,000 KB': runbookText(1000),
      ...pathologicalTexts,
    })) {
      const path = window.write('stall.md', source);
      let longest = 0;
      for (let run = 0; run < stallRuns; run++)
        longest = Math.max(longest, await window.stallWhileOpening(path));
      const what = `longest event-loop block of the extension host, opening ${name}, of ${stallRuns} runs`;
      rows.push({ kind: 'figure', what, unit: 'ms', value: longest, limit: longestStallMs });
    }
    return rows;
  } finally {
    await window.close();
  }
}
