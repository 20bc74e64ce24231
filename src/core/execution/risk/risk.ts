/** What a command may do, from harmless to what cannot be taken back. The order is the order of danger. */
export const riskClasses = ['read-only', 'changing', 'destructive'] as const;
export type RiskClass = (typeof riskClasses)[number];

/** What a command acts on: it decides whose name stands in an approval. */
export type TargetKind = 'kubernetes' | 'aws' | 'gcloud' | 'azure' | 'docker' | 'database' | 'redis' | 'host';

/** A target that a command names itself (`--context prod-eu`); it stands before the one that is set outside. */
export interface NamedTarget {
  readonly kind: TargetKind;
  /** Null where it is a value that is known only when the block runs. Never a password. */
  readonly name: string | null;
  /** The variable that the block sets to it. */
  readonly variable?: string;
}

/**
 * A plain sentence, in English; where it names something, with that for its `{0}`. Whoever shows it to a person
 * translates it by `reasonText`: the thread that finds it knows no language.
 */
export type Reason = string | readonly [sentence: string, named: string];

/** One command of a block. */
export interface Finding {
  readonly risk: RiskClass;
  /** As it is written, cut to one short line. */
  readonly command: string;
  /** 1-based, in the block. */
  readonly line: number;
  readonly reason: Reason;
}

export interface RiskReport {
  /** The worst of the findings; read-only where there is no command at all. */
  readonly risk: RiskClass;
  /** In the order of the block. */
  readonly findings: readonly Finding[];
  /** Only `host` where nothing else is touched. */
  readonly touches: readonly TargetKind[];
  readonly named: readonly NamedTarget[];
}

export function worse(a: RiskClass, b: RiskClass): RiskClass {
  return riskClasses.indexOf(a) >= riskClasses.indexOf(b) ? a : b;
}

export function worstOf(classes: Iterable<RiskClass>): RiskClass {
  let worst: RiskClass = 'read-only';
  for (const one of classes) worst = worse(worst, one);
  return worst;
}
