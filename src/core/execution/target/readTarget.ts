import { isAbsolute, join, resolve } from 'node:path';
import { sentence } from '../../sentence.ts';
import { isObject } from '../../timeline/entryGuard.ts';
import { awsTarget } from './awsTarget.ts';
import { kubernetesTarget, textOf } from './kubernetesTarget.ts';
import { placeOf } from './placeOf.ts';
import { noneSet, type TargetPart } from './target.ts';

export interface TargetSources {
  /** As the block will have it. */
  readonly env: Readonly<Record<string, string | undefined>>;
  /** The block’s working directory: paths in variables count from it. */
  readonly cwd: string;
  readonly home: string;
  readonly hostName: string;
  /** The text of a file; null where there is none or it cannot be read. */
  readonly read: (path: string) => Promise<string | null>;
}

/** What commands would act on now, read from files and variables; no tool is started, and no password is read. */
export async function readTarget(outer: TargetSources): Promise<readonly TargetPart[]> {
  const sources: TargetSources = {
    ...outer,
    read: path => outer.read(isAbsolute(path) ? path : resolve(outer.cwd, path)),
  };
  const { env, hostName } = sources;
  const parts = await Promise.all([
    kubernetesTarget(sources),
    gcloud(sources),
    awsTarget(sources),
    azure(sources),
    docker(sources),
  ]);
  return [
    ...parts.flat(),
    ...database(env),
    {
      kind: 'redis',
      name: sentence('Redis host'),
      value: placeOf(env['REDIS_URL'] || env['REDIS_HOST'] || 'localhost'),
    },
    { kind: 'host', name: sentence('host'), value: hostName },
  ];
}

function database(env: TargetSources['env']): TargetPart[] {
  const [inUrl, ofUrl] = env['DATABASE_URL'] ? placeOf(env['DATABASE_URL']).split('/') : [];
  const host = inUrl || env['PGHOST'] || env['PGHOSTADDR'] || env['MYSQL_HOST'] || 'localhost';
  const parts: TargetPart[] = [{ kind: 'database', name: sentence('database host'), value: host }];
  const name = ofUrl || env['PGDATABASE'] || env['MYSQL_DATABASE'];
  if (name) parts.push({ kind: 'database', name: sentence('database'), value: placeOf(name) });
  if (env['PGSERVICE'])
    parts.push({ kind: 'database', name: sentence('database service'), value: env['PGSERVICE'] });
  return parts;
}

async function gcloud({ env, home, read }: TargetSources): Promise<TargetPart[]> {
  const folder = env['CLOUDSDK_CONFIG'] || join(home, '.config/gcloud');
  const name =
    env['CLOUDSDK_ACTIVE_CONFIG_NAME'] || (await read(join(folder, 'active_config')))?.trim() || 'default';
  const safe = /^[\w-]{1,80}$/.test(name) ? name : 'default';
  const text = (await read(join(folder, 'configurations', `config_${safe}`))) ?? '';
  const set = (key: string) => new RegExp(`^\\s*${key}\\s*=\\s*(\\S+)`, 'm').exec(text)?.[1];
  const project = env['CLOUDSDK_CORE_PROJECT'] || set('project');
  const account = env['CLOUDSDK_CORE_ACCOUNT'] || set('account');
  return [
    { kind: 'gcloud', name: sentence('gcloud configuration'), value: name },
    ...(project ? [{ kind: 'gcloud' as const, name: sentence('project'), value: project }] : []),
    ...(account ? [{ kind: 'gcloud' as const, name: sentence('gcloud account'), value: account }] : []),
  ];
}

async function azure({ env, home, read }: TargetSources): Promise<TargetPart[]> {
  const folder = env['AZURE_CONFIG_DIR'] || join(home, '.azure');
  const profile = objectIn(await read(join(folder, 'azureProfile.json')));
  const all = Array.isArray(profile['subscriptions']) ? (profile['subscriptions'] as unknown[]) : [];
  const active = all.find(item => isObject(item) && item['isDefault'] === true);
  const name = isObject(active) ? textOf(active['name']) : null;
  return [{ kind: 'azure', name: sentence('Azure subscription'), value: name ?? noneSet }];
}

/** DOCKER_HOST comes before a context: https://docs.docker.com/engine/manage-resources/contexts/ */
async function docker({ env, home, read }: TargetSources): Promise<TargetPart[]> {
  if (env['DOCKER_HOST'])
    return [{ kind: 'docker', name: sentence('Docker host'), value: placeOf(env['DOCKER_HOST']) }];
  const folder = env['DOCKER_CONFIG'] || join(home, '.docker');
  const config = objectIn(await read(join(folder, 'config.json')));
  const context = env['DOCKER_CONTEXT'] || textOf(config['currentContext']) || 'default';
  return [{ kind: 'docker', name: sentence('Docker context'), value: context }];
}

function objectIn(json: string | null): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse((json ?? '{}').replace(/^\uFEFF/, ''));
    return isObject(value) ? value : {};
  } catch {
    return {};
  }
}
