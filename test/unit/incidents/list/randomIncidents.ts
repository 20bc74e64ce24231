import { utc } from '../../../../src/core/clock.ts';
import type { Incident, Person, Reference } from '../../../../src/core/incidents/incident.ts';
import type { Viewer } from '../../../../src/core/incidents/list/arrangement.ts';
import {
  groupings,
  incidentViewFrom,
  severities,
  sortings,
  statuses,
  urgencies,
  type IncidentView,
} from '../../../../src/core/incidents/list/incidentView.ts';
import { incident } from '../incidentFixtures.ts';

const accounts = ['acme', 'globex'] as const;
/** Ids and names as nobody should give them. */
export const hostileTexts = [
  '',
  '__proto__',
  'constructor',
  '$(error) [x](command:evil)',
  '\u202egnp.exe',
  'İstanbul ẞ ς ﬁ Ａ',
  '\ud800 lone',
  '"]:["a","b',
  'e\u0301\u0301'.repeat(50),
  '🚨'.repeat(20),
];
const names = ['Ada', 'ada', 'Émile', 'Zoë', 'Mail', ...hostileTexts];

export const viewer: Viewer = {
  me: new Map<string, Person | null>([
    ['acme', { id: 'P1', name: 'Ada' }],
    ['globex', null],
  ]),
  teams: new Map([['acme', [{ id: 'T1', name: 'Ops' }]]]),
};

export type Random = () => number;

export function pick<T>(random: Random, from: readonly T[]): T {
  return from[Math.floor(random() * from.length)]!;
}

function some<T>(random: Random, from: readonly T[], likely = 0.3): T[] {
  return from.filter(() => random() < likely);
}

const references = (kind: string): Reference[] =>
  [...names.entries()].map(([at, name]) => ({ id: `${kind}${at}`, name }));
const people = references('P');
const services = [...references('S'), { id: '"]', name: 'odd id' }, { id: '__proto__', name: 'odd id' }];

export function randomIncident(random: Random, id: string): Incident {
  const minute = () => utc(Date.UTC(2026, 0, 15) + Math.floor(random() * 20) * 60_000);
  const severity = pick(random, severities);
  const people1 = some(random, people, 0.1);
  return incident(id, {
    accountId: pick(random, accounts),
    number: random() < 0.2 ? null : Math.floor(random() * 50),
    title: pick(random, names),
    status: pick(random, statuses),
    urgency: pick(random, urgencies),
    severity: severity === 'none' ? null : severity,
    service:
      random() < 0.2 ? null : { ...pick(random, services), ...(random() < 0.1 && { name: 'renamed' }) },
    // Somebody may stand there twice.
    assignees: random() < 0.1 ? [...people1, ...people1] : people1,
    acknowledgers: some(random, people, 0.05),
    teams: some(random, references('T'), 0.1),
    createdAt: minute(),
    updatedAt: random() < 0.5 ? null : minute(),
  });
}

export function randomView(random: Random): IncidentView {
  const maybe = <T>(value: T, otherwise: T) => (random() < 0.25 ? value : otherwise);
  return incidentViewFrom({
    filter: {
      mine: maybe(true, false),
      myTeams: maybe(true, false),
      services: maybe(some(random, services), []),
      urgencies: maybe(some(random, urgencies, 0.5), []),
      severities: maybe(some(random, severities, 0.5), []),
      statuses: maybe(some(random, statuses, 0.5), []),
      accounts: maybe(some(random, accounts, 0.5), []),
      text: maybe(pick(random, ['ada', 'EMILE', '#1', 'zoe mail', 'istanbul SS', 'S', '\ud800']), ''),
    },
    groupBy: pick(random, groupings),
    sortBy: pick(random, sortings),
  });
}
