// Opening a runbook against VS Code's own Markdown preview of the same file in the same window: from the command in
// the extension host to the frame in which the first section's heading is to be seen, and of a long one until the last
// section's is there. Then the same for a line that is changed on disk, and how long the extension host is held up by
// long and by hostile ones.
import { BenchWindow, type Side } from './benchWindow.ts';
import { interleave } from './frame.ts';
import type { Row } from './frame.ts';
import { pathologicalTexts } from './pathologicalTexts.ts';
import { runbookText } from './runbookText.ts';

interface Opening {
  readonly kilobytes: number;
  /** The goals for the first and the last heading. */
  readonly first: number;
  readonly last?: number;
}
const openings: readonly Opening[] = [
  { kilobytes: 10, first: 0.5 },
  { kilobytes: 100, first: 0.5 },
  { kilobytes: 1000, first: 0.15, last: 0.6 },
];
const preview = 'VS Code’s Markdown preview of the same file';

/** The longest that the extension host may do nothing else. */
const longestStallMs = 50;
const stallRuns = 3;

export default async function runbook(): Promise<Row[]> {
  const window = await BenchWindow.open();
  try {
    const rows: Row[] = [];
    for (const opening of openings) rows.push(...(await opened(window, opening)));
    const text = runbookText(100);
    rows.push(
      await interleave({
        what: 'show one changed line of a 100 KB runbook, write on disk to painted',
        against: preview,
        goal: 1,
        ours: () => window.changeAndClose('ours', 'changed.md', text),
        theirs: () => window.changeAndClose('preview', 'changed.md', text),
      }),
    );
    const honest = 'an honest 1,000 KB';
    for (const [name, source] of Object.entries({ [honest]: runbookText(1000), ...pathologicalTexts })) {
      const path = window.write('stall.md', source);
      let longest = 0;
      for (let run = 0; run < stallRuns; run++)
        longest = Math.max(longest, await window.stallWhileOpening(path, name === honest));
      const what = `longest event-loop block of the extension host, opening ${name}, of ${stallRuns} runs`;
      rows.push({ kind: 'figure', what, unit: 'ms', value: longest, limit: longestStallMs });
    }
    return rows;
  } finally {
    await window.close();
  }
}

/** Both headings are seen in the same openings. */
async function opened(window: BenchWindow, { kilobytes, first, last }: Opening): Promise<Row[]> {
  const path = window.write(`${kilobytes}.md`, runbookText(kilobytes));
  const what = `open a ${kilobytes.toLocaleString('en')} KB runbook, command to`;
  const lasts: Record<Side, number[]> = { ours: [], preview: [] };
  const open = async (side: Side) => {
    const seen = await window.openAndClose(side, path);
    lasts[side].push(seen.last);
    return seen.first;
  };
  const compared = await interleave({
    what: `${what} painted heading`,
    against: preview,
    goal: first,
    ours: () => open('ours'),
    theirs: () => open('preview'),
  });
  if (last === undefined) return [compared];
  // Without the round that does not count.
  const [ours, theirs] = [lasts.ours.slice(1), lasts.preview.slice(1)];
  return [compared, { ...compared, what: `${what} last heading`, goal: last, ours, theirs }];
}
