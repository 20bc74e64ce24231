import { t } from '@vscode/l10n';
import type { SequenceExtent, SequenceStep, SequenceView } from '../../protocol/runbook.ts';
import { isObject } from '../timeline/entryGuard.ts';
import type { Runbook, RunbookBlock } from './runbook.ts';

/** A block of a sequence, as the person saw it when the sequence began. */
export interface PlannedBlock {
  readonly id: string;
  readonly sha256: string;
  readonly step: string;
  readonly manual: boolean;
}

/** A run of several blocks: plain JSON, so that it survives a reload of the window. */
export interface Sequence {
  readonly plan: readonly PlannedBlock[];
  /** Index of the block that is next, runs, or was stopped at; plan.length where all are behind it. */
  readonly at: number;
  readonly state: SequenceView['state'];
  /** Of the block that runs; null where none does. */
  readonly runId: string | null;
  /** Why it stopped; null where it did not. */
  readonly why: string | null;
  /** The person went past the wait before the block at `at`. */
  readonly confirmed: boolean;
}

/** What is to be done next. */
export type SequenceTask =
  | { readonly type: 'run'; readonly block: PlannedBlock }
  /** For a person: nothing is to be done. */
  | { readonly type: 'none' };

/**
 * What “from here” means: that block and those behind it, as far as the extent goes, without what the runbook keeps
 * out: what cannot be run, `excludeFromRunAll`, and blocks that undo another.
 */
export function plannedBlocks(
  { blocks, headings }: Pick<Runbook, 'blocks' | 'headings'>,
  from: string,
  extent: SequenceExtent,
): readonly RunbookBlock[] {
  const first = blocks.find(({ id }) => id === from);
  if (!first) return [];
  const heading = headings.findLast(({ line }) => line <= first.line);
  const next = headings.find(({ line, depth }) => line > first.line && depth <= (heading?.depth ?? 6));
  const start = extent === 'all' ? 0 : first.line;
  const end = extent === 'section' ? (next?.line ?? Infinity) : Infinity;
  const undoing = new Set(blocks.map(({ attributes }) => attributes.rollback));
  return blocks.filter(
    ({ line, runnable, attributes }) =>
      runnable &&
      line >= start &&
      line < end &&
      !attributes.excludeFromRunAll &&
      !(attributes.name !== null && undoing.has(attributes.name)),
  );
}

export function beginSequence(blocks: readonly RunbookBlock[]): Sequence {
  const plan = blocks.map(({ id, sha256, step, attributes }) => ({
    ...{ id, sha256, step },
    manual: attributes.manual,
  }));
  return arrived({ plan, at: 0, state: 'running', runId: null, why: null, confirmed: false });
}

export function taskOf({ state, runId, plan, at }: Sequence): SequenceTask {
  const block = plan[at];
  return state === 'running' && runId === null && block ? { type: 'run', block } : { type: 'none' };
}

export function started(sequence: Sequence, runId: string): Sequence {
  return { ...sequence, runId };
}

/** The block at `at` is behind it: it went well, or it runs in the background from here on. */
export function wentOn(sequence: Sequence): Sequence {
  return arrived({ ...sequence, at: sequence.at + 1, runId: null, why: null, confirmed: false });
}

/** @param why A sentence. */
export function stoppedAt(sequence: Sequence, why: string): Sequence {
  return { ...sequence, state: 'stopped', runId: null, why };
}

/** What a person asks of it; null where it does not fit how the sequence stands. */
export function stepped(sequence: Sequence, step: Exclude<SequenceStep, 'close'>): Sequence | null {
  const { state, at, plan } = sequence;
  if (state === 'done') return null;
  if (step === 'stop') return state === 'stopped' ? null : stoppedAt(sequence, t('You stopped it.'));
  if (state === 'running' || at >= plan.length) return null;
  if (step === 'skip') return wentOn(sequence);
  return { ...sequence, state: 'running', runId: null, why: null, confirmed: true };
}

/** Nothing of it goes on by itself: a person may close it, and nothing is kept of it then. */
export function isOver({ state }: Sequence): boolean {
  return state === 'stopped' || state === 'done';
}

/** After a reload of the window: nobody drives it any more, and a person decides whether it goes on. */
export function afterReload(sequence: Sequence): Sequence {
  if (sequence.state !== 'running') return sequence;
  const stopped = stoppedAt(sequence, t('The window was reloaded meanwhile.'));
  return sequence.runId === null ? stopped : { ...stopped, runId: sequence.runId };
}

/** @param awaited the step of a block before it that has to end first */
export function sequenceView({ plan, at, state, why }: Sequence, awaited?: string): SequenceView {
  const block = plan[at];
  const nameOf = (step: string) => t('“{0}”', step || t('A block'));
  const name = block ? nameOf(block.step) : '';
  const words = {
    running:
      awaited === undefined
        ? t('Runs {0}, {1} of {2}.', name, at + 1, plan.length)
        : t('Waits for the end of {0}, then runs {1}.', nameOf(awaited), name),
    waiting: t('Waits for you before {0}.', name),
    stopped: t('Stopped at {0}. {1}', name, why ?? '').trim(),
    done: plan.length === 1 ? t('The block went well.') : t('All {0} blocks are behind it.', plan.length),
  }[state];
  return { state, words, blockId: block?.id ?? null, done: at, total: plan.length };
}

/** One that was kept as JSON; null for anything else. */
export function sequenceFrom(value: unknown): Sequence | null {
  if (!isObject(value) || !Array.isArray(value['plan'])) return null;
  const { plan, at, state, runId, why, confirmed } = value;
  const textOrNull = (item: unknown) => item === null || typeof item === 'string';
  const isPlanned = (item: unknown) =>
    isObject(item) &&
    ['id', 'sha256', 'step'].every(name => typeof item[name] === 'string') &&
    typeof item['manual'] === 'boolean';
  const whole =
    (plan as unknown[]).every(isPlanned) &&
    Number.isSafeInteger(at) &&
    (at as number) >= 0 &&
    (at as number) <= (plan as unknown[]).length &&
    ['running', 'waiting', 'stopped', 'done'].includes(state as string) &&
    textOrNull(runId) &&
    textOrNull(why) &&
    typeof confirmed === 'boolean';
  return whole ? (value as unknown as Sequence) : null;
}

/** At a block: it runs, or waits for a person before it. */
function arrived(sequence: Sequence): Sequence {
  const block = sequence.plan[sequence.at];
  if (!block) return { ...sequence, state: 'done' };
  return { ...sequence, state: block.manual && !sequence.confirmed ? 'waiting' : 'running' };
}
