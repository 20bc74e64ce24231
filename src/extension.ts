import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { type KnownSecret, Redactor } from './core/execution/redact.ts';
import type { Alert, Incident } from './core/incidents/incident.ts';
import { IncidentStore } from './core/incidents/incidentStore.ts';
import { Outbox } from './core/incidents/outbox/outbox.ts';
import { LogFollower } from './core/timeline/logFollower.ts';
import { Accounts } from './ui/accounts.ts';
import { Actions } from './ui/actions.ts';
import { Attention } from './ui/attention.ts';
import { blockEnvironment } from './ui/blockEnvironment.ts';
import { whichWords } from './ui/commands/changeIncidents.ts';
import type { CommandParts } from './ui/commands/index.ts';
import { registerCommands } from './ui/commands/register.ts';
import { config } from './ui/config.ts';
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
import { BlockRuns } from './ui/runbooks/blockRuns.ts';
import { chosenRunbook } from './ui/runbooks/chosenRunbook.ts';
import { RunbookLibrary } from './ui/runbooks/runbookLibrary.ts';
import { RunbookPanels } from './ui/runbooks/runbookPanels.ts';
import { Ticks } from './ui/runbooks/ticks.ts';
import { RunbookWriting } from './ui/runbooks/writing/runbookWriting.ts';
import { type Account, Sessions } from './ui/sessions.ts';
import { StatusBar } from './ui/statusBar.ts';
import { systemClock as clock } from './ui/systemClock.ts';
import { BlockRunner } from './ui/terminals/blockRunner.ts';
import { TimelineDocuments } from './ui/timelineDocuments.ts';
import { TimelineKeeper } from './ui/timelineKeeper.ts';
import { Timelines } from './ui/timelines.ts';
import { IncidentTree } from './ui/trees/incidentTree.ts';
import { OnCallTree } from './ui/trees/onCallTree.ts';
import { OutboxTree } from './ui/trees/outboxTree.ts';
import { TimelineTree } from './ui/trees/timelineTree.ts';
import { UndoStatus } from './ui/undoStatus.ts';
import { WrongKeys } from './ui/wrongKeys.ts';

/** A drill is over in minutes, so it is looked at more often than PagerDuty may be. */
const drillPollMs = 2_000;

/** The parts, for the integration tests; everybody else gets nothing. */
export type OnCallParts = ReturnType<typeof compose>;

/** Builds the parts and wires them. No network and no file is touched before it returns. */
export function activate(context: vscode.ExtensionContext): OnCallParts | undefined {
  const parts = compose(context);
  const { accounts, outbox, boundary } = parts;
  // What waited when VS Code was closed is shown with the incidents, so it is read before them.
  const opened = outbox.open();
  boundary.watch('Opening the outbox', opened);
  boundary.watch(
    'Connecting to PagerDuty',
    opened.catch(() => {}).then(() => accounts.connect()),
  );
  if (process.env['ONCALL_START_DRILL'] === '1') {
    boundary.watch(
      'Starting the drill',
      Promise.resolve(vscode.commands.executeCommand('onCall.startDrill')),
    );
  }
  return context.extensionMode === vscode.ExtensionMode.Test ? parts : undefined;
}

