import type { Runbook } from './runbook.ts';

/** So many of each are a few ms of work for the thread that takes them over. */
const atOnce = 200;

type Lists = Pick<Runbook, 'blocks' | 'checks' | 'headings'>;

/** A runbook on its way between threads, or more of the lists of the one that came last. */
export interface RunbookSlice {
  /** Null after the first. */
  readonly rest: Omit<Runbook, keyof Lists> | null;
  readonly lists: Lists;
  readonly complete: boolean;
}

/** A long runbook has thousands of blocks, check boxes and headings; handed over at once they would be a stall. */
export function* slicesOf({ blocks, checks, headings, ...rest }: Runbook): Generator<RunbookSlice, void> {
  const longest = Math.max(blocks.length, checks.length, headings.length);
  for (let from = 0, to = atOnce; ; from = to, to += atOnce) {
    yield {
      rest: from === 0 ? rest : null,
      lists: {
        blocks: blocks.slice(from, to),
        checks: checks.slice(from, to),
        headings: headings.slice(from, to),
      },
      complete: to >= longest,
    };
    if (to >= longest) return;
  }
}

/** Null where they do not begin with a first one. */
export function joinedSlices(slices: readonly RunbookSlice[]): Runbook | null {
  const rest = slices[0]?.rest;
  if (!rest) return null;
  return {
    ...rest,
    blocks: slices.flatMap(({ lists }) => lists.blocks),
    checks: slices.flatMap(({ lists }) => lists.checks),
    headings: slices.flatMap(({ lists }) => lists.headings),
  };
}
