import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import type { Claims } from '../../core/incidents/notifications/claims.ts';
import type { Logger } from '../../core/logger.ts';
import { DeadlineKeeper } from '../../core/response/deadlineKeeper.ts';
import type { Deadline } from '../../core/response/deadlines.ts';
import type { WorkPlaces } from '../../core/timeline/workPlaces.ts';
import { config } from '../config.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { incidentMark, marked, type MarkedBy } from '../incidentMark.ts';
import { notify } from '../notify.ts';
import type { DeadlineNode } from './responseNodes.ts';
import type { ResponseDeeds } from './responseDeeds.ts';
import type { Responses } from './responses.ts';
import { deadlineName } from './responseTexts.ts';

/** Tells when a deadline falls due, and notes it in the timeline. */
export class DeadlineNotices implements Disposable {
  readonly #owned = new DisposableStore();

  constructor(
    private readonly parts: {
      readonly responses: Responses;
      readonly deeds: ResponseDeeds;
      readonly sessions: MarkedBy;
      readonly places: Pick<WorkPlaces, 'isElsewhere'>;
      readonly clock: Clock;
      readonly claims: Claims;
      readonly logger: Logger;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { responses, places, clock, claims, logger } = parts;
    const keeper = this.#owned.add(
      new DeadlineKeeper({
        ...{ clock, claims, logger },
        incidents: () =>
          responses.worked().map(({ incident: { key }, state: { saidDue }, now, deadlines }) => ({
            ...{ key, saidDue, now, deadlines },
          })),
        isElsewhere: key => places.isElsewhere(key),
        tell: (key, deadline) => this.#tell(key, deadline),
      }),
    );
    this.#owned.add(responses.onDidChange(() => keeper.look()));
    keeper.look();
  }

  #tell(key: string, deadline: Deadline): void {
    const { responses, deeds, boundary } = this.parts;
    const incident = responses.of(key)?.incident;
    if (!incident) return;
    const name = deadlineName(deadline);
    // An update that is due soon follows from the last message; in the timeline it would only be noise.
    if (deadline.kind === 'escalation')
      boundary.watch('Noting that a deadline fell due', deeds.noteDue(incident, deadline, name));
    if (!config.deadlineNotices()) return;
    const node: DeadlineNode = { type: 'deadline', incident, deadline };
    boundary.watch('Telling of a deadline', this.#say(node, name));
  }

  async #say(node: DeadlineNode, name: string): Promise<void> {
    const { t } = vscode.l10n;
    const { incident, deadline } = node;
    const which = incident.number === null ? incident.title : `#${incident.number}`;
    const tell = deadline.tell.length === 0 ? '' : ` ${t('Tell {0}.', deadline.tell.join(', '))}`;
    const answer = t('Answer…');
    const putOff = t('Put Off…');
    const note = deadline.note === '' ? '' : ` ${deadline.note}`;
    // A drill’s clocks run like real ones, and the numbers of two accounts can be the same.
    const mark = incidentMark(this.parts.sessions, incident);
    const said = `${marked(mark, t('Due for {0}: {1}.', which, name))}${tell}${note}`;
    const choice = await notify.warn(said, answer, putOff);
    if (choice === answer) await vscode.commands.executeCommand('onCall.answerDeadline', node);
    if (choice === putOff) await vscode.commands.executeCommand('onCall.postponeDeadline', node);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
