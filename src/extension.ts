// First: whatever is loaded after it may speak.
import './ui/language.ts';
import { readdir } from 'node:fs/promises';
import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { type KnownSecret, Redactor } from './core/execution/redact.ts';
import type { Alert, Incident } from './core/incidents/incident.ts';
import type { RunbookBlock } from './core/runbooks/runbook.ts';
import { Git } from './core/git/git.ts';
import { IncidentStore } from './core/incidents/incidentStore.ts';
import { Outbox } from './core/incidents/outbox/outbox.ts';
import { gitHubApi } from './core/postmortem/issues/repositoryName.ts';
import { once } from './core/once.ts';
import { KnownLinks } from './core/timeline/knownLinks.ts';
import { LogFollower } from './core/timeline/logFollower.ts';
import { Accounts } from './ui/accounts.ts';
import { Actions } from './ui/actions.ts';
import { Attention } from './ui/attention.ts';
import { EntrySender } from './ui/changes/entrySender.ts';
import { GitWatch } from './ui/changes/gitWatch.ts';
import { whichWords } from './ui/commands/changeIncidents.ts';
import type { FirstParts } from './ui/commands/index.ts';
import { type CommandHandler, type CommandTable, registerCommands } from './ui/commands/register.ts';
import { config } from './ui/config.ts';
import type { CommandId } from './ui/contributed.ts';
import { setContext } from './ui/contextKeys.ts';
import { CurrentIncident } from './ui/currentIncident.ts';
import { DetailsPanels } from './ui/details/detailsPanels.ts';
import { DisposableStore } from './ui/disposables.ts';
import { DrillControl, isDrillAccount } from './ui/drillControl.ts';
import { ErrorBoundary } from './ui/errorBoundary.ts';
import { IncidentPick } from './ui/incidentPick.ts';
import { incidentViews } from './ui/incidentViews.ts';
import { ChannelLogger } from './ui/log.ts';
import { Notifications } from './ui/notifications.ts';
import { OnCallWatch } from './ui/onCallWatch.ts';
import { OutboxKeeper } from './ui/outboxKeeper.ts';
import { restorePanels, viewTypes } from './ui/restorePanels.ts';
import type { MessagesRoom } from './ui/comms/composeMessages.ts';
import type { ResponseRoom } from './ui/response/composeResponse.ts';
import { lazyResponse } from './ui/response/lazyResponse.ts';
import type { RunbookRoom } from './ui/runbooks/composeRunbooks.ts';
import { CoverageTree } from './ui/runbooks/coverage/coverageTree.ts';
import { RunbookWriting } from './ui/runbooks/writing/runbookWriting.ts';
import { type Account, Sessions } from './ui/sessions.ts';
import { StatusBar } from './ui/statusBar.ts';
import { systemClock as clock } from './ui/systemClock.ts';
import { GeneratedTexts } from './ui/postMortems/generatedTexts.ts';
import type { TimelineRoom } from './ui/timeline/composeTimelines.ts';
import { LiveTimelines } from './ui/timeline/liveTimelines.ts';
import { PostMortemWriting } from './ui/postMortems/writing/postMortemWriting.ts';
import { TimelineDocuments } from './ui/timelineDocuments.ts';
import { TimelineKeeper } from './ui/timelineKeeper.ts';
import { TimelineNotices } from './ui/timelineNotices.ts';
import { Timelines } from './ui/timelines.ts';
import { lazyTeamFiles } from './ui/team/lazyTeamFiles.ts';
import { TeamSeverities } from './ui/team/teamSeverities.ts';
import { TeamServices } from './ui/team/teamServices.ts';
import { ActionItemsTree } from './ui/trees/actionItemsTree.ts';
import { IncidentTree } from './ui/trees/incidentTree.ts';
import { OnCallTree } from './ui/trees/onCallTree.ts';
import { OutboxTree } from './ui/trees/outboxTree.ts';
import { TimelineTree } from './ui/trees/timelineTree.ts';
import { UndoStatus } from './ui/undoStatus.ts';
import { Walkthrough } from './ui/walkthrough.ts';
import { WrongKeys } from './ui/wrongKeys.ts';

/** A drill is over in minutes, so it is looked at more often than PagerDuty may be. */
const drillPollMs = 2_000;

/** The parts, for the integration tests; everybody else gets nothing. */
export type OnCallParts = ReturnType<typeof compose> &
  RunbookRoom &
  TimelineRoom &
  ResponseRoom &
  MessagesRoom;

