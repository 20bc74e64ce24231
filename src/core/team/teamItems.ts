import { minutesOf } from '../minutes.ts';
import { purposes } from '../comms/message.ts';
import type { Severity } from '../incidents/incident.ts';
import { languages } from '../postmortem/languages/language.ts';
import { checklistOwners, type ChecklistOwner } from '../timeline/checklistName.ts';
import { standardTexts } from './languages/index.ts';
import {
  defaultTeam,
  levels,
  standardRoles,
  type AlertDefinition,
  type ChecklistItem,
  type EscalationOccasion,
  type EscalationRule,
  type ItemOrigin,
  type TeamRole,
  type TeamService,
} from './teamFile.ts';
import { sameName, type TeamLayer } from './teamLayer.ts';
import { isObject, valueAt } from './teamProblems.ts';
import type { TeamPath } from './teamSchema.ts';
import type { Plain, PlainObject } from './yamlPlaces.ts';

export interface ItemContext {
  readonly file: string;
  /** Whether what stands at the path must not be used. */
  readonly isBroken: (path: TeamPath) => boolean;
  /** Hears of an item whose name another one before it has. */
  readonly onTwice: (path: TeamPath, name: string) => void;
  /** What the file said before, which stands in for what is broken now. */
  readonly lastGood: TeamLayer | null;
}

const severityIds: readonly Severity[] = ['P1', 'P2', 'P3', 'P4'];

/** What the data says, as far as it is sound. */
export function layerOf(data: PlainObject, context: ItemContext): TeamLayer {
  const { file, isBroken, lastGood } = context;
  const origin = file;

  /** Each sound item of a list; for one that is broken, what its name stood for before, or stands for anyway. */
  function list<T extends { readonly name: string }>(
    section: 'services' | 'roles' | 'escalation' | 'alerts',
    build: (item: PlainObject) => T,
    keyOf: (item: T) => string = ({ name }) => sameName(name),
    standard: readonly T[] = [],
  ): readonly T[] {
    const before = (lastGood?.[section] ?? []) as unknown as readonly T[];
    const items = valueAt(data, [section]);
    if (!Array.isArray(items)) return isBroken([section]) ? before : [];
    const found = new Map<string, T>();
    for (const [index, raw] of (items as readonly Plain[]).entries()) {
      const item = section === 'alerts' ? alertIn(raw) : raw;
      if (!isObject(item)) continue;
      const path = [section, index];
      const name = textOf(item, 'name');
      const isIt = (one: T) => sameName(one.name) === sameName(name);
      const built = isBroken(path) ? (before.find(isIt) ?? standard.find(isIt)) : build(item);
      if (!built) continue;
      if (found.has(keyOf(built))) context.onTwice(path, built.name);
      else found.set(keyOf(built), built);
    }
    return [...found.values()];
  }

  /** Null where the file has no word on it, or only broken ones. */
  function ownList<T extends { readonly id: string; readonly name: string; readonly origin: ItemOrigin }>(
    section: 'roles' | 'escalation',
    build: (item: PlainObject) => T,
  ): readonly T[] | null {
    const standard = languages.flatMap(language => defaultTeam(language)[section] as unknown as readonly T[]);
    const found = list(section, build, ({ id }) => id, standard);
    if (found.some(one => one.origin !== null)) return found;
    const items = valueAt(data, [section]);
    return Array.isArray(items) && items.length === 0 ? [] : null;
  }

  /** The one that stands by itself. */
  function aloneAlert(): readonly AlertDefinition[] {
    const single = valueAt(data, ['alert']);
    if (!isObject(single)) return [];
    if (!isBroken(['alert'])) return [alertOf(origin)(single)];
    const name = sameName(textOf(single, 'name'));
    return lastGood?.alerts.filter(one => sameName(one.name) === name) ?? [];
  }

  const alerts = list('alerts', alertOf(origin));
  const alone = aloneAlert();

  return {
    file,
    services: list('services', serviceOf(origin)),
    severities: severityIds.flatMap(id => {
      const path = ['severities', id];
      if (isBroken(path)) return lastGood?.severities.filter(one => one.id === id) ?? [];
      const value = valueAt(data, path);
      if (!isObject(value)) return [];
      const nextUpdate = textOf(value, 'nextUpdate');
      return {
        ...{ id, name: textOf(value, 'name') || null, meaning: textOf(value, 'meaning') || null, origin },
        priorities: Object.hasOwn(value, 'priorities') ? textsOf(value['priorities']) : null,
        nextUpdate: nextUpdate === '' ? null : { minutes: minutesOf(nextUpdate) },
      };
    }),
    matrix: levels.flatMap(urgency =>
      levels.flatMap(impact => {
        const path = ['matrix', urgency, impact];
        if (isBroken(path))
          return lastGood?.matrix.filter(one => one.urgency === urgency && one.impact === impact) ?? [];
        const severity = severityOf(valueAt(data, path));
        return severity ? { urgency, impact, severity } : [];
      }),
    ),
    roles: ownList('roles', roleOf(origin)),
    checklists: checklistOwners.flatMap(stage => {
      const path = ['checklists', stage];
      if (isBroken(path)) return lastGood?.checklists.filter(one => one.stage === stage) ?? [];
      const value = valueAt(data, path);
      return Array.isArray(value) ? { stage, items: checklistItems(stage, textsOf(value)), origin } : [];
    }),
    escalation: ownList('escalation', ruleOf(origin)),
    messages: purposes.flatMap(purpose =>
      languages.flatMap(language => {
        const path = ['messages', purpose, language];
        if (isBroken(path))
          return lastGood?.messages.filter(one => one.purpose === purpose && one.language === language) ?? [];
        const text = valueAt(data, path);
        return typeof text === 'string' ? { purpose, language, text } : [];
      }),
    ),
    alerts: [
      ...alerts,
      ...alone.filter(one => !alerts.some(other => sameName(other.name) === sameName(one.name))),
    ],
  };
}

