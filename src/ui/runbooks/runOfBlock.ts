import { randomUUID } from 'node:crypto';
import type { RunRequest } from '../../core/execution/runRequest.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
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
  /** A sentence about how it started that stands beside it, also after its end; null most of the time. */
  readonly remark: string | null;
}

/** A run of the block with an id of its own. */
export function requestOf(use: RunbookUse, block: RunbookBlock, given: GivenToBlock): RunRequest {
  const { incident, runbook } = use;
  const { attributes } = block;
  const { helpsWithin, remark: _, ...place } = given;
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
    asker: { incident, cwd: use.cwd } as unknown as JsonValue,
  };
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
