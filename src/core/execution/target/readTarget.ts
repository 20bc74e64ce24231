import { join } from 'node:path';
import { isObject } from '../../timeline/entryGuard.ts';
import type { TargetPart } from './target.ts';

export interface TargetSources {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly hostName: string;
  /** The text of a file; null where there is none or it cannot be read. */
  readonly read: (path: string) => Promise<string | null>;
}

/** The files are a person’s own, but may be of any size: what is larger is not parsed (see `yaml`’s limits). */
const largest = 256 * 1024;

/** What commands would act on now, read from files and variables; no tool is started, and no password is read. */
export async function readTarget(sources: TargetSources): Promise<readonly TargetPart[]> {
  const { env, hostName } = sources;
  const parts: TargetPart[] = [...(await kubernetes(sources)), ...(await gcloud(sources))];
  const add = (part: Omit<TargetPart, 'value'>, value: string | undefined) => {
    if (value) parts.push({ ...part, value });
  };
  add(
    { kind: 'aws', name: 'AWS profile' },
    env['AWS_PROFILE'] ??
      env['AWS_DEFAULT_PROFILE'] ??
      (env['AWS_ACCESS_KEY_ID'] ? 'access key of the environment' : 'default'),
  );
  add({ kind: 'aws', name: 'AWS region' }, env['AWS_REGION'] ?? env['AWS_DEFAULT_REGION']);
  add({ kind: 'azure', name: 'Azure subscription' }, await azure(sources));
  add(
    { kind: 'database', name: 'database host' },
    hostOf(env['DATABASE_URL']) ?? env['PGHOST'] ?? env['MYSQL_HOST'] ?? 'localhost',
  );
  add({ kind: 'host', name: 'host' }, hostName);
  return parts;
}

async function kubernetes({ env, home, read }: TargetSources): Promise<TargetPart[]> {
  const paths = (env['KUBECONFIG'] ?? '').split(process.platform === 'win32' ? ';' : ':').filter(Boolean);
  if (paths.length === 0) paths.push(join(home, '.kube/config'));
  let context: string | null = null;
  let namespace: string | null = null;
  const texts = (await Promise.all(paths.map(read))).filter(text => text !== null);
  const { parse } = await import('yaml');
  const files: Record<string, unknown>[] = [];
  for (const text of texts) {
    if (text.length > largest || /[[{]{40}/.test(text))
      return [{ kind: 'kubernetes', name: 'Kubernetes context', value: null }];
    try {
      const value: unknown = parse(text, { maxAliasCount: 20 });
      if (isObject(value)) files.push(value);
    } catch {
      return [{ kind: 'kubernetes', name: 'Kubernetes context', value: null }];
    }
  }
  // kubectl takes the first file that sets it: https://kubernetes.io/docs/concepts/configuration/organize-cluster-access-kubeconfig/
  for (const file of files) context ??= textOf(file['current-context']);
  for (const file of files)
    for (const item of Array.isArray(file['contexts']) ? (file['contexts'] as unknown[]) : [])
      if (isObject(item) && item['name'] === context && isObject(item['context']))
        namespace ??= textOf(item['context']['namespace']);
  return [
    { kind: 'kubernetes', name: 'Kubernetes context', value: context ?? 'none set' },
    { kind: 'kubernetes', name: 'namespace', value: namespace ?? 'default' },
  ];
}

async function gcloud({ env, home, read }: TargetSources): Promise<TargetPart[]> {
  const folder = env['CLOUDSDK_CONFIG'] ?? join(home, '.config/gcloud');
  const name =
    env['CLOUDSDK_ACTIVE_CONFIG_NAME'] ?? (await read(join(folder, 'active_config')))?.trim() ?? 'default';
  const safe = /^[\w-]{1,80}$/.test(name) ? name : 'default';
  const text = (await read(join(folder, 'configurations', `config_${safe}`))) ?? '';
  const project = env['CLOUDSDK_CORE_PROJECT'] ?? /^\s*project\s*=\s*(\S+)/m.exec(text)?.[1];
  return [
    { kind: 'gcloud', name: 'gcloud configuration', value: name },
    ...(project ? [{ kind: 'gcloud' as const, name: 'project', value: project }] : []),
  ];
}

async function azure({ home, read }: TargetSources): Promise<string> {
  try {
    const value: unknown = JSON.parse(
      ((await read(join(home, '.azure/azureProfile.json'))) ?? '{}').replace(/^\uFEFF/, ''),
    );
    const all =
      isObject(value) && Array.isArray(value['subscriptions']) ? (value['subscriptions'] as unknown[]) : [];
    const active = all.find(item => isObject(item) && item['isDefault'] === true);
    return (isObject(active) && textOf(active['name'])) || 'none set';
  } catch {
    return 'none set';
  }
}

/** The host of an address; never the user or the password. */
function hostOf(address: string | undefined): string | undefined {
  if (!address) return undefined;
  return URL.canParse(address) ? new URL(address).hostname : 'an address that cannot be read';
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
