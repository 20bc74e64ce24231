import type { KeptAccount } from '../../../../src/core/incidents/accounts/accountList.ts';

export const us = 'https://api.pagerduty.com';

export function kept(id: string, fields: Partial<KeptAccount> = {}): KeptAccount {
  return {
    id,
    label: `Account ${id}`,
    origin: us,
    token: `token-of-${id}`,
    kind: 'user',
    person: { id: `P${id}`, name: `Person ${id}` },
    teams: [],
    from: null,
    changedAt: 1_000,
    identifiedAt: fields.changedAt ?? 1_000,
    ...fields,
  };
}
