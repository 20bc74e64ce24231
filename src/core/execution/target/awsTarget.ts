import { join } from 'node:path';
import { sentence } from '../../sentence.ts';
import type { TargetSources } from './readTarget.ts';
import { byKeys, type TargetPart } from './target.ts';

/** Profile, account and region; of the keys only that there are some. Sections as in `aws configure`’s file. */
export async function awsTarget({ env, home, read }: TargetSources): Promise<readonly TargetPart[]> {
  const hasKeys = !env['AWS_PROFILE'] && !env['AWS_DEFAULT_PROFILE'] && env['AWS_ACCESS_KEY_ID'];
  const profile = env['AWS_PROFILE'] || env['AWS_DEFAULT_PROFILE'] || 'default';
  const config = (await read(env['AWS_CONFIG_FILE'] || join(home, '.aws/config'))) ?? '';
  const section = hasKeys ? new Map<string, string>() : sectionOf(config, profile);
  const parts: TargetPart[] = [
    { kind: 'aws', name: sentence('AWS profile'), value: hasKeys ? byKeys : profile },
  ];
  const session = section.get('sso_session');
  const account =
    section.get('sso_account_id') ?? /^arn:[\w-]+:iam::(\d{12}):/.exec(section.get('role_arn') ?? '')?.[1];
  if (account) parts.push({ kind: 'aws', name: sentence('AWS account'), value: account });
  if (session) parts.push({ kind: 'aws', name: sentence('AWS session'), value: session });
  const region = env['AWS_REGION'] || env['AWS_DEFAULT_REGION'] || section.get('region');
  if (region) parts.push({ kind: 'aws', name: sentence('AWS region'), value: region });
  return parts;
}

function sectionOf(config: string, profile: string): ReadonlyMap<string, string> {
  const wanted = profile === 'default' ? ['default', 'profile default'] : [`profile ${profile}`];
  const found = new Map<string, string>();
  let inside = false;
  for (const line of config.split(/\r?\n/)) {
    const head = /^\s*\[\s*([^\]]*?)\s*\]/.exec(line)?.[1];
    if (head !== undefined) inside = wanted.includes(head.replace(/\s+/g, ' '));
    const [, name, value] = /^\s*(\w+)\s*=\s*(.+?)\s*$/.exec(line) ?? [];
    if (inside && name !== undefined && value !== undefined) found.set(name.toLowerCase(), value);
  }
  return found;
}
