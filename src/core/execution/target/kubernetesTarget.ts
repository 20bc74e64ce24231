import { delimiter, join } from 'node:path';
import { maxAliases, readYaml } from '../../runbooks/boundedYaml.ts';
import { sentence } from '../../sentence.ts';
import { isObject } from '../../timeline/entryGuard.ts';
import type { TargetSources } from './readTarget.ts';
import { noneSet, type TargetPart } from './target.ts';

const mostFiles = 20;
const unknown: readonly TargetPart[] = [
  { kind: 'kubernetes', name: sentence('Kubernetes context'), value: null },
];

/**
 * Context and namespace as kubectl would take them: the first file of KUBECONFIG that sets one
 * (https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/).
 */
export async function kubernetesTarget({ env, home, read }: TargetSources): Promise<readonly TargetPart[]> {
  const paths = (env['KUBECONFIG'] ?? '').split(delimiter).filter(Boolean).slice(0, mostFiles);
  if (paths.length === 0) paths.push(join(home, '.kube/config'));
  const files: Record<string, unknown>[] = [];
  for (const text of await Promise.all(paths.map(read))) {
    if (text === null) continue;
    const file = kubeconfigIn(text);
    if (!file) return unknown;
    files.push(file);
  }
  let context: string | null = null;
  let namespace: string | null = null;
  for (const file of files) context ??= textOf(file['current-context']);
  for (const file of files)
    for (const item of Array.isArray(file['contexts']) ? (file['contexts'] as unknown[]) : [])
      if (isObject(item) && item['name'] === context && isObject(item['context']))
        namespace ??= textOf(item['context']['namespace']);
  const name = sentence('Kubernetes context');
  // Then there is no namespace either: a block that names a context goes to the one set in that.
  if (context === null) return [{ kind: 'kubernetes', name, value: noneSet }];
  return [
    { kind: 'kubernetes', name, value: context },
    { kind: 'kubernetes', name: sentence('namespace'), value: namespace ?? 'default' },
  ];
}

/** Null where it cannot be read. Certificates and keys make most of it, and are not looked at. */
function kubeconfigIn(text: string): Record<string, unknown> | null {
  const read = readYaml(text.replace(/\r\n/g, '\n').replace(/^\s*[\w-]+-data:.*$/gm, ''));
  if (!read.ok) return null;
  try {
    const value: unknown = read.document.toJS({ maxAliasCount: maxAliases });
    return isObject(value) ? value : value === null ? {} : null;
  } catch {
    return null;
  }
}

/** The text that a field holds; null for none, and for an empty one. */
export function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
