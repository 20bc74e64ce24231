import type { Language } from '../postmortem/languages/language.ts';
import { type Stage, stages } from '../timeline/entry.ts';
import type { Checklist } from './checklists.ts';
import type { DeadlineRules, EscalationRule } from './deadlines.ts';
import { defaultRoles, type Role } from './roles.ts';
import { defaultMatrix, type PriorityMatrix } from './severity.ts';
import { responseWords } from './words/words.ts';

/** The names and tables that the process goes by. */
export interface ResponseRules extends DeadlineRules {
  readonly matrix: PriorityMatrix;
  readonly roles: readonly Role[];
  readonly checklists: ReadonlyMap<Stage, Checklist>;
}

/** What somebody can say that an escalation rule waits for; a team may name more. */
export const defaultFlags = ['financialImpact', 'dataLeak'] as const;

/** Where the team has no file of its own. */
export function defaultRules(language: Language): ResponseRules {
  const { checklists, escalation } = responseWords[language];
  return {
    matrix: defaultMatrix,
    roles: defaultRoles,
    checklists: new Map(
      stages.map(stage => [stage, { stage, items: checklists[stage].map(([id, text]) => ({ id, text })) }]),
    ),
    escalation: defaultEscalation(escalation),
    updateMinutes: { P1: 30, P2: 60 },
  };
}

function defaultEscalation(words: (typeof responseWords)['en']['escalation']): readonly EscalationRule[] {
  return [
    {
      ...{ id: 'no-mitigation', name: words.noMitigation.name, tell: words.noMitigation.tell },
      ...{ severities: ['P1'], when: { kind: 'notMitigatedAfter', minutes: 30 } },
    },
    {
      ...{ id: 'runbook-without-success', name: words.runbook.name, tell: words.runbook.tell },
      ...{ severities: [], when: { kind: 'runbookNotSuccessfulAfter', minutes: null } },
    },
    {
      ...{ id: 'risky-rollback', name: words.rollback.name, tell: words.rollback.tell },
      ...{ severities: [], when: { kind: 'riskyRollback' } },
    },
    {
      ...{ id: 'financial-impact', name: words.money.name, tell: words.money.tell },
      ...{ severities: [], when: { kind: 'flag', flag: 'financialImpact' } },
    },
    {
      ...{ id: 'data-leak', name: words.leak.name, tell: words.leak.tell },
      ...{ severities: [], when: { kind: 'flag', flag: 'dataLeak' } },
    },
  ];
}
