import type { Severity } from '../../incidents/incident.ts';
import type { StandardRole } from '../teamFile.ts';

/** Everything that a team without a file is told, in one language. */
export interface StandardTexts {
  readonly severities: Readonly<Record<Severity, { readonly name: string; readonly meaning: string }>>;
  readonly roles: Readonly<Record<StandardRole, { readonly name: string; readonly duties: string }>>;
  /** In the order of the stages, then the war room’s; each item by its id, which is the same in every language. */
  readonly checklists: {
    readonly detection: Items<'time' | 'source' | 'incident'>;
    readonly triage: Items<
      'real' | 'impact' | 'severity' | 'incidentCommander' | 'channel' | 'stakeholdersTold'
    >;
    readonly investigation: Items<'runbook' | 'changes' | 'dashboards' | 'hypotheses' | 'update'>;
    readonly mitigation: Items<'option' | 'rollback' | 'approval' | 'effect' | 'update'>;
    readonly resolution: Items<'stable' | 'alerts' | 'temporary' | 'told' | 'resolved'>;
    readonly 'post-mortem': Items<'facts' | 'causes' | 'actions' | 'runbook' | 'review'>;
    readonly warRoom: Items<WarRoomItem>;
  };
  readonly escalation: Readonly<
    Record<
      'notMitigated' | 'runbookNotSuccessful' | 'riskyRollback' | 'financialImpact' | 'dataLeak',
      /** `tell` goes besides the roles that the rule names. */
      { readonly name: string; readonly tell: readonly string[]; readonly note: string }
    >
  >;
}

/** The standard items of the war room; each has a command that helps with it. */
export type WarRoomItem = 'bridge' | 'people' | 'link' | 'scribe' | 'dashboards' | 'access';

type Items<Id extends string> = Readonly<Record<Id, string>>;
