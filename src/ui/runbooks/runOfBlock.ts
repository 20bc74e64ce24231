import { hash, randomUUID } from 'node:crypto';
import type { RunRequest } from '../../core/execution/runRequest.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { mentioned } from '../../core/runbooks/variableValues.ts';
import type { JsonValue } from '../../core/timeline/entry.ts';
import type { RunView } from '../../protocol/runbook.ts';
import type { RunbookUse } from './runbookUse.ts';

/** What a block is given: exactly this was approved. */
export interface GivenToBlock {
  /** Absolute. */
  readonly cwd: string;
  readonly environment: Readonly<Record<string, string>>;
  /** Names that it must not find in its environment. */
  readonly unset: readonly string[];
  /** What runs it: an absolute path. */
  readonly program: string;
  /** What it acts on, as it was approved; null where nobody looked. */
  readonly target: string | null;
  /** After how many minutes its runbook should have helped; null where that says nothing. */
  readonly helpsWithin: number | null;
  /** See below. */
  readonly startedWith: string;
  /** A sentence about how it started that stands beside it, also after its end; null most of the time. */
  readonly remark: string | null;
}

/** A run of the block with an id of its own. */
export function requestOf(use: RunbookUse, block: RunbookBlock, given: GivenToBlock): RunRequest {
  const { incident, runbook } = use;
  const { attributes } = block;
  const { helpsWithin, startedWith, remark: _, ...place } = given;
  return {
    runId: randomUUID(),
    incident: incident && { key: incident.key, label: labelOf(incident) },
    ...{ runbook, step: block.step, blockId: block.id, code: block.code },
    ...place,
    ...(helpsWithin !== null && { helpsWithin }),
    interpreter: block.interpreter ?? 'bash',
    interactive: attributes.interactive,
    background: attributes.background,
    timeoutMs: attributes.timeoutMs,
    expected: { exit: attributes.expectExit, output: attributes.expectOutput },
    // Plain JSON, as the incident is kept beside its timeline.
    asker: { incident, cwd: use.cwd, startedWith } as unknown as JsonValue,
  };
}

/**
 * SHA-256 of its text and attributes, of what it is given of the variables that it uses, and of what it acts on: where a
 * run that goes on began with the same, it is what another one would be. Where the blocks before it went does not
 * count: it is another place with nearly every run.
 * @param redact masks secrets: it is kept on disk, where those that are short could be guessed from it
 */
export function startedWith(
  { sha256, code, interpreter, startVariables = [] }: RunbookBlock,
  { environment, unset, target }: Pick<GivenToBlock, 'environment' | 'unset' | 'target'>,
  redact: (text: string) => string,
): string {
  const names = [...new Set([...Object.keys(environment), ...unset])].sort();
  const used = new Set(
    [
      ...mentioned(
        names.map(name => ({ name })),
        code,
        interpreter,
      ),
      ...startVariables,
    ].map(({ name }) => name),
  );
  const values = names
    .filter(name => used.has(name))
    .map(name => [name, unset.includes(name) ? null : redact(environment[name]!)]);
  return hash('sha256', JSON.stringify([sha256, values, target]));
}

/** Shown from the click on: a new terminal may take seconds before it says anything. */
export function starting(runId: string, remark: string | null): Omit<RunView, 'terminalOpen'> {
  const nothing = {
    exitCode: null,
    durationMs: null,
    outputTail: '',
    outputCut: false,
    expectation: null,
    outputKept: false,
  };
  return { runId, state: 'running', startedAt: Date.now(), remark, ...nothing };
}

function labelOf({ number, service, title }: Incident): string {
  return `${number === null ? '' : `#${number} `}${service?.name ?? title}`;
}
