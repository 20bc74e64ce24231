import type { Directory } from './directory.ts';
import type { DrillOnCall } from './onCallTurns.ts';
import type {
  DrillAgent,
  DrillPolicy,
  DrillPriority,
  DrillSchedule,
  DrillService,
  DrillTeam,
  DrillUser,
  DrillWorkflow,
} from './records.ts';
import { noIncludes, time, type Includes, type Json, type WireReferences } from './wireReferences.ts';

/** People and things in the shapes of PagerDuty’s REST API v2; see incidentWire.ts. */
export class DirectoryWire {
  constructor(
    private readonly references: WireReferences,
    private readonly directory: Directory,
  ) {}

  user(user: DrillUser, includes: Includes = noIncludes): Json {
    return {
      ...this.references.head('user', user.id, user.name, 'users'),
      name: user.name,
      email: user.email,
      time_zone: user.timeZone,
      color: 'green',
      role: 'user',
      avatar_url: 'https://www.example.com/avatar.png',
      description: null,
      invitation_sent: false,
      job_title: user.jobTitle,
      created_via_sso: false,
      teams: this.#teams(user.teams, includes),
      contact_methods: [],
      notification_rules: [],
    };
  }

  service(service: DrillService, includes: Includes = noIncludes): Json {
    const { policy } = service;
    return {
      ...this.references.head('service', service.id, service.name, 'services'),
      name: service.name,
      description: service.description,
      status: 'active',
      escalation_policy: includes.has('escalation_policies')
        ? this.policy(policy)
        : this.references.policy(policy),
      teams: this.#teams([service.team], includes),
      integrations: [],
      alert_creation: 'create_alerts_and_incidents',
    };
  }

  team(team: DrillTeam): Json {
    const { id, name, description } = team;
    return { ...this.references.head('team', id, name, 'teams'), name, description };
  }

  policy(policy: DrillPolicy, includes: Includes = noIncludes): Json {
    const { id, name, description } = policy;
    const services = Object.values(this.directory.services).filter(service => service.policy === policy);
    return {
      ...this.references.head('escalation_policy', id, name, 'escalation_policies'),
      name,
      description,
      num_loops: 0,
      on_call_handoff_notifications: 'if_has_services',
      escalation_rules: policy.levels.map(({ delayMinutes, targets }, index) => ({
        id: `${id}L${index + 1}`,
        escalation_delay_in_minutes: delayMinutes,
        targets: targets.map(target => this.#target(target, includes.has('targets'))),
      })),
      services: services.map(service =>
        includes.has('services') ? this.service(service) : this.references.service(service),
      ),
      teams: this.#teams([policy.team], includes),
    };
  }

  schedule(schedule: DrillSchedule): Json {
    const { id, name, timeZone } = schedule;
    const policies = this.directory.policies.filter(({ levels }) =>
      levels.some(({ targets }) => targets.includes(schedule)),
    );
    return {
      ...this.references.head('schedule', id, name, 'schedules'),
      name,
      time_zone: timeZone,
      description: `Turns of ${schedule.turn / 86_400_000} days`,
      escalation_policies: policies.map(this.references.policy),
      users: schedule.users.map(this.references.user),
      teams: [this.references.team(schedule.team)],
    };
  }

  onCall({ policy, level, user, schedule, start, end }: DrillOnCall, includes: Includes): Json {
    const { references } = this;
    const schedules = includes.has('schedules');
    return {
      user: includes.has('users') ? this.user(user) : references.user(user),
      schedule: schedule && (schedules ? this.schedule(schedule) : references.schedule(schedule)),
      escalation_policy: includes.has('escalation_policies')
        ? this.policy(policy)
        : references.policy(policy),
      escalation_level: level,
      start: start === null ? null : time(start),
      end: end === null ? null : time(end),
    };
  }

  priority(priority: DrillPriority): Json {
    return {
      ...this.references.head('priority', priority.id, priority.name, 'priorities'),
      name: priority.name,
      description: priority.description,
      color: priority.color,
      order: priority.order,
    };
  }

  workflow({ id, name, description, createdAt }: DrillWorkflow): Json {
    return {
      ...this.references.head('incident_workflow', id, name, 'incident_workflows'),
      name,
      description,
      created_at: time(createdAt),
      is_enabled: true,
    };
  }

  agent(agent: DrillAgent): Json {
    return agent.kind === 'user' ? this.user(agent) : this.service(agent);
  }

  #teams(teams: readonly DrillTeam[], includes: Includes): Json[] {
    return teams.map(team => (includes.has('teams') ? this.team(team) : this.references.team(team)));
  }

  #target(target: DrillUser | DrillSchedule, whole: boolean): Json {
    if (target.kind === 'user') return whole ? this.user(target) : this.references.user(target);
    return whole ? this.schedule(target) : this.references.schedule(target);
  }
}
