import type { Clock } from '../core/clock.ts';
import type { Ids } from './ids.ts';
import { peopleOn } from './onCallTurns.ts';
import type {
  DrillIncident,
  DrillPolicy,
  DrillResponder,
  DrillResponderRequest,
  DrillUser,
} from './records.ts';

export type ResponderTarget = DrillUser | DrillPolicy;
export type CancelResult = 'cancelled' | 'joined' | 'declined' | 'not_found';

/** Who is asked to help with an incident, and what they answer. */
export class Responders {
  constructor(
    private readonly ids: Ids,
    private readonly clock: Clock,
  ) {}

  /** Of a policy those are asked who are on its first level now. */
  request(
    incident: DrillIncident,
    requester: DrillUser,
    message: string,
    targets: readonly ResponderTarget[],
  ): DrillResponderRequest {
    const at = this.clock.now();
    const ask = (user: DrillUser, policies: readonly DrillPolicy[]): DrillResponder => {
      const responder: DrillResponder = {
        user,
        message,
        requester,
        requestedAt: at,
        policies,
        state: 'pending',
        updatedAt: at,
      };
      const before = incident.responders.findIndex(other => other.user === user);
      if (before < 0) incident.responders.push(responder);
      else incident.responders[before] = responder;
      return responder;
    };
    const request: DrillResponderRequest = {
      id: this.ids.thing(),
      at,
      message,
      requester,
      targets: targets.map(target => ({
        target,
        responders:
          target.kind === 'user'
            ? [ask(target, [])]
            : target.levels
                .slice(0, 1)
                .flatMap(level => peopleOn(level, at).map(user => ask(user, [target]))),
      })),
    };
    incident.responderRequests.push(request);
    incident.updatedAt = at;
    return request;
  }

  /** Takes back what nobody has answered yet; of a policy, for all who were asked through it. */
  cancel(incident: DrillIncident, target: ResponderTarget): CancelResult {
    const asked = incident.responders.filter(({ user, policies }) =>
      target.kind === 'user' ? user === target : policies.includes(target),
    );
    const pending = asked.filter(({ state }) => state === 'pending');
    for (const responder of pending) this.#change(incident, responder, 'user_cancelled');
    if (pending.length > 0) return 'cancelled';
    const answered = asked.find(({ state }) => state === 'joined') ?? asked[0];
    return answered?.state === 'joined' || answered?.state === 'declined' ? answered.state : 'not_found';
  }

  /** Somebody who was asked answers; false where nobody asked them. */
  answer(incident: DrillIncident, user: DrillUser, state: 'joined' | 'declined'): boolean {
    const responder = incident.responders.find(one => one.user === user && one.state === 'pending');
    if (responder) this.#change(incident, responder, state);
    return responder !== undefined;
  }

  #change(incident: DrillIncident, responder: DrillResponder, state: DrillResponder['state']): void {
    responder.state = state;
    responder.updatedAt = this.clock.now();
    incident.updatedAt = responder.updatedAt;
  }
}
