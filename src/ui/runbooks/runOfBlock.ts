import { hash, randomUUID } from 'node:crypto';
import type { KeptRequest, RunRequest } from '../../core/execution/runRequest.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import { incidentFrom } from '../../core/incidents/incidentGuard.ts';
import type { RunbookBlock } from '../../core/runbooks/runbook.ts';
import { mentioned } from '../../core/runbooks/variableValues.ts';
import type { JsonValue } from '../../core/timeline/entry.ts';
import { isObject } from '../../core/timeline/entryGuard.ts';
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
  readonly startedWith: StartedWith;
  /** Those of the runbook’s variables that are secrets. */
  readonly secretNames: readonly string[];
  /** A sentence about how it started that stands beside it, also after its end; null most of the time. */
  readonly remark: string | null;
}

/** A run of the block with an id of its own. */
export function requestOf(use: RunbookUse, block: RunbookBlock, given: GivenToBlock): RunRequest {
  const { incident, runbook } = use;
  const { attributes } = block;
  const { helpsWithin, startedWith, secretNames, remark: _, ...place } = given;
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
    asker: {
      ...{ incident, cwd: use.cwd, startedWith: startedWith.kept, secretNames },
    } as unknown as JsonValue,
  };
}

/** What `requestOf` said of who asks, of a run that another window left behind; what is not there counts as nothing. */
export function askerOf({ asker, runbook, cwd }: Pick<KeptRequest, 'asker' | 'runbook' | 'cwd'>): {
  readonly use: RunbookUse;
  readonly startedWith: StartedWith;
  readonly secretNames: readonly string[];
} {
  const said: Readonly<Record<string, unknown>> = isObject(asker) ? asker : {};
  const textOf = (value: unknown) => (typeof value === 'string' ? value : null);
  const names: unknown = said['secretNames'];
  return {
    use: { incident: incidentFrom(said['incident']), runbook, cwd: textOf(said['cwd']) ?? cwd },
    startedWith: { whole: null, kept: textOf(said['startedWith']) ?? '' },
    secretNames: Array.isArray(names) ? names.filter(name => typeof name === 'string') : [],
  };
}

/** All that a run begins with, as SHA-256 (hex): where they are the same, another run would be the same. */
export interface StartedWith {
  /** For as long as the window lives; null for a run that another one left behind. */
  readonly whole: string | null;
  /** Without values that hold a secret, from which those could be guessed: it lies beside the run. */
  readonly kept: string;
  /** The block’s text and attributes, and each value by its name, for saying what differs; absent where `whole` is null. */
  readonly parts?: { readonly sha256: string; readonly values: ReadonlyMap<string, string> };
}

/**
 * Its text and attributes count, what it acts on, the runbook’s variables, as a script that it calls reads them unnamed,
 * and of what else it is given the names that it uses. Where the blocks before it went does not count: it is another
 * place with nearly every run.
 * @param variables The runbook’s, with their values
 */
export function startedWith(
  { sha256, code, interpreter, startVariables = [] }: RunbookBlock,
  { environment, unset, target }: Pick<GivenToBlock, 'environment' | 'unset' | 'target'>,
  variables: Readonly<Record<string, string>>,
  isSecret: (name: string, value: string) => boolean,
): StartedWith & { readonly whole: string } {
  const names = [...new Set([...Object.keys(environment), ...unset])].sort();
  const named = mentioned(
    names.map(name => ({ name })),
    code,
    interpreter,
  );
  const used = new Set([...named, ...startVariables].map(({ name }) => name));
  const values = [
    ...Object.entries(variables).sort(([a], [b]) => (a < b ? -1 : 1)),
    ...names
      .filter(name => used.has(name))
      .map(name => [name, unset.includes(name) ? null : environment[name]!] as const),
  ];
  const hashOf = (counted: typeof values) => hash('sha256', JSON.stringify([sha256, counted, target]));
  const open = values.filter(([name, value]) => value === null || !isSecret(name, value));
  const each = values.map(([name, value]) => [name, hash('sha256', JSON.stringify(value))] as const);
  return { whole: hashOf(values), kept: hashOf(open), parts: { sha256, values: new Map(each) } };
}

/** The names whose values are not the same, sorted; none where that is not known, or the block is another version. */
export function differing({ parts: before }: StartedWith, { parts: now }: StartedWith): readonly string[] {
  if (!before || !now || before.sha256 !== now.sha256) return [];
  const names = [...new Set([...before.values.keys(), ...now.values.keys()])].sort();
  return names.filter(name => before.values.get(name) !== now.values.get(name));
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
