import type { Clock } from '../../core/clock.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { FolderClaims } from '../../core/incidents/notifications/claims.ts';
import type { Logger } from '../../core/logger.ts';
import { responseRules, type ResponseRules } from '../../core/response/rules.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import type { WorkPlaces } from '../../core/timeline/workPlaces.ts';
import { config } from '../config.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { LiveTimelines } from '../timeline/liveTimelines.ts';
import type { TeamFiles } from '../team/teamFiles.ts';
import type { TeamSeverities } from '../team/teamSeverities.ts';
import type { Timelines } from '../timelines.ts';
import type { Sessions } from '../sessions.ts';
import { DeadlineNotices } from './deadlineNotices.ts';
import { ResponseDeeds } from './responseDeeds.ts';
import { ResponseStatus } from './responseStatus.ts';
import { responseFacts, rowText } from './responseFacts.ts';
import { ResponseTree } from './responseTree.ts';
import { Responses } from './responses.ts';

/** What the response’s room needs of the incidents’ room. */
export interface ResponseSurroundings {
  readonly store: IncidentStore;
  readonly sessions: Sessions;
  readonly current: CurrentIncident;
  readonly follower: LogFollower;
  readonly lives: LiveTimelines;
  readonly timelines: Timelines;
  readonly places: WorkPlaces;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly logger: Logger;
  readonly boundary: ErrorBoundary;
  readonly author: () => string;
  readonly severities: TeamSeverities;
  readonly teamFiles: TeamFiles;
  /** The folder in which the windows of this machine agree who tells of a deadline. */
  readonly claimsFolder: string;
  /** The response to that incident is another: whoever shows a part of it shows it anew. */
  readonly show: (key: string) => void;
}

export type ResponseRoom = ReturnType<typeof composeResponse>;

/** What the commands of the response work with. */
export interface ResponseParts {
  readonly responses: Responses;
  readonly deeds: ResponseDeeds;
  readonly rules: () => ResponseRules;
  readonly current: CurrentIncident;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly boundary: ErrorBoundary;
  readonly author: () => string;
}

/** The process around an incident; loaded with the first that somebody works on. */
export function composeResponse(owner: DisposableStore, surroundings: ResponseSurroundings) {
  const { sessions, current, places, clock, incidentClock, logger, boundary, claimsFolder, teamFiles, show } =
    surroundings;
  let known = responseRules(teamFiles.team);
  const rules = () => known;
  const responses = owner.add(new Responses({ ...surroundings, rules, hasDeadlines: config.hasDeadlines }));
  const deeds = new ResponseDeeds(surroundings);
  const responseTree = owner.add(
    new ResponseTree({ responses, deeds, current, sessions, rules, clock, incidentClock, boundary }),
  );
  owner.add(new ResponseStatus({ responses, current, sessions, clock }));
  owner.add(
    new DeadlineNotices({
      ...{ responses, deeds, sessions, places, clock, logger, boundary },
      claims: new FolderClaims(claimsFolder, clock),
    }),
  );
  owner.add(
    teamFiles.onDidChange(team => {
      known = responseRules(team);
      responses.refresh();
    }),
  );
  owner.add(config.onDidChange(['deadlines.enabled'], () => responses.refresh()));
  owner.add(responses.onDidChange(show));
  return {
    ...{ responses, deeds, responseTree, rules },
    /** “P1 · Mitigation”, for a row of the incidents; empty where nothing is known. */
    inARow: (key: string) => {
      const response = responses.of(key);
      return response ? rowText(response) : '';
    },
    /** Stage, roles and what is due, for the details. */
    facts: (key: string) => {
      const response = responses.of(key);
      return response ? responseFacts(response, rules()) : [];
    },
  };
}
