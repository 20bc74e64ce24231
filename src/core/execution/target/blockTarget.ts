import type { NamedTarget, RiskReport } from '../risk/risk.ts';
import { readTarget, type TargetSources } from './readTarget.ts';
import { targetOf, type Environments, type Target, type TargetPart } from './target.ts';

const mostReadings = 4;
/** What a block may set to have its commands act elsewhere, and what then has to be read again. */
const readAgain: ReadonlySet<string> = new Set([
  'KUBECONFIG',
  'AWS_PROFILE',
  'AWS_DEFAULT_PROFILE',
  'CLOUDSDK_ACTIVE_CONFIG_NAME',
]);

/** What a block acts on, with the places that it names itself looked up as well: the account of a profile. */
export async function blockTarget(
  sources: TargetSources,
  { touches, named }: Pick<RiskReport, 'touches' | 'named'>,
  environments: Environments,
): Promise<Target> {
  const outside = await readTarget(sources);
  const parts: TargetPart[] = [...outside];
  const settings = new Map(named.map(one => [JSON.stringify(settingOf(one)), settingOf(one)]));
  for (const set of [...settings.values()].filter(one => one !== null).slice(0, mostReadings)) {
    const inside = await readTarget({ ...sources, env: { ...sources.env, [set.variable]: set.value } });
    for (const part of inside)
      if (part.kind === set.kind && !outside.some(one => one.name === part.name && one.value === part.value))
        parts.push({ ...part, setInBlock: true });
  }
  return targetOf(parts, touches, named, environments);
}

function settingOf({ kind, name, variable }: NamedTarget) {
  if (name === null) return null;
  if (variable !== undefined) return readAgain.has(variable) ? { kind, variable, value: name } : null;
  // `--profile prod` and `--kubeconfig ./prod.yaml`
  if (kind === 'aws' && /^[\w.@-]+$/.test(name)) return { kind, variable: 'AWS_PROFILE', value: name };
  if (kind === 'kubernetes' && name.includes('/')) return { kind, variable: 'KUBECONFIG', value: name };
  return null;
}
