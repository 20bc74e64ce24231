import type { OnCallParts } from '../../src/extension.ts';

/** Signs in without the questions; they have tests of their own. */
export async function connect({ accounts }: OnCallParts, origin: string, token: string): Promise<void> {
  const identity = await accounts.check(origin, token);
  await accounts.signIn({ origin, token, from: null, label: 'PagerDuty', identity });
}

export async function disconnect({ accounts }: OnCallParts): Promise<void> {
  for (const { id } of accounts.all()) await accounts.signOut(id);
}
