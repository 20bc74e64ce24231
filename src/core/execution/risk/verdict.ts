import type { Judgement } from './judgeTool.ts';
import { worse, type NamedTarget, type Reason, type RiskClass, type TargetKind } from './risk.ts';

/** What reading a command led to. */
export interface Verdict {
  readonly risk: RiskClass;
  readonly reason: Reason;
  readonly touches: readonly TargetKind[];
  readonly named: readonly NamedTarget[];
  /** Of what it touches, what it changes; where it is not said, the class says it. */
  readonly changes?: readonly TargetKind[];
  /** It runs a file in its own shell: what that sets, and so where the others act, is not known. */
  readonly loads?: boolean;
}

export interface Surroundings {
  /** What the command reads: the text where it is known, UNKNOWN where it is not, null where nothing is piped in. */
  readonly input: string | null;
  /** The block’s own functions, with what stands in them: that is judged where it stands, too. */
  readonly own: ReadonlyMap<string, readonly string[]>;
  /** Judges a script inside the command, whose commands read `input`. */
  readonly script: (text: string, input: string | null) => Verdict;
  readonly depth: number;
}

export const obscured: Judgement = {
  risk: 'destructive',
  reason: 'Which command this is, is only known when it runs.',
};

export function verdict({ risk, reason }: Judgement): Verdict {
  return { risk, reason, touches: [], named: [] };
}

export function changedBy({ changes, risk, touches }: Verdict): readonly TargetKind[] {
  return changes ?? (risk === 'read-only' ? [] : touches);
}

/** The worst of them, with the targets of all. */
export function worst(found: readonly Verdict[]): Verdict {
  let [result = verdict({ risk: 'read-only', reason: 'Only looks.' })] = found;
  for (const one of found)
    if (one.risk !== result.risk && worse(one.risk, result.risk) === one.risk) result = one;
  return {
    ...result,
    touches: found.flatMap(one => one.touches),
    named: found.flatMap(one => one.named),
    changes: found.flatMap(changedBy),
    loads: found.some(one => one.loads),
  };
}