function compose(context: vscode.ExtensionContext) {
  const owner = new DisposableStore();
  context.subscriptions.push(owner);
  const { extensionUri, globalStorageUri, globalState, secrets } = context;
  const storage = (name: string) => vscode.Uri.joinPath(globalStorageUri, name).fsPath;

  const known: KnownSecret[] = [];
  const keepSecret = (value: string) => {
    if (!known.some(secret => secret.value === value)) known.push({ value, kind: 'PagerDuty key' });
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
      keepSecret,
      onForget: id => sessions.forget(id),
    }),
  );
  const drill = owner.add(
    new DrillControl({ sessions, clock, logger, onForget: id => outbox.forgetAccount(id) }),
  );
  const current = owner.add(new CurrentIncident(store));

  const author = () => config.author() || sessions.person()?.name || userInfo().username;
  const timelines = owner.add(new Timelines({ storage: globalStorageUri, clock, logger, author }));
  const documents = owner.add(new TimelineDocuments(timelines));
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

  const runner = owner.add(
    new BlockRunner({
      clock,
      logger,
      storageDir: storage('runs'),
      redactor,
      environment: key => blockEnvironment(key, store, sessions),
    }),
  );
  const runs = owner.add(
    new BlockRuns({ runner, record: (incident, run) => scribe.recordRun(incident, run), boundary }),
  );
  const ticks = owner.add(
    new Ticks({
      entries: incident => timelines.entries(incident),
      record: (incident, { text, ...tick }) => scribe.recordTick(incident, tick, text),
    }),
  );
  const library = new RunbookLibrary(vscode.Uri.joinPath(extensionUri, 'runbooks'));
  const hold = () => attention.hold();
  const panels = owner.add(
    new RunbookPanels({
      library,
      runs,
      ticks,
      boundary,
      store,
      sessions,
      extensionUri,
      clock,
      current,
      hold,
    }),
  );
  owner.add(new RunbookWriting({ clock, boundary, author }));
  const runbookFor = async (incident: Incident, alerts: readonly Alert[]) => {
    const { chosen } = await chosenRunbook({ library, sessions }, incident, alerts);
    return chosen && { title: chosen.file.title, reason: chosen.reason };
  };
  const run = (command: string, incident: Incident) =>
    vscode.commands.executeCommand(command, { type: 'incident', incident });
  const details = owner.add(
    new DetailsPanels({
      store,
      sessions,
      boundary,
      clock,
      current,
      extensionUri,
      runbookFor,
      run,
      hold,
    }),
  );
  owner.add(new OutboxKeeper({ outbox, store, sessions, scribe, follower, details, boundary }));

  const views = owner.add(incidentViews(globalState));
  const tree = owner.add(
    new IncidentTree({
      store,
      sessions,
      current,
      clock,
      views,
      intervalMs,
      attention,
      pending: key => outbox.pending(key),
    }),
  );
  owner.add(outbox.onDidChange(() => tree.pendingChanged()));
  const timelineTree = owner.add(new TimelineTree({ current, timelines, clock, boundary }));
  const outboxTree = owner.add(new OutboxTree(outbox, clock));
  const watch = owner.add(new OnCallWatch({ sessions, clock, logger }));
  const onCallTree = owner.add(new OnCallTree({ watch, clock }));

  const pick = new IncidentPick({
    store,
    current,
    selected: () => tree.selected(),
    meant: nodes => tree.meant(nodes),
    followSelection: () => tree.followSelection(),
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
      acknowledge: incidents =>
        actions.perform(
          incidents,
          { type: 'acknowledge' },
          vscode.l10n.t('Acknowledged {0}', whichWords(incidents)),
        ),
      openRunbook: async incident => void (await run('onCall.openRunbook', incident)),
      show: incidents => showIncidents(tree, incidents),
      mute: async () => void (await vscode.commands.executeCommand('onCall.muteNotifications')),
    }),
  );
  const signInAgain = async (id: string) => {
    const signIn = await import('./ui/commands/signIn.ts');
    await signIn.signInAgain(accounts, id);
  };
  owner.add(new WrongKeys({ sessions, boundary, signInAgain }));
  owner.add(
    new StatusBar({
      store,
      sessions,
      watch,
      notifications,
      waiting: () => outbox.items().length,
      onDidChangeWaiting: outbox.onDidChange,
      clock,
    }),
  );
  owner.add(new UndoStatus(actions, clock));
  owner.add(accounts.onDidChangeState(() => setContext('signedIn', accounts.state === 'signedIn')));
  owner.add(drill.onDidChange(() => setContext('drillRunning', drill.running)));

  const commandParts: CommandParts = {
    accounts,
    actions,
    author,
    boundary,
    clock,
    current,
    details,
    documents,
    drill,
    follower,
    library,
    notifications,
    outbox,
    panels,
    pick,
    runs,
    sessions,
    showLog: () => logger.show(),
    store,
    timelines,
    tree,
    views,
    watch,
  };
  const commands = async () => (await import('./ui/commands/index.ts')).commandTable(commandParts);
  registerCommands(commands, boundary, owner);
  return {
    accounts,
    actions,
    boundary,
    current,
    details,
    drill,
    library,
    logger,
    notifications,
    onCallTree,
    outbox,
    outboxTree,
    runs,
    panels,
    runner,
    sessions,
    store,
    ticks,
    timelines,
    timelineTree,
    tree,
    views,
    watch,
    /** Where everything shared by the windows of this machine is kept. */
    storage: globalStorageUri,
    // The extension’s own: a test that answers questions for a person replaces what asks them here.
    window: vscode.window,
  };
}

/** The first of them that the view’s filter lets be seen, with the view in front. */
async function showIncidents(tree: IncidentTree, incidents: readonly Incident[]): Promise<void> {
  await vscode.commands.executeCommand('onCall.incidents.focus');
  for (const incident of incidents) if (await tree.reveal(incident)) return;
}
