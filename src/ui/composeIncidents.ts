import { readdir } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { Redactor } from '../core/execution/redact.ts';
import type { Alert, Incident } from '../core/incidents/incident.ts';
import { once } from '../core/once.ts';
import { gitHubApi } from '../core/postmortem/issues/repositoryName.ts';
import type { RunbookBlock } from '../core/runbooks/runbook.ts';
import { KnownLinks } from '../core/timeline/knownLinks.ts';
import { composeAccounts, type AccountsSurroundings } from './composeAccounts.ts';
import { composeViews } from './composeViews.ts';
import type { DisposableStore } from './disposables.ts';
import { DetailsPanels } from './details/detailsPanels.ts';
import { OutboxKeeper } from './outboxKeeper.ts';
import { GeneratedTexts } from './postMortems/generatedTexts.ts';
import { lazyResponse } from './response/lazyResponse.ts';
import type { TeamFiles } from './team/teamFiles.ts';
import { TeamServices } from './team/teamServices.ts';
import { TeamSeverities } from './team/teamSeverities.ts';
import { TimelineDocuments } from './timelineDocuments.ts';
import type { LateViews } from './trees/lateViews.ts';

/** What the incidents’ room needs of the parts that are there from the start. */
export interface IncidentsSurroundings extends AccountsSurroundings {
  readonly redactor: Redactor;
  readonly showLog: () => void;
  readonly lateViews: LateViews;
  readonly teamFiles: () => Promise<TeamFiles>;
}

export type IncidentsRoom = ReturnType<typeof composeIncidents>;

/** Accounts, their incidents and what is shown of them, with the way to the rooms that come later; see `lazyIncidents`. */
export function composeIncidents(owner: DisposableStore, surroundings: IncidentsSurroundings) {
  const { context, clock, logger, redactor, keepSecret, boundary, showLog, teamFiles } = surroundings;
  const { extensionUri, globalStorageUri, secrets } = context;
  const followed = composeAccounts(owner, surroundings);
  const { accounts, attention, author, claims, current, drill, follower, git, incidentClock } = followed;
  const { lives, outbox, places, scribe, sessions, storage, store, timelines } = followed;

  const documents = owner.add(new TimelineDocuments(timelines));
  const texts = owner.add(new GeneratedTexts());
  const hold = () => attention.hold();
  const severities = owner.add(new TeamSeverities({ store, current, sessions, teamFiles, clock, boundary }));
  const knownLinks = new KnownLinks();
  const learn: KnownLinks['learn'] = links => knownLinks.learn(links);
  /** With the first command, panel or runbook file: it is the larger part, and incidents can be seen without it. */
  const runbooks = once(async () => {
    const { composeRunbooks } = await import('./runbooks/composeRunbooks.ts');
    return composeRunbooks(owner, {
      ...{ context, clock, logger, redactor, keepSecret, boundary },
      ...{ store, sessions, timelines, lives, current, author, hold, learn },
    });
  });
  /** A block that went on while its window was reloaded is recorded, also where its runbook is not opened again. */
  const followLeftRuns = async () => {
    const left = await readdir(storage('runs')).catch(() => []);
    if (left.length > 0) (await runbooks()).runs.adopt();
  };
  /** With the first command or panel that needs it. */
  const writingRoom = once(async () => {
    const { composeTimelines } = await import('./timeline/composeTimelines.ts');
    return composeTimelines(owner, {
      ...{ extensionUri, store, sessions, timelines, lives, follower, current, redactor, git },
      ...{ clock, incidentClock, boundary, runbooks, hold, knownLinks },
    });
  });
  const response = lazyResponse(owner, {
    ...{ store, sessions, current, follower, lives, severities, timelines, places, boundary, author },
    ...{ clock, incidentClock, logger },
    ...{ teamFiles, claimsFolder: storage('told'), secrets, drill, storage },
    keepSecret: value => keepSecret({ value, kind: 'chat token' }),
    show: key => {
      views.tree.pendingChanged();
      details.responseChanged(key);
    },
  });
  const assess = async (block: RunbookBlock) => (await runbooks()).risk.assess(block);
  const runbookFor = async (incident: Incident, alerts: readonly Alert[]) => {
    const { likelyRunbook } = await import('./runbooks/chosenRunbook.ts');
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
        const { saidBridge } = await import('../core/response/responseState.ts');
        return saidBridge(await timelines.entries(incident));
      },
    }),
  );
  const details = owner.add(
    new DetailsPanels({
      ...{
        store,
        sessions,
        boundary,
        clock,
        current,
        extensionUri,
        runbookFor,
        learn,
        run,
        attention,
        services,
      },
      responseOf: response.facts,
      saidBridge: response.bridge,
    }),
  );
  owner.add(
    new OutboxKeeper({ outbox, store, sessions, scribe, follower, details, boundary, claims, clock }),
  );
  const library = async () => (await runbooks()).library;
  const views = composeViews(owner, { ...surroundings, ...followed, severities, response, library, run });

  /** What waited when VS Code was closed is shown with the incidents, so it is read before them. */
  const begin = () => {
    const opened = outbox.open();
    boundary.watch('Opening the outbox', opened);
    boundary.watch(
      'Connecting to PagerDuty',
      opened.catch(() => {}).then(() => accounts.connect()),
    );
    boundary.watch('Looking for blocks that a window left behind', followLeftRuns());
  };
  return {
    ...followed,
    ...views,
    ...{ assess, boundary, begin, clock, details, documents, learn, runbooks },
    ...{ redactor, responseRoom: response.room, services, showLog, teamFiles, texts, writingRoom },
    /** Everything shared by the windows of this machine is kept there. */
    storage: globalStorageUri,
    // The extension’s own: a test that answers questions for a person replaces what asks them here.
    ...{ window: vscode.window, env: vscode.env, authentication: vscode.authentication },
    gitHub: { origin: gitHubApi },
  };
}
