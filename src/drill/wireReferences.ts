import { utc } from '../core/clock.ts';
import type {
  DrillAgent,
  DrillIncident,
  DrillPolicy,
  DrillSchedule,
  DrillService,
  DrillTeam,
  DrillUser,
} from './records.ts';

export type Json = Record<string, unknown>;

/** What `include[]` asks to see whole instead of as a reference. */
export type Includes = ReadonlySet<string>;

export const noIncludes: Includes = new Set();

/** PagerDuty writes times without milliseconds. */
export const time = (ms: number): string => `${utc(ms).slice(0, 19)}Z`;

/** What every object of the API begins with, and the references to them. Links lead to this drill. */
export class WireReferences {
  constructor(private readonly baseUrl: string) {}

  user = ({ id, name }: DrillUser): Json => this.#reference('user', id, name, 'users');
  service = ({ id, name }: DrillService): Json => this.#reference('service', id, name, 'services');
  team = ({ id, name }: DrillTeam): Json => this.#reference('team', id, name, 'teams');
  schedule = ({ id, name }: DrillSchedule): Json => this.#reference('schedule', id, name, 'schedules');
  policy = ({ id, name }: DrillPolicy): Json =>
    this.#reference('escalation_policy', id, name, 'escalation_policies');

  incident = (incident: DrillIncident): Json =>
    this.#reference('incident', incident.id, summaryOf(incident), 'incidents');

  agent = (agent: DrillAgent): Json => (agent.kind === 'user' ? this.user(agent) : this.service(agent));

  head(type: string, id: string, summary: string, path: string): Json {
    // Only incidents have a page for a browser here.
    const html_url = path === 'incidents' ? `${this.baseUrl}/drill/incidents/${id}` : null;
    return { id, type, summary, self: this.self(path, id), html_url };
  }

  self(path: string, id: string): string {
    return `${this.baseUrl}/${path}/${id}`;
  }

  #reference(type: string, id: string, summary: string, path: string): Json {
    return this.head(`${type}_reference`, id, summary, path);
  }
}

export function summaryOf({ number, title }: Pick<DrillIncident, 'number' | 'title'>): string {
  return `[#${number}] ${title}`;
}