function serviceOf(origin: string) {
  return (item: PlainObject): TeamService => {
    const bridge = isObject(item['bridge']) ? item['bridge'] : {};
    return {
      name: textOf(item, 'name'),
      description: textOf(item, 'description'),
      repositories: textsOf(item['repositories']),
      owners: textsOf(item['owners']),
      runbooks: textsOf(item['runbooks']),
      dashboards: objectsOf(item['dashboards']).map(one => ({
        name: textOf(one, 'name'),
        url: textOf(one, 'url'),
      })),
      probes: objectsOf(item['probes']).map(one => ({
        runbook: textOf(one, 'runbook'),
        block: textOf(one, 'block'),
      })),
      chat: textOf(item, 'chat') || null,
      bridge: { url: textOf(bridge, 'url') || null, phone: textOf(bridge, 'phone') || null },
      origin,
    };
  };
}

function roleOf(origin: string) {
  return (item: PlainObject): TeamRole => {
    const name = textOf(item, 'name');
    const standard = standardRoles.find(id =>
      languages.some(language => sameName(standardTexts[language].roles[id].name) === sameName(name)),
    );
    const id = textOf(item, 'id') || (standard ?? slugOf(name));
    const several = item['several'];
    return {
      ...{ id, name, duties: textOf(item, 'duties'), origin },
      several: typeof several === 'boolean' ? several : id === 'subjectMatterExpert',
    };
  };
}

function ruleOf(origin: string) {
  return (item: PlainObject): EscalationRule => {
    const name = textOf(item, 'name');
    const { escalation } = standardTexts.en;
    const standard = Object.keys(escalation).find(id =>
      languages.some(
        language =>
          sameName(standardTexts[language].escalation[id as keyof typeof escalation].name) === sameName(name),
      ),
    );
    return {
      ...{ id: standard ?? slugOf(name), name, when: occasionOf(item['when']), origin },
      severities: textsOf(item['severities']).flatMap(one => severityOf(one) ?? []),
      tell: textsOf(item['tell']),
      note: textOf(item, 'note'),
    };
  };
}

function occasionOf(value: Plain | undefined): EscalationOccasion {
  const when = isObject(value) ? value : {};
  if (typeof when['notMitigatedAfter'] === 'string')
    return { kind: 'notMitigatedAfter', minutes: minutesOf(when['notMitigatedAfter']) ?? 0 };
  if (typeof when['runbookNotSuccessfulAfter'] === 'string')
    return { kind: 'runbookNotSuccessfulAfter', minutes: minutesOf(when['runbookNotSuccessfulAfter']) };
  return typeof when['flag'] === 'string' ? { kind: 'flag', flag: when['flag'] } : { kind: 'riskyRollback' };
}

/** A definition, or what holds one. */
function alertIn(item: Plain): Plain {
  return isObject(item) && Object.hasOwn(item, 'alert') ? (item['alert'] ?? null) : item;
}

function alertOf(origin: string) {
  return (item: PlainObject): AlertDefinition => ({
    name: textOf(item, 'name'),
    condition: textOf(item, 'condition') || null,
    duration: textOf(item, 'duration') || null,
    severity: severityOf(item['severity']),
    notify: textsOf(item['notify']),
    runbook: textOf(item, 'runbook') || null,
    origin,
  });
}

/** A standard item in either language keeps its id, so that ticks stay where a team lists it again. */
function checklistItems(stage: ChecklistOwner, texts: readonly string[]): readonly ChecklistItem[] {
  const standard = new Map(
    languages.flatMap(language =>
      Object.entries(standardTexts[language].checklists[stage]).map(([id, text]) => [text, `${stage}.${id}`]),
    ),
  );
  const turns = new Map<string, number>();
  return texts.map(text => {
    const id = standard.get(text) ?? `${stage}:${slugOf(text)}`;
    const turn = (turns.get(id) ?? 0) + 1;
    turns.set(id, turn);
    // No slug has a full stop.
    return { id: turn === 1 ? id : `${id}.${turn}`, text };
  });
}

function severityOf(value: Plain | undefined): Severity | null {
  return severityIds.find(id => id === value) ?? null;
}

function textOf(item: PlainObject, name: string): string {
  const value = Object.hasOwn(item, name) ? item[name] : undefined;
  return typeof value === 'string' ? value.trim() : '';
}

/** One text may stand for a list of one. */
function textsOf(value: Plain | undefined): readonly string[] {
  const values = Array.isArray(value) ? (value as readonly Plain[]) : [value ?? null];
  return values.flatMap(one => (typeof one === 'string' && one.trim() !== '' ? one.trim() : []));
}

function objectsOf(value: Plain | undefined): readonly PlainObject[] {
  return Array.isArray(value) ? (value as readonly Plain[]).filter(isObject) : [];
}

function slugOf(name: string): string {
  const slug = name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
  return slug.slice(0, 80) || 'unnamed';
}
