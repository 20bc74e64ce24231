import type { ToolRule } from '../toolRule.ts';
import { cloud } from './cloud.ts';
import { containers } from './containers.ts';
import { coreutils } from './coreutils.ts';
import { databases } from './databases.ts';
import { http } from './http.ts';
import { network } from './network.ts';
import { packages } from './packages.ts';
import { services } from './services.ts';
import { stores } from './stores.ts';
import { tools } from './tools.ts';

/** Of every family; of two for one tool the first counts. */
export const allRules: readonly ToolRule[] = [
  ...coreutils,
  ...network,
  ...containers,
  ...cloud,
  ...services,
  ...packages,
  ...tools,
  ...http,
  ...databases,
  ...stores,
];
const byName = new Map<string, ToolRule>();
const byPattern: ToolRule[] = [];
for (const rule of allRules)
  for (const name of rule.names) {
    if (name.includes('*')) byPattern.push(rule);
    else if (!byName.has(name)) byName.set(name, rule);
  }

/** The rule of a tool, by its name without a path. */
export function ruleOf(name: string): ToolRule | undefined {
  return (
    byName.get(name) ??
    byPattern.find(rule =>
      rule.names.some(pattern => pattern.endsWith('*') && name.startsWith(pattern.slice(0, -1))),
    )
  );
}
