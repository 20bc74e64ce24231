import { lookup } from 'node:dns/promises';
import { homedir, hostname } from 'node:os';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import { environmentOf, incidentEnvironment } from '../../core/execution/blockEnvironment.ts';
import type { KnownSecret, Redactor } from '../../core/execution/redact.ts';
import type { RiskClass } from '../../core/execution/risk/risk.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { Logger } from '../../core/logger.ts';
import { commanderOf } from '../../core/response/responseState.ts';
import type { TitledLink } from '../../core/timeline/noteData.ts';
import { RunbookReader, runbookWorkerAt } from '../../core/runbooks/runbookReader.ts';
import { config } from '../config.ts';
import { connectedIncident } from '../connectedIncident.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Sessions } from '../sessions.ts';
import { readSmallFile } from '../smallFile.ts';
import { BlockRunner } from '../terminals/blockRunner.ts';
import type { LiveTimelines } from '../timeline/liveTimelines.ts';
import type { Timelines } from '../timelines.ts';
import { Approvals } from './approvals.ts';
import { BlockRuns } from './blockRuns.ts';
import { BlockStart } from './blockStart.ts';
import { CarriedStates } from './carriedStates.ts';
import { ChangedBlocks } from './changedBlock.ts';
import { Outputs } from './outputs.ts';
import type { RequestParts } from './panelRequests.ts';
import { RemoteRunbooks } from './remoteRunbooks.ts';
import { RiskReader } from './riskReader.ts';
import type { RunbookPanelParts } from './runbookPanel.ts';
import { RunbookLibrary } from './runbookLibrary.ts';
import { RunbookLinks } from './runbookLinks.ts';
import { RunbookPanels } from './runbookPanels.ts';
import type { RunbookUse } from './runbookUse.ts';
import { RunHistory } from './runHistory.ts';
import { Sequences } from './sequences.ts';
import { startPlace } from './startPlace.ts';
import { Ticks } from './ticks.ts';
import { TicksOfOthers } from './ticksOfOthers.ts';
import { VariableValues } from './variableValues.ts';

export interface RunbookSurroundings {
  readonly context: vscode.ExtensionContext;
  readonly clock: Clock;
  readonly logger: Logger;
  readonly redactor: Redactor;
  readonly keepSecret: (secret: KnownSecret) => void;
  readonly boundary: ErrorBoundary;
  readonly store: IncidentStore;
  readonly sessions: Sessions;
  readonly timelines: Timelines;
  readonly lives: LiveTimelines;
  readonly current: CurrentIncident;
  /** The name of the person at this machine. */
  readonly author: () => string;
  /** Hears what the addresses that were read are called. */
  readonly learn: (links: readonly TitledLink[]) => void;
  /** Called while a runbook is to be seen. */
  readonly hold: () => Disposable;
}

export type RunbookRoom = ReturnType<typeof composeRunbooks>;

