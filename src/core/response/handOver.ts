import type { UtcTime } from '../clock.ts';
import type { Incident } from '../incidents/incident.ts';
import type { Language } from '../postmortem/languages/language.ts';
import type { EntryKind, TimelineEntry } from '../timeline/entry.ts';
import { timeOn } from '../utcWords.ts';
import { type Checklist, checklistItems } from './checklists.ts';
import type { Deadline } from './deadlines.ts';
import type { ResponseState } from './responseState.ts';
import { keptRoles, missingRoles, type Role } from './roles.ts';
import { responseWords } from './words/words.ts';

/** Who takes over needs the last of each, not all of it. */
const mostOfAKind = 5;

type Heading = 'roles' | 'impact' | 'hypotheses' | 'decisions' | 'runs' | 'open' | 'due';

export interface HandOverFacts {
  readonly incident: Pick<Incident, 'number' | 'title' | 'service' | 'createdAt'>;
  readonly state: ResponseState;
  /** Those that count, by time. */
  readonly entries: readonly TimelineEntry[];
  readonly deadlines: readonly Deadline[];
  readonly roles: readonly Role[];
  /** The stage’s. */
  readonly checklist: Checklist | null;
}

/**
 * What somebody who takes a role over has to know, as plain text with one thought a line. All of it is from the
 * timeline; what is not there says so.
 */
export function handOverText(
  facts: HandOverFacts,
  { role, from, to }: { readonly role: string; readonly from: string | null; readonly to: string },
  language: Language,
): string {
  const words = responseWords[language];
  const { handOver } = words;
  const { incident, state, entries, deadlines, roles, checklist } = facts;
  const time = (at: UtcTime) => timeOn(at, incident.createdAt);
  const titleOf = (name: string) => roles.find(one => one.name === name)?.title ?? name;
  const last = (kind: EntryKind) =>
    entries
      .filter(entry => entry.kind === kind)
      .slice(-mostOfAKind)
      .map(({ at, text }) => `${time(at)} ${oneLine(text)}`);
  // As it will be: who reads it then is told who has what.
  const shared = roles.find(({ name }) => name === role)?.shared ?? false;
  const held = [...keptRoles({ role, from, to }, shared, state.roles), { role, person: to }];
  const given = held.map(one => `${titleOf(one.role)}${handOver.colon} ${one.person}`);
  const missing = missingRoles(state.severity, held, roles).map(({ title }) => handOver.missing(title));
  const open = checklist ? checklistItems(checklist, state.ticks).filter(({ tick }) => tick === null) : [];
  const due = deadlines
    .filter(one => one.state !== 'done')
    .map(one => {
      const name = one.kind === 'update' ? handOver.update : one.name;
      return `${time(one.dueAt)} ${name}${one.state === 'due' ? ` (${handOver.overdue})` : ''}`;
    });
  const number = incident.number === null ? '' : `#${incident.number} `;
  const service = incident.service ? ` (${incident.service.name})` : '';
  const impact = last('impact');
  const list = (heading: Heading, lines: readonly string[], none: string) => {
    const head = `${handOver[heading]}${handOver.colon}`;
    return lines.length === 0 ? [`${head} ${none}`] : [head, ...lines.map(line => `- ${line}`)];
  };
  return [
    handOver.title(titleOf(role), from, to),
    `${handOver.incident}${handOver.colon} ${number}${oneLine(incident.title)}${service}`,
    `${handOver.severity}${handOver.colon} ${state.severity ?? handOver.notRecorded}`,
    `${handOver.stage}${handOver.colon} ${words.stages[state.stage]}, ${handOver.since(time(state.stageSince))}. ${words.next[state.stage]}`,
    ...list('roles', [...given, ...missing], handOver.nothing),
    ...list('impact', impact, handOver.notRecorded),
    ...list('hypotheses', last('hypothesis'), handOver.notRecorded),
    ...list('decisions', last('decision'), handOver.notRecorded),
    ...list('runs', last('run'), handOver.nothing),
    ...list(
      'open',
      open.map(({ text }) => text),
      handOver.nothing,
    ),
    ...list('due', due, handOver.nothing),
  ].join('\n');
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
