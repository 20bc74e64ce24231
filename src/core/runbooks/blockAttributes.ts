import { riskClasses, type RiskClass } from '../execution/risk/risk.ts';
import { readAttributes } from './infoString.ts';

/**
 * What stands behind a block’s language, as far as On-Call acts on it. Names and values are Runme’s where Runme has
 * them (docs.runme.dev, “Cell configuration options”); what is unknown or has no value it can have is left at its default.
 */
export interface BlockAttributes {
  /** Null where it has none. Only the first of a name counts as a target of `rollback`. */
  readonly name: string | null;
  /** Relative to the runbook’s working directory, or absolute. */
  readonly cwd: string | null;
  /** False: it gets no input, so it cannot wait for any. */
  readonly interactive: boolean;
  readonly background: boolean;
  readonly interpreter: string | null;
  readonly excludeFromRunAll: boolean;
  /** Whether variables without a value of the person’s are asked for before it runs. */
  readonly promptEnv: boolean;
  /** The exit code that is as it should be; null for 0. */
  readonly expectExit: number | null;
  /** A text that the output must hold. */
  readonly expectOutput: string | null;
  readonly timeoutMs: number | null;
  /** It only raises what the block’s commands say. */
  readonly risk: RiskClass | null;
  /** The name of the block that undoes this one. */
  readonly rollback: string | null;
  /** A sequence waits here for a person. */
  readonly manual: boolean;
}

export const noAttributes: BlockAttributes = {
  name: null,
  cwd: null,
  interactive: true,
  background: false,
  interpreter: null,
  excludeFromRunAll: false,
  promptEnv: true,
  expectExit: null,
  expectOutput: null,
  timeoutMs: null,
  risk: null,
  rollback: null,
  manual: false,
};

const yes = new Set(['true', 'yes', '1']);
const no = new Set(['false', 'no', '0']);
/** Runme’s words for “do not ask” (its `promptEnv`). */
const noPrompt = new Set(['false', 'no', 'never', 'skip', 'skip-prompt', 'skip-prompts']);
const unitsMs = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };
/** A day: longer than any block of a runbook is waited for, and within what a timer can take. */
const longestMs = 24 * unitsMs.h;

/** @param info What stands behind the language. Never throws. */
export function attributesOf(info: string): BlockAttributes {
  // A Map, so that no name can reach a prototype; the last of equal names counts.
  const found = new Map(readAttributes(info)?.map(({ name, value }) => [name, value]) ?? []);
  if (found.size === 0) return noAttributes;
  const text = (name: string) => found.get(name)?.trim() || null;
  const flag = (name: string, standard: boolean) => {
    const value = found.get(name)?.toLowerCase() ?? '';
    return yes.has(value) ? true : no.has(value) ? false : standard;
  };
  const exit = text('expectExit');
  return {
    name: text('name'),
    cwd: text('cwd'),
    interactive: flag('interactive', true),
    background: flag('background', false),
    interpreter: text('interpreter'),
    excludeFromRunAll: flag('excludeFromRunAll', false),
    promptEnv: !noPrompt.has(found.get('promptEnv')?.toLowerCase() ?? ''),
    expectExit: exit !== null && /^\d{1,3}$/.test(exit) && Number(exit) <= 255 ? Number(exit) : null,
    expectOutput: found.get('expectOutput') || null,
    timeoutMs: durationMs(text('timeout')),
    risk: riskClasses.find(risk => risk === text('risk')) ?? null,
    rollback: text('rollback'),
    manual: flag('manual', false),
  };
}

/** `30s`, `5m`, `500ms`; a bare number is seconds. Null for anything else, and for 0. */
function durationMs(text: string | null): number | null {
  const [, number, unit = 's'] = /^(\d{1,6})(ms|s|m|h)?$/.exec(text ?? '') ?? [];
  if (number === undefined) return null;
  const duration = Number(number) * unitsMs[unit as keyof typeof unitsMs];
  return duration > 0 ? Math.min(duration, longestMs) : null;
}