/** Builds what reads, shows and runs runbooks, and wires it; everything with a lifetime goes to `owner`. */
export function composeRunbooks(owner: DisposableStore, surroundings: RunbookSurroundings) {
  const { context, clock, logger, redactor, keepSecret, boundary } = surroundings;
  const { store, sessions, timelines, lives, current, author, hold, learn } = surroundings;
  const { extensionUri, globalStorageUri, secrets, workspaceState } = context;
  const { scribe } = timelines;
  const storage = (name: string) => vscode.Uri.joinPath(globalStorageUri, name).fsPath;
  const shipped = (...path: string[]) => vscode.Uri.joinPath(extensionUri, ...path);
  const entries = (incident: Incident) => timelines.entries(incident);

  const remote = owner.add(
    new RemoteRunbooks(
      {
        fetch: async (href, allowed) => {
          const { fetchRunbook } = await import('../../core/runbooks/remote/fetchRunbook.ts');
          return fetchRunbook(href, allowed, { clock, lookup: host => lookup(host, { all: true }) });
        },
      },
      workspaceState,
      learn,
    ),
  );
  const library = owner.add(
    new RunbookLibrary({ shippedFolder: shipped('runbooks'), clock, logger, remote }),
  );
  const startWorker = runbookWorkerAt(shipped('dist', 'runbookWorker.js').fsPath, vscode.l10n.bundle);
  const reader = owner.add(new RunbookReader({ clock, startWorker }));
  const links = new RunbookLinks({ library, reader, remote, open: runbook => panels.open(runbook) });
  const carried: CarriedStates = owner.add(
    new CarriedStates({
      store: workspaceState,
      redact: text => redactor.redact(text).text,
      isSecret: (use, name) => values.isSecret(use, name),
    }),
  );
  const values: VariableValues = owner.add(
    new VariableValues({
      store: workspaceState,
      secrets,
      alerts: async incident => sessions.of(incident).provider.alerts(incident.id),
      latest: incident => store.latest(incident),
      keepSecret,
      handedOn: (use, name) => carried.of(use).set.get(name)?.value ?? null,
      overrule: (use, name) => carried.overrule(use, name),
      keepWithout: (use, names) => carried.keepWithout(use, names),
      boundary,
      clock,
    }),
  );

  const outputs = owner.add(
    new Outputs({
      storageDir: storage('output'),
      folderOf: async incident => (await timelines.folder(incident)).path,
      knownFolderOf: incident => timelines.knownFolder(incident),
      logger,
      clock,
    }),
  );
  const history = new RunHistory({ entries, isOutputKept: runId => outputs.has(runId) });
  const place = () => timelines.root();
  const runner = owner.add(new BlockRunner({ clock, logger, storageDir: storage('runs'), redactor, place }));
  const runs = owner.add(
    new BlockRuns({
      runner,
      record: (incident, run, adopted) => scribe.recordRun(incident, run, adopted),
      carried,
      callSecret: (use, names) => values.callSecret(use, names),
      learn: (use, exported) => values.learn(use, exported),
      redact: text => redactor.redact(text).text,
      history,
      outputs,
      author,
      boundary,
    }),
  );
  const ticks = owner.add(
    new Ticks({
      entries,
      record: (incident, { text, ...tick }) => scribe.recordTick(incident, tick, text),
      now: () => clock.now(),
    }),
  );
  owner.add(new TicksOfOthers({ ticks, root: timelines.root(), lives, clock, boundary }));

  const account = ({ incident }: RunbookUse) =>
    (incident && sessions.get(incident.accountId)?.account.environment) ?? {};
  const givenOf = (use: RunbookUse, variables: Readonly<Record<string, string>>, of: Incident | null) => {
    const state = carried.of(use);
    const incident = incidentEnvironment(of);
    const carriedCwd = state.cwd;
    return { ...environmentOf({ account: account(use), incident, variables, carried: state }), carriedCwd };
  };
  const given = (use: RunbookUse, variables: Readonly<Record<string, string>>) =>
    givenOf(use, variables, use.incident && connectedIncident(surroundings, use.incident));
  const risk = owner.add(
    new RiskReader({
      clock,
      folder: shipped('dist').fsPath,
      log: reason => logger.warn(reason),
      rules: () => config.riskRules(),
    }),
  );
  const changedBlocks = owner.add(new ChangedBlocks());
  const redact = (text: string) => redactor.redact(text).text;
  const approvals = new Approvals({
    risk,
    author,
    commander: async incident => commanderOf(incident, await entries(incident)),
    redact,
    isSecret: (use, name) => values.isSecret(use, name),
    sources: { env: process.env, home: homedir(), hostName: hostname(), read: readSmallFile },
    environment: incident => incidentEnvironment(incident && connectedIncident(surroundings, incident)),
    // The run that follows says itself where it cannot be written down.
    record: (incident, approval) =>
      boundary.written('Writing down an approval', scribe.recordApproval(incident, approval), () => {}),
  });
  const starts = new BlockStart({
    runs,
    approve: async (use, block, what, isSameText) =>
      redact(await approvals.ask(use, block, what, isSameText)),
    ask: (use, runbook, block) => values.ask(use, runbook, block),
    known: (use, runbook) => values.unasked(use, runbook),
    target: async (use, block, what) => redact(await approvals.target(use, block, what)),
    redact,
    given,
    leave: (use, cwd) => carried.leave(use, cwd),
    acceptChange: (path, before, after) => changedBlocks.ask(path, before, after),
  });
  const sequences = owner.add(
    new Sequences({
      starts,
      runs,
      risks: async blocks => {
        const classes: RiskClass[] = [];
        for await (const reports of risk.assessAll(blocks))
          classes.push(...reports.map(report => report.risk));
        return classes;
      },
      state: workspaceState,
      clock,
      boundary,
    }),
  );
  const remembered = () => timelines.remembered();
  /** Where the next block would start, with what it would be given; also where nobody is connected to the incident any more. */
  const look: RunbookPanelParts['look'] = (use, runbook) => {
    const incident = use.incident && store.latest(use.incident);
    const { carriedCwd, ...environment } = givenOf(use, values.known(use, runbook), incident);
    return approvals.view(runbook.blocks, { ...startPlace(use.cwd, null, carriedCwd), ...environment });
  };
  const openLink: RequestParts['openLink'] = (from, { incident }, href) => links.follow(from, incident, href);
  const panels: RunbookPanels = owner.add(
    new RunbookPanels({
      ...{ library, reader, runs, starts, sequences, history, outputs, ticks, values, carried, look },
      ...{ remote, openLink, remembered, boundary, store, sessions, extensionUri, clock, current, hold },
    }),
  );
  return {
    library,
    remote,
    links,
    reader,
    carried,
    values,
    outputs,
    history,
    runner,
    runs,
    ticks,
    approvals,
    look,
    risk,
    sequences,
    panels,
  };
}
