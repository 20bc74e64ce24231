import { type MessagePurpose, purposes } from '../comms/message.ts';
import type { Severity } from '../incidents/incident.ts';
import type { Language } from '../postmortem/languages/language.ts';
import type { ChecklistOwner } from '../timeline/checklistName.ts';
import { forEach } from './forEach.ts';
import { standardTexts } from './languages/index.ts';

/** Where an item was read: `.oncall/config.yaml`; null for what is standard. For people, not for opening. */
export type ItemOrigin = string | null;

/** What a team agreed on: plain data that names things and says when; nothing in it is ever run or asked with a key. */
export interface TeamConfig {
  readonly services: readonly TeamService[];
  /** P1 to P4, in this order. */
  readonly severities: readonly SeverityDefinition[];
  readonly matrix: PriorityMatrix;
  readonly roles: readonly TeamRole[];
  /** One for each stage, in their order, and the war room’s; a team may have emptied one. */
  readonly checklists: readonly TeamChecklist[];
  readonly escalation: readonly EscalationRule[];
  readonly messages: MessageTemplates;
  readonly alerts: readonly AlertDefinition[];
}

export interface TeamService {
  readonly name: string;
  /** Empty where nothing is said. */
  readonly description: string;
  /** Folders of the workspace, names or remotes, as ServiceMapping has them. */
  readonly repositories: readonly string[];
  readonly owners: readonly string[];
  /** Paths inside the workspace, or https addresses. */
  readonly runbooks: readonly string[];
  readonly dashboards: readonly { readonly name: string; readonly url: string }[];
  /** Blocks of runbooks that show whether one has access; each is judged before it is offered to be run. */
  readonly probes: readonly Probe[];
  /** `slack:#checkout`; null where none is named. */
  readonly chat: string | null;
  /** Both null where none is named; `url` is https. */
  readonly bridge: { readonly url: string | null; readonly phone: string | null };
  readonly origin: ItemOrigin;
}

/** A block of a runbook by its name; never a command. */
export interface Probe {
  /** A path inside the workspace. */
  readonly runbook: string;
  /** The block’s `name` in the runbook. */
  readonly block: string;
}

export interface SeverityDefinition {
  readonly id: Severity;
  readonly name: string;
  readonly meaning: string;
  /** After how many minutes people are told again; null for not at all. */
  readonly nextUpdateMinutes: number | null;
  /** What priorities of this severity are called at the provider, beside `P1`, `SEV-1` and the like. */
  readonly priorities: readonly string[];
  readonly origin: ItemOrigin;
}

export const levels = ['low', 'medium', 'high'] as const;
export type Level = (typeof levels)[number];

/** By urgency, then by impact: see proposedSeverity. */
export type PriorityMatrix = Readonly<Record<Level, Readonly<Record<Level, Severity>>>>;

export const standardRoles = [
  'incidentCommander',
  'techLead',
  'communicator',
  'scribe',
  'subjectMatterExpert',
] as const;
export type StandardRole = (typeof standardRoles)[number];

export interface TeamRole {
  /** One of `standardRoles`, or the team’s own; stays when the name changes. */
  readonly id: string;
  readonly name: string;
  readonly duties: string;
  /** Whether several people may have it at the same time. */
  readonly several: boolean;
  readonly origin: ItemOrigin;
}

export interface TeamChecklist {
  readonly stage: ChecklistOwner;
  readonly items: readonly ChecklistItem[];
  readonly origin: ItemOrigin;
}

export interface ChecklistItem {
  /** Unique among all checklists; of a team’s own item it is made of its words, so that ticks stay with them. */
  readonly id: string;
  readonly text: string;
}

export type EscalationOccasion =
  | { readonly kind: 'notMitigatedAfter'; readonly minutes: number }
  /** `minutes` is null for the time that the runbook states itself. */
  | { readonly kind: 'runbookNotSuccessfulAfter'; readonly minutes: number | null }
  | { readonly kind: 'riskyRollback' }
  /** Somebody says so: `financialImpact`, `dataLeak`, or what the team named. */
  | { readonly kind: 'flag'; readonly flag: string };

