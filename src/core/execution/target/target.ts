import { globRegExp } from '../risk/commandLine.ts';
import type { NamedTarget, TargetKind } from '../risk/risk.ts';

/** In the order of the setting: the first that fits counts. */
export type Environments = readonly { readonly name: string; readonly patterns: readonly string[] }[];

export interface TargetPart {
  readonly kind: TargetKind;
  /** “Kubernetes context”. */
  readonly name: string;
  /** Null where it is only known when the block runs. */
  readonly value: string | null;
}

export interface Target {
  readonly parts: readonly TargetPart[];
  /** Null where no environment’s pattern fits. */
  readonly environment: string | null;
  /** Also where a part is not known: it may be production. */
  readonly production: boolean;
}

const production = 'production';

/**
 * What a block acts on: of what is set outside only what it touches. A target that the block names itself
 * stands beside it, because it may name one for some commands only.
 */
export function targetOf(
  outside: readonly TargetPart[],
  touches: readonly TargetKind[],
  named: readonly NamedTarget[],
  environments: Environments,
): Target {
  const kinds = new Set<TargetKind>([...touches, ...named.map(({ kind }) => kind)]);
  const parts = outside.filter(({ kind }) => kinds.has(kind));
  for (const { kind, name } of named)
    if (!parts.some(part => part.kind === kind && part.value === name))
      parts.push({ kind, name: 'Named in the block', value: name });
  if (parts.length === 0) parts.push(...outside.filter(({ kind }) => kind === 'host'));
  const unknown = parts.some(({ value }) => value === null);
  const values = parts.flatMap(({ value }) => (value === null ? [] : [value]));
  const fitting = environments.filter(({ patterns }) =>
    patterns.some(pattern => values.some(value => globRegExp(pattern).test(value))),
  );
  const isProduction = fitting.some(({ name }) => name.toLowerCase() === production);
  return {
    parts,
    environment: isProduction ? production : (fitting[0]?.name ?? null),
    production: isProduction || unknown,
  };
}

/** What has to be typed to approve: the most telling name of the target. */
export function nameOf({ parts }: Target): string {
  return (
    parts.find(({ kind, value }) => kind !== 'host' && value !== null)?.value ??
    parts.find(({ value }) => value !== null)?.value ??
    production
  );
}

/** “Kubernetes context prod-eu, namespace shop” */
export function targetText({ parts }: Target): string {
  return parts.map(({ name, value }) => `${name} ${value ?? 'known only when it runs'}`).join(', ');
}
