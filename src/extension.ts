import { userInfo } from 'node:os';
import * as vscode from 'vscode';
import { type KnownSecret, Redactor } from './core/execution/redact.ts';
import { IncidentStore } from './core/incidents/incidentStore.ts';
import { LogFollower } from './core/timeline/logFollower.ts';
import { commandTable } from './ui/commands/index.ts';
import { registerCommands } from './ui/commands/register.ts';
import { config } from './ui/config.ts';
import { setContext } from './ui/contextKeys.ts';
import { CurrentIncident } from './ui/currentIncident.ts';
import { DisposableStore } from './ui/disposables.ts';
import { DrillControl } from './ui/drillControl.ts';
import { ErrorBoundary } from './ui/errorBoundary.ts';
import { blockEnvironment } from './ui/blockEnvironment.ts';
import { IncidentPick } from './ui/incidentPick.ts';
import { ChannelLogger } from './ui/log.ts';
import { PagerDutyAccount } from './ui/pagerDutyAccount.ts';
import { BlockRuns } from './ui/runbooks/blockRuns.ts';
import { RunbookLibrary } from './ui/runbooks/runbookLibrary.ts';
import { RunbookPanels } from './ui/runbooks/runbookPanels.ts';
import { Ticks } from './ui/runbooks/ticks.ts';
import { Sessions } from './ui/sessions.ts';
import { StatusBar } from './ui/statusBar.ts';
import { systemClock as clock } from './ui/systemClock.ts';
import { BlockRunner } from './ui/terminals/blockRunner.ts';
import { Timelines } from './ui/timelines.ts';
import { TimelineDocuments } from './ui/timelineDocuments.ts';
import { TimelineKeeper } from './ui/timelineKeeper.ts';
import { IncidentTree } from './ui/trees/incidentTree.ts';
import { TimelineTree } from './ui/trees/timelineTree.ts';

/** A drill is over in minutes, so it is looked at more often than PagerDuty may be. */
const drillPollMs = 2_000;

/** The parts, for the integration tests; everybody else gets nothing. */
export type OnCallParts = ReturnType<typeof compose>;

/** Builds the parts and wires them. No network and no file is touched before it returns. */
export function activate(context: vscode.ExtensionContext): OnCallParts | undefined {
  const parts = compose(context);
  const { account, boundary } = parts;
  boundary.watch('Connecting to PagerDuty', account.connect());
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
  const { extensionUri, globalStorageUri, secrets } = context;

  const known: KnownSecret[] = [];
  const keepSecret = (value: string) => {
    if (!known.some(secret => secret.value === value)) known.push({ value, kind: 'PagerDuty key' });
  };
  const redactor = new Redactor(() => known);
  const logger = owner.add(new ChannelLogger(text => redactor.redact(text).text));
  const boundary = new ErrorBoundary(logger, () => logger.show());

  const store = owner.add(
    new IncidentStore(error => logger.error('A listener of the incidents failed', error)),
  );
  const sessions = owner.add(
    new Sessions({
      store,
      clock,
      logger,
      intervalMs: ({ drill }) => (drill ? drillPollMs : config.pollIntervalMs()),
    }),
  );
  const account = owner.add(new PagerDutyAccount({ secrets, sessions, clock, logger, keepSecret }));
  const drill = owner.add(new DrillControl({ sessions, clock, logger }));
  const current = owner.add(new CurrentIncident(store));

  const author = () => config.author() || sessions.person()?.name || userInfo().username;
  const timelines = owner.add(new Timelines({ storage: globalStorageUri, clock, logger, author }));
  const documents = owner.add(new TimelineDocuments(timelines));
  const { scribe } = timelines;
  const readLog = (incident: Parameters<Sessions['of']>[0]) =>
    sessions.of(incident).provider.log(incident.id);
  const follower = owner.add(new LogFollower({ store, scribe, clock, readLog, logger }));
  owner.add(new TimelineKeeper({ store, sessions, timelines, follower, boundary }));

  const runner = owner.add(
    new BlockRunner({
      clock,
      logger,
      storageDir: vscode.Uri.joinPath(globalStorageUri, 'runs').fsPath,
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
  const panels = owner.add(
    new RunbookPanels({ library, runs, ticks, boundary, store, sessions, extensionUri, clock }),
  );

  const tree = owner.add(new IncidentTree({ store, sessions, account, current, clock }));
  const timelineTree = owner.add(new TimelineTree({ current, timelines, clock, boundary }));
  owner.add(new StatusBar(store, sessions));
  const pick = new IncidentPick({ store, current, selected: () => tree.selected() });
  owner.add(account.onDidChangeState(() => setContext('signedIn', account.state === 'signedIn')));
  owner.add(drill.onDidChange(() => setContext('drillRunning', drill.running)));

  const showLog = () => logger.show();
  const commands = commandTable({
    store,
    sessions,
    pick,
    follower,
    boundary,
    library,
    panels,
    current,
    account,
    drill,
    runs,
    timelines,
    documents,
    clock,
    showLog,
  });
  registerCommands(commands, boundary, owner);
  return {
    account,
    boundary,
    commands,
    current,
    drill,
    library,
    runs,
    panels,
    runner,
    sessions,
    store,
    ticks,
    timelines,
    timelineTree,
    tree,
    // The extension’s own: a test that answers questions for a person replaces what asks them here.
    window: vscode.window,
  };
}
