import type { EscalationPolicy, OnCall } from '../../../../src/core/incidents/directory.ts';

export const ada = { id: 'PADA', name: 'Ada', timeZone: 'Europe/Berlin' };
export const bob = { id: 'PBOB', name: 'Bob', timeZone: null };

export function policy(id: string, levels: number): EscalationPolicy {
  return {
    id,
    name: `Policy ${id}`,
    teams: [],
    levels: Array.from({ length: levels }, (_, index) => ({
      level: index + 1,
      delayMinutes: 30,
      targets: [],
    })),
  };
}

export function onCall(policyId: string, level: number, fields: Partial<OnCall> = {}): OnCall {
  return {
    person: ada,
    level,
    policy: { id: policyId, name: `Policy ${policyId}` },
    schedule: { id: 'S1', name: 'Primary' },
    from: null,
    until: '2026-01-19T08:00:00.000Z',
    ...fields,
  };
}
