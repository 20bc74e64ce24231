import { hash } from 'node:crypto';
import type * as vscode from 'vscode';
import type { RunbookUse } from './runbookUse.ts';

export type SecretStore = Pick<vscode.SecretStorage, 'get' | 'store' | 'delete' | 'keys'>;

const prefix = 'onCall.variable.';

/** Bound to the folder as well: a runbook of the same name elsewhere must not be given it. Good for all incidents. */
export function secretKey({ runbook, cwd }: RunbookUse, name: string): string {
  return `${prefix}${hash('sha256', JSON.stringify([cwd, runbook, name]))}`;
}

/** Every secret of every runbook, also of those that are gone. */
export async function deleteSecrets(secrets: SecretStore): Promise<void> {
  for (const key of await secrets.keys()) if (key.startsWith(prefix)) await secrets.delete(key);
}
