import { type MessagePurpose, purposes } from '../comms/message.ts';
import type { Severity } from '../incidents/incident.ts';
import type { Language } from '../postmortem/languages/language.ts';
import type { ChecklistOwner } from '../timeline/checklistName.ts';
import { forEach } from './forEach.ts';
import {
  levels,
  type AlertDefinition,
  type EscalationRule,
  type ItemOrigin,
  type Level,
  type TeamChecklist,
  type TeamConfig,
  type TeamRole,
  type TeamService,
} from './teamFile.ts';

/** What one file says; nothing of what it leaves open. */
export interface TeamLayer {
  /** `.oncall/config.yaml` */
  readonly file: string;
  readonly services: readonly TeamService[];
  readonly severities: readonly SeverityChange[];
  readonly matrix: readonly MatrixCell[];
  /** Null where the file says nothing of roles; an empty list is its word. */
  readonly roles: readonly TeamRole[] | null;
  readonly checklists: readonly TeamChecklist[];
  readonly escalation: readonly EscalationRule[] | null;
  readonly messages: readonly MessageText[];
  readonly alerts: readonly AlertDefinition[];
}

/** Null is what the file leaves as it is. */
export interface SeverityChange {
  readonly id: Severity;
  readonly name: string | null;
  readonly meaning: string | null;
  readonly nextUpdate: { readonly minutes: number | null } | null;
  readonly priorities: readonly string[] | null;
  readonly origin: ItemOrigin;
}

export interface MatrixCell {
  readonly urgency: Level;
  readonly impact: Level;
  readonly severity: Severity;
}

export interface MessageText {
  readonly purpose: MessagePurpose;
  readonly language: Language;
  readonly text: string;
}

/**
 * What holds with these files, the strongest first: item by item, by its name. Roles and escalation rules of files stand for
 * the standard ones, because a team that lists its own means these.
 */
export function mergeTeam(layers: readonly TeamLayer[], standard: TeamConfig): TeamConfig {
  const cells = layers.flatMap(({ matrix }) => matrix);
  const cell = (urgency: Level, impact: Level) =>
    cells.find(one => one.urgency === urgency && one.impact === impact)?.severity ??
    standard.matrix[urgency][impact];
  const texts = layers.flatMap(({ messages }) => messages);
  const text = (purpose: MessagePurpose, language: Language) =>
    texts.find(one => one.purpose === purpose && one.language === language)?.text ??
    standard.messages[purpose][language];
  return {
    services: byName(layers.map(({ services }) => services)),
    severities: standard.severities.map(severity => {
      const changes = layers.flatMap(({ severities }) => severities.filter(({ id }) => id === severity.id));
      const nextUpdate = changes.find(change => change.nextUpdate !== null)?.nextUpdate;
      return {
        id: severity.id,
        name: changes.find(({ name }) => name !== null)?.name ?? severity.name,
        meaning: changes.find(({ meaning }) => meaning !== null)?.meaning ?? severity.meaning,
        nextUpdateMinutes: nextUpdate ? nextUpdate.minutes : severity.nextUpdateMinutes,
        priorities: changes.find(({ priorities }) => priorities !== null)?.priorities ?? severity.priorities,
        origin: changes[0]?.origin ?? severity.origin,
      };
    }),
    matrix: forEach(levels, urgency => forEach(levels, impact => cell(urgency, impact))),
    roles: byId(layers.map(({ roles }) => roles)) ?? standard.roles,
    checklists: standard.checklists.map(
      list => layers.flatMap(({ checklists }) => checklists).find(isOf(list.stage)) ?? list,
    ),
    escalation: byId(layers.map(({ escalation }) => escalation)) ?? standard.escalation,
    messages: forEach(purposes, purpose => ({ en: text(purpose, 'en'), fr: text(purpose, 'fr') })),
    alerts: byName(layers.map(({ alerts }) => alerts)),
  };
}

function isOf(stage: ChecklistOwner) {
  return (list: TeamChecklist) => list.stage === stage;
}

/** How names are held against each other. */
export function sameName(name: string): string {
  return name.trim().toLowerCase();
}

function byName<T extends { readonly name: string }>(lists: readonly (readonly T[])[]): readonly T[] {
  const found = new Map<string, T>();
  for (const item of lists.flat()) if (!found.has(sameName(item.name))) found.set(sameName(item.name), item);
  return [...found.values()];
}

/** Null where no file says anything. */
function byId<T extends { readonly id: string }>(
  lists: readonly (readonly T[] | null)[],
): readonly T[] | null {
  const said = lists.filter(list => list !== null);
  if (said.length === 0) return null;
  const found = new Map<string, T>();
  for (const item of said.flat()) if (!found.has(item.id)) found.set(item.id, item);
  return [...found.values()];
}
