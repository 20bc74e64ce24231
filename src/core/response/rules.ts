import type { Severity } from '../incidents/incident.ts';
import { standardTexts } from '../team/languages/index.ts';
import { standardRoles, type TeamConfig, type TeamRole } from '../team/teamFile.ts';
import type { ChecklistOwner } from '../timeline/checklistName.ts';
import type { Checklist } from './checklists.ts';
import type { DeadlineRules } from './deadlines.ts';
import type { Role } from './roles.ts';
import type { PriorityMatrix } from './severity.ts';

/** The names and tables that the process goes by: a team’s, or what is standard. */
export interface ResponseRules extends DeadlineRules {
  readonly matrix: PriorityMatrix;
  readonly roles: readonly Role[];
  readonly checklists: ReadonlyMap<ChecklistOwner, Checklist>;
  /** What each severity is called and means. */
  readonly severities: TeamConfig['severities'];
}

/** What somebody can say that an escalation rule waits for; a team may name more. */
export const defaultFlags = ['financialImpact', 'dataLeak'] as const;

/** The severities at which an incident should not go without its leading roles. */
const grave: readonly Severity[] = ['P1', 'P2'];

export function responseRules(team: TeamConfig): ResponseRules {
  const minutes = team.severities.flatMap(({ id, nextUpdateMinutes }) =>
    nextUpdateMinutes === null ? [] : [[id, nextUpdateMinutes] as const],
  );
  return {
    matrix: team.matrix,
    roles: team.roles.map(roleOf),
    checklists: new Map(team.checklists.map(list => [list.stage, list])),
    escalation: team.escalation,
    updateMinutes: Object.fromEntries(minutes),
    severities: team.severities,
  };
}

/** The timeline names a standard role in English, whatever the language: it is read by people of several. */
function roleOf({ id, name, duties, several }: TeamRole): Role {
  const standard = standardRoles.find(one => one === id);
  return {
    name: standard ? standardTexts.en.roles[standard].name : name,
    title: name,
    duties,
    shared: several,
    neededFor: several ? [] : grave,
  };
}
