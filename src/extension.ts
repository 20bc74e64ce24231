// First: whatever is loaded after it may speak.
import './ui/language.ts';
import * as vscode from 'vscode';
import { type KnownSecret, Redactor } from './core/execution/redact.ts';
import { lazyWriting } from './ui/checks/lazyWriting.ts';
import { registerCommands } from './ui/commands/register.ts';
import type { MessagesRoom } from './ui/comms/composeMessages.ts';
import type { IncidentsRoom } from './ui/composeIncidents.ts';
import { resetContext } from './ui/contextKeys.ts';
import { DisposableStore } from './ui/disposables.ts';
import { ErrorBoundary } from './ui/errorBoundary.ts';
import { lazyIncidents } from './ui/lazyIncidents.ts';
import { ChannelLogger } from './ui/log.ts';
import type { ResponseRoom } from './ui/response/composeResponse.ts';
import { restorePanels, viewTypes } from './ui/restorePanels.ts';
import type { RunbookRoom } from './ui/runbooks/composeRunbooks.ts';
import { systemClock as clock } from './ui/systemClock.ts';
import { lazyTeamFiles } from './ui/team/lazyTeamFiles.ts';
import type { TimelineRoom } from './ui/timeline/composeTimelines.ts';
import { timelinesRoot } from './ui/timelinesRoot.ts';
import { registerViews } from './ui/trees/lateViews.ts';

/** The parts, for the integration tests; everybody else gets nothing. */
export type OnCallParts = IncidentsRoom &
  RunbookRoom &
  TimelineRoom &
  ResponseRoom &
  MessagesRoom & { readonly logger: ChannelLogger };

/**
 * Registers what VS Code must find at once, and wires the rooms to it, each of which is loaded with the first who needs
 * it. No network and no file is touched before it returns.
 */
export function activate(context: vscode.ExtensionContext): Promise<OnCallParts> | undefined {
  const { boundary, everything } = compose(context);
  if (process.env['ONCALL_START_DRILL'] === '1') {
    boundary.watch(
      'Starting the drill',
      Promise.resolve(vscode.commands.executeCommand('onCall.startDrill')),
    );
  }
  return context.extensionMode === vscode.ExtensionMode.Test ? everything() : undefined;
}

function compose(context: vscode.ExtensionContext) {
  const owner = new DisposableStore();
  context.subscriptions.push(owner);
  resetContext();
  const { globalStorageUri } = context;

  const known: KnownSecret[] = [];
  const keepSecret = (secret: KnownSecret) => {
    if (!known.some(({ value }) => value === secret.value)) known.push(secret);
  };
  const redactor = new Redactor(() => known);
  const logger = owner.add(new ChannelLogger(text => redactor.redact(text).text));
  const showLog = () => logger.show();
  const boundary = new ErrorBoundary(logger, showLog);

  const teamFiles = lazyTeamFiles(owner, { clock, boundary, storage: globalStorageUri });
  const lateViews = registerViews(owner, { load: () => incidents.room(), boundary });
  const incidents = lazyIncidents(owner, {
    ...{ context, clock, logger, redactor, keepSecret, boundary, showLog, lateViews, teamFiles },
  });
  const runbooks = async () => (await incidents.room()).runbooks();
  const timelines = async () => (await incidents.room()).writingRoom();
  owner.add(restorePanels(viewTypes.runbook, async () => (await runbooks()).panels));
  owner.add(restorePanels(viewTypes.timeline, async () => (await timelines()).timelinePanels));
  const writing = lazyWriting(owner, {
    ...{ clock, boundary, author: incidents.author },
    assess: async block => (await runbooks()).risk.assess(block),
    root: () => timelinesRoot(globalStorageUri),
  });
  registerCommands(
    async id => {
      // What helps where the rest cannot be loaded.
      if (id === 'onCall.showLog') return showLog;
      const [{ commandOf }, room] = await Promise.all([
        import('./ui/commands/commandOf.ts'),
        incidents.room(),
      ]);
      return commandOf(id, room);
    },
    boundary,
    owner,
  );

  const everything = async (): Promise<OnCallParts> => {
    const room = await incidents.room();
    const [read, written, responding] = await Promise.all([
      room.runbooks(),
      room.writingRoom(),
      room.responseRoom(),
      writing(),
    ]);
    return { ...room, ...read, ...written, ...responding, logger };
  };
  return { boundary, everything };
}
