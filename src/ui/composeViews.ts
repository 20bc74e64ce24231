import * as vscode from 'vscode';
import type { Incident } from '../core/incidents/incident.ts';
import type { AccountsParts } from './composeAccounts.ts';
import type { IncidentsSurroundings } from './composeIncidents.ts';
import { setContext } from './contextKeys.ts';
import type { DisposableStore } from './disposables.ts';
import { incidentMark } from './incidentMark.ts';
import { IncidentPick } from './incidentPick.ts';
import { incidentViews } from './incidentViews.ts';
import { Notifications } from './notifications.ts';
import { OnCallWatch } from './onCallWatch.ts';
import type { LazyResponse } from './response/lazyResponse.ts';
import { CoverageTree } from './runbooks/coverage/coverageTree.ts';
import type { RunbookLibrary } from './runbooks/runbookLibrary.ts';
import { showIncidents } from './showIncidents.ts';
import { StatusBar } from './statusBar.ts';
import type { TeamSeverities } from './team/teamSeverities.ts';
import { ActionItemsTree } from './trees/actionItemsTree.ts';
import { IncidentTree } from './trees/incidentTree.ts';
import { OnCallTree } from './trees/onCallTree.ts';
import { OutboxTree } from './trees/outboxTree.ts';
import { TimelineTree } from './trees/timelineTree.ts';
import { UndoStatus } from './undoStatus.ts';
import { Walkthrough } from './walkthrough.ts';
import { WrongKeys } from './wrongKeys.ts';

export interface ViewsSurroundings extends IncidentsSurroundings, AccountsParts {
  readonly severities: TeamSeverities;
  readonly response: LazyResponse;
  readonly library: () => Promise<RunbookLibrary>;
  readonly run: (command: string, incident: Incident) => Thenable<unknown>;
}

/** What a person sees of the incidents in the window: views, status bar, messages and context keys. */
export function composeViews(owner: DisposableStore, surroundings: ViewsSurroundings) {
  const { context, clock, logger, boundary, lateViews, severities, response, library, run } = surroundings;
  const { accounts, actions, attention, claims, current, drill, incidentClock, intervalMs, lives } =
    surroundings;
  const { outbox, sessions, store, timelines } = surroundings;
  const { globalState } = context;

  const views = owner.add(incidentViews(globalState));
  const tree = owner.add(
    new IncidentTree({
      ...{ view: lateViews.incidents, store, sessions, current, clock, incidentClock, views },
      ...{ intervalMs, attention },
      pending: key => outbox.pending(key),
      response: response.inARow,
      severityReason: incident => severities.of(incident)?.reason ?? null,
    }),
  );
  owner.add(outbox.onDidChange(() => tree.pendingChanged()));
  owner.add(actions.onWillChange(incidents => tree.follow(incidents)));
  const timelineTree = owner.add(
    new TimelineTree({ view: lateViews.timeline, current, sessions, incidentClock, lives }),
  );
  const actionItems = owner.add(
    new ActionItemsTree({ view: lateViews.actionItems, timelines, sessions, drill, clock, boundary }),
  );
  const coverage = owner.add(
    new CoverageTree({ view: lateViews.coverage, library, timelines, store, drill, clock, boundary }),
  );
  const outboxTree = owner.add(new OutboxTree(lateViews.outbox, outbox, response.unsent, clock));
  const watch = owner.add(new OnCallWatch({ sessions, clock, logger }));
  const onCallTree = owner.add(new OnCallTree({ view: lateViews.onCallNow, watch, clock }));

  const pick = new IncidentPick({
    store,
    current,
    selection: () => tree.selection,
    meant: nodes => tree.meant(nodes),
    remembered: () => timelines.remembered(),
    mark: incident => incidentMark(sessions, incident),
  });
  const notifications: Notifications = owner.add(
    new Notifications({
      store,
      sessions,
      outbox,
      clock,
      logger,
      boundary,
      state: globalState,
      claims,
      acknowledge: async incidents => {
        const nodes = incidents.map(incident => ({ type: 'incident', incident }));
        await vscode.commands.executeCommand('onCall.acknowledge', nodes[0], nodes);
      },
      openRunbook: async incident => void (await run('onCall.openRunbook', incident)),
      show: incidents => showIncidents({ tree, store, views }, incidents),
      mute: async () => void (await vscode.commands.executeCommand('onCall.muteNotifications')),
    }),
  );
  const signInAgain = async (id: string) => (await import('./commands/signIn.ts')).signInAgain(accounts, id);
  owner.add(new WrongKeys({ sessions, boundary, signInAgain }));
  owner.add(
    new StatusBar({
      store,
      sessions,
      watch,
      notifications,
      waiting: () => outbox.items().length + response.unsent.list().length,
      onDidChangeWaiting: listener => {
        const both = [outbox.onDidChange(listener), response.unsent.onDidChange(listener)];
        return { dispose: () => both.forEach(one => one.dispose()) };
      },
      clock,
    }),
  );
  owner.add(new UndoStatus(actions, clock));
  owner.add(accounts.onDidChangeState(() => setContext('signedIn', accounts.state === 'signedIn')));
  owner.add(drill.onDidChange(() => setContext('drillRunning', drill.running)));
  owner.add(new Walkthrough({ drill, accounts, store, timelines }));
  return {
    ...{
      actionItems,
      coverage,
      notifications,
      onCallTree,
      outboxTree,
      pick,
      timelineTree,
      tree,
      views,
      watch,
    },
  };
}
