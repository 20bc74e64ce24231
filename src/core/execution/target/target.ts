import { t } from '@vscode/l10n';
import { sentence } from '../../sentence.ts';
import { globRegExp } from '../risk/commandLine.ts';
import type { NamedTarget, TargetKind } from '../risk/risk.ts';

/** In the order of the setting: the first that fits counts. */
export type Environments = readonly { readonly name: string; readonly patterns: readonly string[] }[];

export interface TargetPart {
  readonly kind: TargetKind;
  /** “Kubernetes context”, in English; see partName. */
  readonly name: string;
  /** Null where it is only known when the block runs. */
  readonly value: string | null;
  /** The block itself sets it for some of its commands. */
  readonly setInBlock?: true;
}

export interface Target {
  readonly parts: readonly TargetPart[];
  /** Null where no environment’s pattern fits. */
  readonly environment: string | null;
  /** The value that makes it production; null where none does. */
  readonly decisive: string | null;
  /** Also where a part is not known: it may be production. */
  readonly production: boolean;
}

const production = 'production';

/** The value of a part that exists and is set to nothing. */
export const noneSet = sentence('none set');

/** The value of a profile where keys stand for it. */
export const byKeys = sentence('access key of the environment');

const namedInBlock = sentence('named in the block');

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
  const known = new Set(named.flatMap(({ kind, name }) => (name === null ? [] : [kind])));
  // Where a block names its own, that none is set outside says nothing.
  const parts = outside.filter(
    ({ kind, value }) => kinds.has(kind) && !(value === noneSet && known.has(kind)),
  );
  for (const { kind, name } of named) {
    if (parts.some(part => part.kind === kind && part.value === name)) continue;
    const part = { kind, name: namedInBlock, value: name };
    // A machine that is gone to counts before the one that one sits at.
    if (kind === 'host') parts.unshift(part);
    else parts.push(part);
  }
  if (parts.length === 0) parts.push(...outside.filter(({ kind }) => kind === 'host'));
  const unknown = parts.some(({ value }) => value === null);
  const values = parts.flatMap(({ value }) => (value === null ? [] : [value]));
  const fitting = environments.filter(environment => values.some(value => fits(environment, value)));
  const productive = fitting.find(({ name }) => name.toLowerCase() === production);
  return {
    parts,
    environment: productive ? production : (fitting[0]?.name ?? null),
    decisive: productive ? values.find(value => fits(productive, value))! : null,
    production: productive !== undefined || unknown,
  };
}

/** Held against the name as it is written, and against its words: `*-live-*` fits “live” and “cluster/live_eu”. */
function fits({ patterns }: Environments[number], value: string): boolean {
  const words = `-${value.replace(/[^\p{L}\p{N}]+/gu, '-')}-`;
  return patterns.some(pattern => globRegExp(pattern).test(value) || globRegExp(pattern).test(words));
}

/** What has to be typed to approve: the most telling name of the target. */
export function nameOf({ parts, decisive }: Target): string {
  const named = parts.filter(({ value }) => value !== null && value !== noneSet);
  const best =
    named.find(({ name }) => name === namedInBlock) ?? named.find(({ kind }) => kind !== 'host') ?? named[0];
  return decisive ?? (best ? valueText(best) : production);
}

/** What a part is, in the language of who reads it. */
export function partName({ name, setInBlock }: TargetPart): string {
  return setInBlock ? t('{0} (set in the block)', t(name)) : t(name);
}

export function valueText({ value }: TargetPart): string {
  if (value === null) return t('known only when it runs');
  return value === noneSet || value === byKeys ? t(value) : value;
}

/** “Kubernetes context prod-eu, namespace shop” */
export function targetText({ parts }: Target): string {
  return parts.map(part => `${partName(part)} ${valueText(part)}`).join(', ');
}