export interface EscalationRule {
  /** One of the standard rules’, or made of the name. */
  readonly id: string;
  readonly name: string;
  /** Empty for all. */
  readonly severities: readonly Severity[];
  readonly when: EscalationOccasion;
  /** Names of roles, people or channels, for people to read. */
  readonly tell: readonly string[];
  /** Empty where nothing is said. */
  readonly note: string;
  readonly origin: ItemOrigin;
}

/** The team’s own Mustache texts: see OwnTemplate. Null where the built-in one is used. */
export type MessageTemplates = Readonly<Record<MessagePurpose, Readonly<Record<Language, string | null>>>>;

export interface AlertDefinition {
  readonly name: string;
  /** As it was written: “error_rate > 1%”; null where none is. */
  readonly condition: string | null;
  /** How long it has to hold, as written: `5m`; null where nothing is said. */
  readonly duration: string | null;
  readonly severity: Severity | null;
  readonly notify: readonly string[];
  /** A path inside the workspace, or an https address. */
  readonly runbook: string | null;
  readonly origin: ItemOrigin;
}

/** What holds where a team has no file. The texts are in the language, all else is the same in each. */
export function defaultTeam(language: Language): TeamConfig {
  const texts = standardTexts[language];
  const origin = null;
  const severity = (id: Severity, nextUpdateMinutes: number | null): SeverityDefinition => ({
    ...{ id, ...texts.severities[id], nextUpdateMinutes, priorities: [], origin },
  });
  const role = (id: StandardRole): TeamRole => ({
    ...{ id, ...texts.roles[id], several: id === 'subjectMatterExpert', origin },
  });
  return {
    services: [],
    severities: [severity('P1', 15), severity('P2', 30), severity('P3', null), severity('P4', null)],
    matrix: {
      high: { low: 'P3', medium: 'P2', high: 'P1' },
      medium: { low: 'P4', medium: 'P3', high: 'P2' },
      low: { low: 'P4', medium: 'P4', high: 'P3' },
    },
    roles: standardRoles.map(role),
    checklists: Object.entries(texts.checklists).map(([stage, items]) => ({
      stage: stage as ChecklistOwner,
      items: Object.entries(items).map(([id, text]) => ({ id: `${stage}.${id}`, text })),
      origin,
    })),
    escalation: standardEscalation(language),
    messages: forEach(purposes, () => ({ en: null, fr: null })),
    alerts: [],
  };
}

function standardEscalation(language: Language): readonly EscalationRule[] {
  const { escalation, roles } = standardTexts[language];
  const rule = (
    id: keyof typeof escalation,
    when: EscalationOccasion,
    tell: readonly string[],
    severities: readonly Severity[] = [],
  ): EscalationRule => ({
    ...{ id, name: escalation[id].name, severities, when, origin: null },
    ...{ tell: [...tell, ...escalation[id].tell], note: escalation[id].note },
  });
  return [
    rule('notMitigated', { kind: 'notMitigatedAfter', minutes: 30 }, [], ['P1']),
    rule('runbookNotSuccessful', { kind: 'runbookNotSuccessfulAfter', minutes: null }, [roles.techLead.name]),
    rule('riskyRollback', { kind: 'riskyRollback' }, [roles.incidentCommander.name]),
    rule('financialImpact', { kind: 'flag', flag: 'financialImpact' }, []),
    rule('dataLeak', { kind: 'flag', flag: 'dataLeak' }, []),
  ];
}

/** The service of that name, upper and lower case being the same; null where the team named none. */
export function serviceNamed(
  { services }: Pick<TeamConfig, 'services'>,
  name: string | null | undefined,
): TeamService | null {
  const wanted = (name ?? '').trim().toLowerCase();
  return services.find(service => service.name.trim().toLowerCase() === wanted) ?? null;
}
