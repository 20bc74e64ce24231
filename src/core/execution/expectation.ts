import { t } from '@vscode/l10n';
import { shownDuration } from '../timeline/durationText.ts';
import { ranWell } from '../timeline/entryData.ts';
import { shortText } from '../shortText.ts';
import type { Outcome, RunRecord } from './outcome.ts';

/** What a block says of its own end: `expectExit`, `expectOutput` and `timeout`. */
export interface Expected {
  /** The exit code that is as it should be; null for 0. */
  readonly exit: number | null;
  /** A text that the output must hold. */
  readonly output: string | null;
}

/** What is known of a run beside how it ended. */
export interface Observed {
  /** Whether the output held the expected text, all of it looked through; null where it could not be read. */
  readonly found: boolean | null;
  /** The time-out that stopped it, ms; null where none did. */
  readonly timedOutAfterMs: number | null;
}

/**
 * Whether a run did what its block says it should; null where the block says nothing. How it ended stays what it
 * was. What nobody knows was never as expected: an unknown end, one that was cancelled, output that nobody read.
 */
export function expectationOf(
  { exit, output }: Expected,
  outcome: Outcome,
  { found, timedOutAfterMs }: Observed,
): RunRecord['expectation'] {
  if (timedOutAfterMs !== null)
    return unmet(t('Stopped after {0}, its time-out.', shownDuration(timedOutAfterMs)));
  if (exit === null && output === null) return null;
  if (outcome.type === 'unknown') return unmet(t('How it ended is not known.'));
  if (outcome.type === 'cancelled') return unmet(t('It was cancelled.'));
  const wanted = exit ?? 0;
  if (outcome.exitCode !== wanted) return unmet(t('Exit code {0} instead of {1}.', outcome.exitCode, wanted));
  const shown = shortText(output ?? '', 80);
  if (output !== null && found === null)
    return unmet(t('Its output could not be read, so nobody knows whether it holds “{0}”.', shown));
  if (output !== null && !found) return unmet(t('The output does not hold “{0}”.', shown));
  const words = [
    ...(exit === null ? [] : [t('Exit code {0}, as expected.', exit)]),
    ...(output === null ? [] : [t('The output holds “{0}”.', shown)]),
  ];
  return { met: true, words: words.join(' ') };
}

/** Whether what depends on the run may follow: it is as expected or, where nothing is expected, it ended ok. */
export function wentWell({ outcome, expectation }: Pick<RunRecord, 'outcome' | 'expectation'>): boolean {
  return ranWell({ met: expectation?.met, outcome: outcome.type });
}

/** Looks for a text in output that comes in pieces, in memory of the text’s own size. */
export class OutputSearch {
  #found = false;
  #end = '';

  constructor(private readonly wanted: string) {}

  get found(): boolean {
    return this.#found;
  }

  add(piece: string): void {
    if (this.#found) return;
    const text = this.#end + piece;
    this.#found = text.includes(this.wanted);
    this.#end = this.wanted.length > 1 ? text.slice(1 - this.wanted.length) : '';
  }
}

function unmet(words: string): NonNullable<RunRecord['expectation']> {
  return { met: false, words };
}
