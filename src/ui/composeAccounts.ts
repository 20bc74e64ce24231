import * as vscode from 'vscode';
import type { Clock } from '../core/clock.ts';
import type { KnownSecret, Redactor } from '../core/execution/redact.ts';
import { Git } from '../core/git/git.ts';
import { isDrillAccount } from '../core/incidents/accounts/drillAccounts.ts';
import type { Incident } from '../core/incidents/incident.ts';
import { IncidentClock } from '../core/incidents/incidentClock.ts';
import { IncidentStore } from '../core/incidents/incidentStore.ts';
import { FolderClaims } from '../core/incidents/notifications/claims.ts';
import { Outbox } from '../core/incidents/outbox/outbox.ts';
import type { Logger } from '../core/logger.ts';
import { LogFollower } from '../core/timeline/logFollower.ts';
import { WorkPlaces } from '../core/timeline/workPlaces.ts';
import { Accounts } from './accounts.ts';
import { Actions } from './actions.ts';
import { Attention } from './attention.ts';
import { authorName } from './authorName.ts';
import { EntrySender } from './changes/entrySender.ts';
import { GitWatch } from './changes/gitWatch.ts';
import { config } from './config.ts';
import { CurrentIncident } from './currentIncident.ts';
import type { DisposableStore } from './disposables.ts';
import { DrillControl } from './drillControl.ts';
import type { ErrorBoundary } from './errorBoundary.ts';
import { type Account, Sessions } from './sessions.ts';
import { LiveTimelines } from './timeline/liveTimelines.ts';
import { TimelineKeeper } from './timelineKeeper.ts';
import { TimelineNotices } from './timelineNotices.ts';
import { Timelines } from './timelines.ts';

/** A drill is over in minutes, so it is looked at more often than PagerDuty may be. */
const drillPollMs = 2_000;

export interface AccountsSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly keepSecret: (secret: KnownSecret) => void;
  readonly boundary: ErrorBoundary;
}

export type AccountsParts = ReturnType<typeof composeAccounts>;

/** What follows accounts and their incidents, keeps the timelines, and does what people ask; nothing of it is to be seen. */
export function composeAccounts(owner: DisposableStore, surroundings: AccountsSurroundings) {
  const { context, clock, logger, redactor, keepSecret, boundary } = surroundings;
  const { globalStorageUri, secrets, workspaceState } = context;
  /** The path of a folder shared by the windows of this machine. */
  const storage = (name: string) => vscode.Uri.joinPath(globalStorageUri, name).fsPath;

  const store = owner.add(
    new IncidentStore(
      error => logger.error('A listener of the incidents failed', error),
      () => clock.now(),
    ),
  );
  const attention = owner.add(new Attention(clock));
  const intervalMs = ({ drill }: Account) => (drill ? drillPollMs : config.pollIntervalMs());
  const sessions = owner.add(
    new Sessions({ store, clock, logger, intervalMs, attention, sharedRoot: storage('accounts') }),
  );
  const accounts = owner.add(
    new Accounts({
      secrets,
      sessions,
      clock,
      logger,
      keepSecret: value => keepSecret({ value, kind: 'PagerDuty key' }),
      onForget: id => sessions.forget(id),
    }),
  );
  const drill = owner.add(
    new DrillControl({ sessions, clock, logger, onForget: id => outbox.forgetAccount(id) }),
  );
  const current = owner.add(new CurrentIncident(store));

  const author = () => authorName(sessions.person()?.name);
  const incidentClock = new IncidentClock(
    clock,
    ({ accountId }) => sessions.get(accountId)?.poller.clockOffsetMs ?? 0,
  );
  const timelines = owner.add(
    new Timelines({ storage: globalStorageUri, clock, incidentClock, logger, author, redactor }),
  );
  owner.add(new TimelineNotices({ timelines, boundary, state: workspaceState }));
  const lives = owner.add(new LiveTimelines({ timelines, clock, boundary }));
  const { scribe } = timelines;
  const readLog = (incident: Incident) => sessions.of(incident).provider.log(incident.id);
  const follower = owner.add(new LogFollower({ store, scribe, clock, readLog, logger }));
  const root = () => timelines.root();
  const places = new WorkPlaces({ folder: storage('places'), root, clock, logger });
  owner.add(new TimelineKeeper({ store, sessions, timelines, follower, places, boundary }));

  const outbox = owner.add(
    new Outbox({
      folder: storage('outbox'),
      clock,
      random: Math.random,
      logger,
      store,
      providerOf: id => sessions.get(id)?.provider,
      personOf: id => sessions.get(id)?.account.person ?? null,
      author,
      isForeign: id => isDrillAccount(id) && !sessions.get(id),
    }),
  );
  /** Of the right to tell of something, in one window of all. */
  const claims = new FolderClaims(storage('told'), clock);
  const actions = owner.add(new Actions({ outbox, store, sessions, follower, boundary, claims }));
  // Before it is shown: other windows see at once what waits, and must not take it for theirs.
  owner.add(actions.onWillChange(incidents => void places.workHere(incidents.map(({ key }) => key))));
  const git = new Git(process.env);
  owner.add(new GitWatch({ git, current, follower, timelines, clock, boundary }));
  const entrySender = owner.add(new EntrySender({ timelines, sessions, outbox, actions, boundary }));
  return {
    ...{ accounts, actions, attention, author, claims, current, drill, entrySender, follower, git },
    ...{ incidentClock, intervalMs },
    ...{ lives, outbox, places, scribe, sessions, storage, store, timelines },
  };
}