/** Builds the parts and wires them. No network and no file is touched before it returns. */
export function activate(context: vscode.ExtensionContext): Promise<OnCallParts> | undefined {
  const parts = compose(context);
  const { accounts, outbox, boundary } = parts;
  // What waited when VS Code was closed is shown with the incidents, so it is read before them.
  const opened = outbox.open();
  boundary.watch('Opening the outbox', opened);
  boundary.watch(
    'Connecting to PagerDuty',
    opened.catch(() => {}).then(() => accounts.connect()),
  );
  boundary.watch('Looking for blocks that a window left behind', parts.followLeftRuns());
  if (process.env['ONCALL_START_DRILL'] === '1') {
    boundary.watch(
      'Starting the drill',
      Promise.resolve(vscode.commands.executeCommand('onCall.startDrill')),
    );
  }
  return context.extensionMode === vscode.ExtensionMode.Test
    ? Promise.all([parts.runbooks(), parts.writingRoom(), parts.responseRoom()]).then(
        ([runbooks, timelines, responses]) => ({ ...parts, ...runbooks, ...timelines, ...responses }),
      )
    : undefined;
}

function compose(context: vscode.ExtensionContext) {
  const owner = new DisposableStore();
  context.subscriptions.push(owner);
  const { extensionUri, globalStorageUri, globalState, secrets } = context;
  const storage = (name: string) => vscode.Uri.joinPath(globalStorageUri, name).fsPath;

  const known: KnownSecret[] = [];
  const keepSecret = (secret: KnownSecret) => {
    if (!known.some(({ value }) => value === secret.value)) known.push(secret);
  };
  const redactor = new Redactor(() => known);
  const logger = owner.add(new ChannelLogger(text => redactor.redact(text).text));
  const boundary = new ErrorBoundary(logger, () => logger.show());

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

  const author = () => config.author() || sessions.person()?.name || userInfo().username;
  const clockOffsetMs = ({ accountId }: Incident) => sessions.get(accountId)?.provider.clockOffsetMs ?? 0;
  const timelines = owner.add(
    new Timelines({ storage: globalStorageUri, clock, logger, author, clockOffsetMs }),
  );
  owner.add(new TimelineNotices({ timelines, boundary, state: context.workspaceState }));
  const documents = owner.add(new TimelineDocuments(timelines));
  const texts = owner.add(new GeneratedTexts());
  owner.add(new PostMortemWriting({ clock, boundary, author, root: () => timelines.root() }));
  const actionItems = owner.add(new ActionItemsTree({ timelines, clock, boundary }));
  const { scribe } = timelines;
  const readLog = (incident: Incident) => sessions.of(incident).provider.log(incident.id);
  const follower = owner.add(new LogFollower({ store, scribe, clock, readLog, logger }));
  owner.add(new TimelineKeeper({ store, sessions, timelines, follower, boundary }));

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
  const actions = owner.add(new Actions({ outbox, store, sessions, follower, boundary }));
  const git = new Git(process.env);
  owner.add(new GitWatch({ git, current, follower, timelines, clock, boundary }));
  const entrySender = owner.add(new EntrySender({ timelines, sessions, outbox, actions, boundary }));

  const hold = () => attention.hold();
  const teamFiles = lazyTeamFiles(owner, { clock, boundary, storage: globalStorageUri });
  const severities = owner.add(new TeamSeverities({ store, current, sessions, teamFiles, clock, boundary }));
  const knownLinks = new KnownLinks();
  const learn: KnownLinks['learn'] = links => knownLinks.learn(links);
  /** With the first command, panel or runbook file: it is the larger part, and incidents can be seen without it. */
  const runbooks = once(async () => {
    const { composeRunbooks } = await import('./ui/runbooks/composeRunbooks.ts');
    return composeRunbooks(owner, {
      ...{ context, clock, logger, redactor, keepSecret, boundary },
      ...{ store, sessions, timelines, current, author, hold, learn },
    });
  });
  /** A block that went on while its window was reloaded is recorded, also where its runbook is not opened again. */
  const followLeftRuns = async () => {
    const left = await readdir(storage('runs')).catch(() => []);
    if (left.length > 0) (await runbooks()).runs.adopt();
  };
  owner.add(restorePanels(viewTypes.runbook, async () => (await runbooks()).panels));
  const lives = owner.add(new LiveTimelines({ timelines, clock, boundary }));
  /** With the first command or panel that needs it. */
  const writingRoom = once(async () => {
    const { composeTimelines } = await import('./ui/timeline/composeTimelines.ts');
    return composeTimelines(owner, {
      ...{ extensionUri, store, sessions, timelines, lives, follower, current, redactor, git },
      ...{ clock, boundary, runbooks, hold, knownLinks },
    });
  });
  owner.add(restorePanels(viewTypes.timeline, async () => (await writingRoom()).timelinePanels));
  const response = lazyResponse(owner, {
    ...{ store, current, follower, lives, severities, timelines, clock, logger, boundary, author },
    ...{ teamFiles, claimsFolder: storage('told'), secrets, drill, storage },
    keepSecret: value => keepSecret({ value, kind: 'chat token' }),
    show: key => {
      tree.pendingChanged();
      details.responseChanged(key);
    },
  });
  const assess = async (block: RunbookBlock) => (await runbooks()).risk.assess(block);
  owner.add(new RunbookWriting({ clock, boundary, author, assess }));
  const runbookFor = async (incident: Incident, alerts: readonly Alert[]) => {
    const { likelyRunbook } = await import('./ui/runbooks/chosenRunbook.ts');
    const { library } = await runbooks();
    const likely = await likelyRunbook({ library, sessions, teamFiles }, incident, alerts);
    return likely && { title: likely.file.title, reason: likely.reason };
  };
  const run = (command: string, incident: Incident) =>
    vscode.commands.executeCommand(command, { type: 'incident', incident });
  const services = owner.add(
    new TeamServices({
      ...{ teamFiles, sessions, boundary },
      said: async incident => {
        const { saidBridge } = await import('./core/response/responseState.ts');
        return saidBridge(await timelines.entries(incident));
      },
    }),
  );
  const details = owner.add(
    new DetailsPanels({
      ...{ store, sessions, boundary, clock, current, extensionUri, runbookFor, learn, run, hold, services },
      responseOf: response.facts,
      saidBridge: response.bridge,
    }),
  );
  owner.add(new OutboxKeeper({ outbox, store, sessions, scribe, follower, details, boundary }));

  const views = owner.add(incidentViews(globalState));
  const tree = owner.add(
    new IncidentTree({
      ...{ store, sessions, current, clock, views, intervalMs, attention },
      pending: key => outbox.pending(key),
      response: response.inARow,
      severityReason: incident => severities.of(incident)?.reason ?? null,
    }),
  );
  owner.add(outbox.onDidChange(() => tree.pendingChanged()));
  owner.add(actions.onWillChange(incidents => tree.follow(incidents)));
  const timelineTree = owner.add(new TimelineTree({ current, lives }));
  const library = async () => (await runbooks()).library;
  const coverage = owner.add(new CoverageTree({ library, timelines, store, drill, clock, boundary }));
  const outboxTree = owner.add(new OutboxTree(outbox, response.unsent, clock));
  const watch = owner.add(new OnCallWatch({ sessions, clock, logger }));
  const onCallTree = owner.add(new OnCallTree({ watch, clock }));

  const pick = new IncidentPick({
    store,
    current,
    selected: () => tree.selected(),
    meant: nodes => tree.meant(nodes),
    called: byKey => tree.called(byKey),
  });
  const notifications: Notifications = owner.add(
    new Notifications({
      store,
      sessions,
      clock,
      logger,
      boundary,
      state: globalState,
      storage: globalStorageUri,
      acknowledge: async incidents =>
        void (await actions.perform(
          incidents,
          { type: 'acknowledge' },
          vscode.l10n.t('Acknowledged {0}', whichWords(incidents)),
        )),
      openRunbook: async incident => void (await run('onCall.openRunbook', incident)),
      show: incidents => showIncidents(tree, incidents),
      mute: async () => void (await vscode.commands.executeCommand('onCall.muteNotifications')),
    }),
  );
  const signInAgain = async (id: string) =>
    (await import('./ui/commands/signIn.ts')).signInAgain(accounts, id);
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

  const parts = {
    ...{ accounts, actionItems, actions, assess, author, boundary, clock, coverage, current, details },
    ...{ documents, drill, entrySender, follower, followLeftRuns, git, learn, logger, notifications },
    ...{
      onCallTree,
      outbox,
      outboxTree,
      pick,
      responseRoom: response.room,
      runbooks,
      services,
      sessions,
      store,
      teamFiles,
    },
    ...{ texts, timelines, timelineTree, tree, views, watch, writingRoom },
    showLog: () => logger.show(),
    /** Where everything shared by the windows of this machine is kept. */
    storage: globalStorageUri,
    // The extension’s own: a test that answers questions for a person replaces what asks them here.
    ...{ window: vscode.window, env: vscode.env, authentication: vscode.authentication },
    gitHub: { origin: gitHubApi },
  };
  const firstParts: FirstParts = parts;
  const commandOf = async (id: CommandId): Promise<CommandHandler> => {
    const { commandTable, firstCommands } = await import('./ui/commands/index.ts');
    const first: Partial<CommandTable> = firstCommands(firstParts);
    if (first[id]) return first[id];
    const [{ library, panels, remote, runs }, written, responding] = await Promise.all([
      runbooks(),
      writingRoom(),
      response.room(),
    ]);
    return commandTable({ ...firstParts, ...written, ...responding, library, panels, remote, runs })[id];
  };
  registerCommands(commandOf, boundary, owner);
  return parts;
}

/** The first of them that the view’s filter lets be seen, with the view in front. */
async function showIncidents(tree: IncidentTree, incidents: readonly Incident[]): Promise<void> {
  await vscode.commands.executeCommand('onCall.incidents.focus');
  for (const incident of incidents) if (await tree.reveal(incident)) return;
}
