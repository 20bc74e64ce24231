import * as vscode from 'vscode';
import type { BlockAttributes } from '../../core/runbooks/blockAttributes.ts';
import { partSeparator, type Runbook, type RunbookBlock } from '../../core/runbooks/runbook.ts';
import { shownDuration } from '../../core/timeline/durationText.ts';
import type { BlockView, PieceView, RunbookView, StateView, VariableView } from '../../protocol/runbook.ts';
import type { BlockRuns } from './blockRuns.ts';
import { blocksHash, type RunbookPage } from './runbookPage.ts';
import type { RunbookUse } from './runbookUse.ts';
import type { Sequences } from './sequences.ts';
import type { Ticks } from './ticks.ts';
import { shortText } from '../../core/shortText.ts';

/** What stands beside the text, each part asked for its own. */
export interface ViewParts {
  readonly runs: Pick<BlockRuns, 'latest' | 'past'>;
  readonly ticks: Pick<Ticks, 'view'>;
  readonly sequences: Pick<Sequences, 'view'>;
  readonly values: { view(use: RunbookUse, runbook: Runbook): readonly VariableView[] };
  readonly carried: { view(use: RunbookUse): StateView };
  /** How an incident is called in the header. */
  readonly incidentView: (use: RunbookUse) => RunbookView['incident'];
}

/** A piece is so much HTML, UTF-16 units, or one part: a few ms of work for whoever hands it on. The first is one part. */
const pieceSize = 64_000;

/** The text as it is shown, piece by piece; each is made when it is asked for, so that it is of that moment. */
export function* runbookPieces(
  { runs, ticks }: Pick<ViewParts, 'runs' | 'ticks'>,
  { use }: RunbookPage,
  runbook: Runbook,
): Generator<{ readonly piece: PieceView; readonly complete: boolean }, void> {
  const named = new Map<string, string>();
  for (const { id, attributes } of runbook.blocks) {
    if (attributes.name !== null && !named.has(attributes.name)) named.set(attributes.name, id);
  }
  const blockView = (block: RunbookBlock): BlockView => {
    const { id, sha256, language, runnable, hidden, interpreter, attributes } = block;
    const { name, background, manual, rollback } = attributes;
    return {
      ...{ id, sha256, language, runnable, hidden, interpreter, name, background, manual },
      traits: runnable ? traitsOf(attributes) : [],
      rollback: rollback === null ? null : (named.get(rollback) ?? null),
      run: runs.latest(use, id),
      past: runs.past(use, id),
    };
  };
  const parts = runbook.html.split(partSeparator);
  for (let at = 0, next: number; at < parts.length; at = next) {
    let size = parts[at]!.length;
    for (next = at + 1; at > 0 && next < parts.length && size < pieceSize; next++)
      size += parts[next]!.length;
    const from = runbook.partLines[at] ?? 1;
    const to = runbook.partLines[next] ?? Infinity;
    const within = <T extends { readonly line: number }>(all: readonly T[]) =>
      all.filter(({ line }) => line >= from && line < to);
    const piece = {
      html: parts.slice(at, next).join(partSeparator),
      blocks: within(runbook.blocks).map(blockView),
      checks: within(runbook.checks).map(check => ticks.view(use, check)),
      headings: within(runbook.headings).map(({ slug, text, depth }) => ({ slug, text, depth })),
    };
    yield { piece, complete: next === parts.length };
  }
}

/** @param reason Why this runbook. @param notes What the person should know beside the runbook’s own problems. */
export function runbookView(
  { sequences, values, carried, incidentView }: ViewParts,
  { file, use }: RunbookPage,
  runbook: Runbook,
  piece: PieceView,
  { reason, notes }: { readonly reason: string; readonly notes: readonly string[] },
): RunbookView {
  return {
    ...piece,
    title: runbook.title,
    reason,
    problems: [
      ...runbook.problems.map(({ line, message }) => vscode.l10n.t('Line {0}: {1}', line, message)),
      ...notes,
    ],
    incident: incidentView(use),
    notRunnable: vscode.workspace.isTrusted
      ? null
      : vscode.l10n.t('Restricted Mode: nothing runs until you trust this workspace.'),
    cwd: use.cwd,
    runWith: [...new Set(runbook.blocks.flatMap(({ interpreter }) => interpreter ?? []))],
    remote: file.remote?.host ?? null,
    variables: values.view(use, runbook),
    state: carried.view(use),
    sequence: sequences.view(use),
    sha256: blocksHash(runbook),
    restore: { incidentKey: use.incident?.key ?? null, runbook: file.id },
  };
}

/** The name has a mark of its own on the screen and is not said twice. */
function traitsOf(attributes: BlockAttributes): readonly string[] {
  const { manual, background, cwd, interactive, excludeFromRunAll, promptEnv, rollback } = attributes;
  const { expectExit, expectOutput, timeoutMs } = attributes;
  const { t } = vscode.l10n;
  return [
    ...(manual ? [t('a run of several waits here for you')] : []),
    ...(background ? [t('in the background')] : []),
    ...(cwd === null ? [] : [t('in {0}', cwd)]),
    ...(interactive ? [] : [t('gets no input')]),
    ...(excludeFromRunAll ? [t('only runs by itself')] : []),
    ...(promptEnv ? [] : [t('does not ask for variables')]),
    ...(expectExit === null ? [] : [t('should end with exit code {0}', expectExit)]),
    ...(expectOutput === null ? [] : [t('should print “{0}”', shortText(expectOutput, 40))]),
    ...(timeoutMs === null ? [] : [t('stopped after {0}', shownDuration(timeoutMs))]),
    ...(rollback === null ? [] : [t('undone by “{0}”', rollback)]),
  ];
}
