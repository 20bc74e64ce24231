// The frame of `npm run bench`. A file `<name>.bench.ts` in this folder is found by itself; its default export
// measures and returns rows. Machines differ by half from hour to hour, so a time never stands alone: ours and
// what it is compared with take turns in one run, and the ratio is what counts.

/** Ours against a floor (the least that the work can cost) or a peer (who does the same work). */
export interface Comparison {
  readonly kind: 'comparison';
  readonly what: string;
  /** What it is compared with, for example `bare write + datasync`. */
  readonly against: string;
  readonly unit: string;
  readonly ours: readonly number[];
  readonly theirs: readonly number[];
  /** The highest ratio of the medians that we want to see. */
  readonly goal: number;
}

/** An exact figure with a limit, for example a bundle's size. */
export interface Figure {
  readonly kind: 'figure';
  readonly what: string;
  readonly unit: string;
  readonly value: number;
  readonly limit: number;
}

export type Row = Comparison | Figure;
export type Bench = () => Promise<readonly Row[]>;

const leastRuns = 7;

export interface Interleaved {
  readonly what: string;
  readonly against: string;
  readonly unit?: string;
  readonly goal: number;
  /** Seven at least. */
  readonly runs?: number;
  /** Do the work once; return the figure, or nothing to have the time taken. */
  readonly ours: () => Promise<number | void>;
  readonly theirs: () => Promise<number | void>;
}

/** Runs both in turns, each first in every other round, after one round that does not count. */
export async function interleave(options: Interleaved): Promise<Comparison> {
  const { what, against, unit = 'ms', goal, runs = leastRuns } = options;
  if (runs < leastRuns) throw new Error(`${what}: fewer than ${leastRuns} runs say nothing.`);
  const ours: number[] = [];
  const theirs: number[] = [];
  const sides = [
    { work: options.ours, figures: ours },
    { work: options.theirs, figures: theirs },
  ];
  for (const { work } of sides) await work();
  for (let round = 0; round < runs; round++) {
    for (const { work, figures } of round % 2 ? sides.toReversed() : sides) figures.push(await timed(work));
  }
  return { kind: 'comparison', what, against, unit, ours, theirs, goal };
}

async function timed(work: () => Promise<number | void>): Promise<number> {
  const started = performance.now();
  const figure = await work();
  return figure ?? performance.now() - started;
}

export function median(figures: readonly number[]): number {
  const sorted = figures.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = NaN, high = NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

/** Markdown tables, ready for docs/performance.md. */
export function tables(rows: readonly Row[]): string {
  const comparisons = rows.filter(row => row.kind === 'comparison').map(comparisonLine);
  const figures = rows.filter(row => row.kind === 'figure').map(figureLine);
  return [
    ...table(
      ['what', 'ours: median (min–max)', 'against', 'median (min–max)', 'ratio', 'goal', ''],
      comparisons,
    ),
    ...table(['what', 'figure', 'limit', ''], figures),
  ].join('\n');
}

function table(head: readonly string[], lines: readonly string[][]): string[] {
  if (lines.length === 0) return [];
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...lines.map(line), ''];
}

function comparisonLine({ what, against, unit, ours, theirs, goal }: Comparison): string[] {
  const ratio = median(ours) / median(theirs);
  const cells = [what, spread(ours, unit), against, spread(theirs, unit), ratio.toFixed(2), `≤ ${goal}`];
  return [...cells, verdict(ratio <= goal)];
}

function figureLine({ what, unit, value, limit }: Figure): string[] {
  return [what, `${short(value)} ${unit}`, `≤ ${short(limit)} ${unit}`, verdict(value <= limit)];
}

function spread(figures: readonly number[], unit: string): string {
  return `${short(median(figures))} ${unit} (${short(Math.min(...figures))}–${short(Math.max(...figures))})`;
}

function short(figure: number): string {
  return figure.toLocaleString('en', { maximumSignificantDigits: figure >= 100 ? 4 : 3 });
}

function verdict(met: boolean): string {
  return met ? 'ok' : '**missed**';
}
