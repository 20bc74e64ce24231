import type { Redactor } from '../../core/execution/redact.ts';
import type { Clock } from '../../core/clock.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import type { Outbox } from '../../core/incidents/outbox/outbox.ts';
import type { Accounts } from '../accounts.ts';
import type { Actions } from '../actions.ts';
import type { MessagesRoom } from '../comms/composeMessages.ts';
import type { DetailsPanels } from '../details/detailsPanels.ts';
import type { DrillControl } from '../drillControl.ts';
import type { Notifications } from '../notifications.ts';
import type { OnCallWatch } from '../onCallWatch.ts';
import type { ResponseRoom } from '../response/composeResponse.ts';
import type { BlockRuns } from '../runbooks/blockRuns.ts';
import { occasionOf } from '../runbooks/coverage/coverageNodes.ts';
import type { CoverageTree } from '../runbooks/coverage/coverageTree.ts';
import type { VariableValues } from '../runbooks/variableValues.ts';
import type { TimelineRoom } from '../timeline/composeTimelines.ts';
import type { TimelineDocuments } from '../timelineDocuments.ts';
import type { ActionItemsTree } from '../trees/actionItemsTree.ts';
import type { IncidentTree } from '../trees/incidentTree.ts';
import { addNote } from './addNote.ts';
import { addResponders } from './addResponders.ts';
import { addSelection, addTerminalSelection } from './addSelection.ts';
import { addTimelineEntry, type TimelineParts } from './addTimelineEntry.ts';
import { answerDeadline, completeDeadline, postponeDeadline } from './answerDeadline.ts';
import { answerMessage } from './answerMessage.ts';
import { attachToTimeline } from './attachToTimeline.ts';
import {
  actOnEntry,
  type ChangeEntryParts,
  editEntryText,
  editEntryTime,
  showEntryHistory,
} from './changeEntry.ts';
import { acknowledge, resolve, retrigger } from './changeIncidents.ts';
import { connectChat, disconnectChat } from './connectChat.ts';
import { createIssue, type CreateIssueParts } from './createIssue.ts';
import { copyId, copyLink, copyTitle } from './copyIncident.ts';
import { startDrill, stopDrill } from './drill.ts';
import { editMyTeamFile, editTeamFile, type TeamFileParts } from './editTeamFile.ts';
import { editTitle } from './editTitle.ts';
import { escalate } from './escalate.ts';
import { explainRisk, type ExplainRiskParts } from './explainRisk.ts';
import { clearFilters, filterIncidents } from './filterIncidents.ts';
import { exportPostMortem } from './exportPostMortem.ts';
import { exportPrometheusRules, type ExportRulesParts } from './exportPrometheusRules.ts';
import { copyPostMortemForConfluence, copyPostMortemForSlack } from './copyPostMortem.ts';
import { incidentLine } from './incidentLine.ts';
import { importTimeline } from './importTimeline.ts';
import { importIncident } from './importIncident.ts';
import { findIncidents } from './findIncidents.ts';
import { choosePostMortemTemplate } from './choosePostMortemTemplate.ts';
import { forgetSecrets } from './forgetSecrets.ts';
import { generatePostMortem, type PostMortemParts } from './generatePostMortem.ts';
import { assignRole, giveUpRole, handOverRole } from './giveRole.ts';
import { goInRunbook } from './goInRunbook.ts';
import { groupIncidents, sortIncidents } from './groupIncidents.ts';
import { joinBridge } from './joinBridge.ts';
import { merge } from './merge.ts';
import { muteNotifications, unmuteNotifications } from './muteNotifications.ts';
import { newRunbook } from './newRunbook.ts';
import { openAsRunbook, showInRunbook } from './openAsRunbook.ts';
import { openDashboards } from './openDashboards.ts';
import { openDocumentation } from './openDocumentation.ts';
import { openInBrowser } from './openInBrowser.ts';
import { chooseRunbook, openRunbook, type RunbookParts } from './openRunbook.ts';
import { mergeTimelinesInGit } from './mergeTimelinesInGit.ts';
import { openWalkthrough } from './openWalkthrough.ts';
import { openTimeline } from './openTimeline.ts';
import { openTimelinePanel } from './openTimelinePanel.ts';
import { raiseFlag } from './raiseFlag.ts';
import { openWarRoom } from './openWarRoom.ts';
import { reassign } from './reassign.ts';
import { reloadRunbook } from './reloadRunbook.ts';
import { refreshIncidents } from './refreshIncidents.ts';
import { refreshOnCall } from './refreshOnCall.ts';
import type { CommandTable } from './register.ts';
import { resolveWithNote } from './resolveWithNote.ts';
import { runProbes } from './runProbes.ts';
import { runSequence } from './runSequence.ts';
import { saveTimelineElsewhere } from './saveTimelineElsewhere.ts';
import { saveView, showView } from './savedViews.ts';
import { sendEntry, type SendEntryParts } from './sendEntry.ts';
import { type MessageParts, sendMessage } from './sendMessage.ts';
import { sendStatusUpdate } from './sendStatusUpdate.ts';
import { setBridge } from './setBridge.ts';
import { setPostMortemStatus } from './setPostMortemStatus.ts';
import { setPriority } from './setPriority.ts';
import { nextStage, setStage, takeProposedStage } from './setStage.ts';
import type { SeverityParts } from './severityOfSet.ts';
import { setUrgency } from './setUrgency.ts';
import { showDetails } from './showDetails.ts';
import { signIn, signInAgain } from './signIn.ts';
import { signOut } from './signOut.ts';
import { snooze } from './snooze.ts';
import { startWorkflow } from './startWorkflow.ts';
import { stopRun } from './stopRun.ts';
import { suggestRunbookUpdate } from './suggestRunbookUpdate.ts';
import { showMetrics } from './showMetrics.ts';
import { showSuspectChanges, type SuspectParts } from './suspectChanges.ts';
import { setDetection, triage, type TriageParts } from './triage.ts';
import { triggerIncident } from './triggerIncident.ts';
import { undo } from './undo.ts';
import { confirmArrived, dropWaiting, retryWaiting, sendWaiting } from './waiting.ts';

export interface CommandParts
  extends
    RunbookParts,
    TimelineParts,
    ChangeEntryParts,
    CreateIssueParts,
    ExplainRiskParts,
    PostMortemParts,
    SendEntryParts,
    SeverityParts,
    SuspectParts,
    TriageParts,
    MessageParts,
    TeamFileParts,
    ExportRulesParts {
  readonly accounts: Accounts;
  readonly actionItems: ActionItemsTree;
  readonly actions: Actions;
  readonly clock: Clock;
  readonly coverage: CoverageTree;
  readonly details: DetailsPanels;
  readonly documents: TimelineDocuments;
  readonly drill: DrillControl;
  readonly notifications: Notifications;
  readonly outbox: Outbox;
  readonly redactor: Redactor;
  readonly runs: BlockRuns;
  readonly showLog: () => void;
  readonly store: IncidentStore;
  readonly tree: IncidentTree;
  readonly values: Pick<VariableValues, 'forgetSecrets'>;
  readonly views: IncidentViews;
  readonly watch: OnCallWatch;
}

/** What an incident’s first commands are made of: the incidents’ room. */
export type FirstParts = Omit<CommandParts, RoomName>;

/** What is loaded with the first command that needs it. */
export type RoomName =
  | 'library'
  | 'reader'
  | 'panels'
  | 'remote'
  | 'runs'
  | 'values'
  | keyof TimelineRoom
  | keyof (ResponseRoom & MessagesRoom);

/** For what asks an account: a command that wakes On-Call comes before these are read. */
async function connected<Parts extends Pick<FirstParts, 'accounts' | 'sessions'>>(
  parts: Parts,
): Promise<Parts> {
  if (parts.sessions.all().length === 0) await parts.accounts.connect();
  return parts;
}

/**
 * What works without the rooms of the response, the runbooks and the messages: an incident is acknowledged and resolved
 * also where these cannot be loaded.
 */
export function firstCommands(parts: FirstParts) {
  return {
    'onCall.signIn': row => {
      // The row that says that a key does not hold any more means that account. Of the view’s own menu VS Code hands on
      // the row that was clicked last, whatever it says.
      const { type, wrongKey, accountId } = (row ?? {}) as Partial<Record<string, unknown>>;
      const again = type === 'problem' && wrongKey === true && typeof accountId === 'string';
      return again ? signInAgain(parts.accounts, accountId) : signIn(parts.accounts);
    },
    'onCall.signOut': async () => signOut(await connected(parts)),
    'onCall.openWalkthrough': () => openWalkthrough(),
    'onCall.openDocumentation': name => openDocumentation(name),
    'onCall.startDrill': () => startDrill(parts.drill),
    'onCall.stopDrill': () => stopDrill(parts.drill),
    'onCall.refreshIncidents': async () => refreshIncidents(await connected(parts)),

    'onCall.showDetails': (...args) => showDetails(parts.pick, parts.details, args),
    'onCall.acknowledge': (...args) => acknowledge(parts, args),
    'onCall.resolve': (...args) => resolve(parts, args),
    'onCall.resolveWithNote': (...args) => resolveWithNote(parts, args),
    'onCall.retrigger': (...args) => retrigger(parts, args),
    'onCall.addNote': (...args) => addNote(parts, args),
    'onCall.snooze': (...args) => snooze(parts, args),
    'onCall.reassign': (...args) => reassign(parts, args),
    'onCall.addResponders': (...args) => addResponders(parts, args),
    'onCall.merge': (...args) => merge(parts, args),
    'onCall.setPriority': (...args) => setPriority(parts, args),
    'onCall.setUrgency': (...args) => setUrgency(parts, args),
    'onCall.editTitle': (...args) => editTitle(parts, args),
    'onCall.sendStatusUpdate': (...args) => sendStatusUpdate(parts, args),
    'onCall.startWorkflow': (...args) => startWorkflow(parts, args),
    'onCall.triggerIncident': async () => triggerIncident(await connected(parts)),
    'onCall.undo': (...args) => undo(parts, args),
    'onCall.showLog': () => parts.showLog(),
  } satisfies Partial<CommandTable>;
}

/** The only table of commands: which id does what, with which parts. */
export function commandTable(parts: CommandParts): CommandTable {
  return {
    ...firstCommands(parts),

    'onCall.escalate': (...args) => escalate(parts, args),
    'onCall.triage': (...args) => triage(parts, args),
    'onCall.setDetection': (...args) => setDetection(parts, args),
    'onCall.setStage': (...args) => setStage(parts, args),
    'onCall.nextStage': (...args) => nextStage(parts, args),
    'onCall.takeProposedStage': (...args) => takeProposedStage(parts, args),
    'onCall.assignRole': (...args) => assignRole(parts, args),
    'onCall.handOverRole': (...args) => handOverRole(parts, args),
    'onCall.giveUpRole': (...args) => giveUpRole(parts, args),
    'onCall.raiseFlag': (...args) => raiseFlag(parts, args),
    'onCall.answerDeadline': (...args) => answerDeadline(parts, args),
    'onCall.postponeDeadline': (...args) => postponeDeadline(parts, args),
    'onCall.completeDeadline': (...args) => completeDeadline(parts, args),

    'onCall.incidentLine': (...args) => parts.chatsKnown().then(() => incidentLine(parts, args)),
    'onCall.sendMessage': (...args) => parts.chatsKnown().then(() => sendMessage(parts, args)),
    'onCall.answerMessage': (...args) => answerMessage(parts, args),
    'onCall.openWarRoom': (...args) => parts.chatsKnown().then(() => openWarRoom(parts, args)),
    'onCall.setBridge': (...args) => parts.chatsKnown().then(() => setBridge(parts, args)),
    'onCall.openDashboards': (...args) => openDashboards(parts, args),
    'onCall.runProbes': (...args) => runProbes(parts, args),
    'onCall.connectChat': () => parts.chatsKnown().then(() => connectChat(parts)),
    'onCall.disconnectChat': () => parts.chatsKnown().then(() => disconnectChat(parts)),

    'onCall.copyLink': (...args) => copyLink(parts.pick, args),
    'onCall.copyId': (...args) => copyId(parts.pick, args),
    'onCall.copyTitle': (...args) => copyTitle(parts.pick, args),
    'onCall.joinBridge': (...args) => joinBridge(parts, args),
    'onCall.openInBrowser': (...args) => openInBrowser(parts.pick, args),

    'onCall.filterIncidents': () => filterIncidents(parts),
    'onCall.findIncidents': () => findIncidents(parts.views),
    'onCall.clearFilters': () => clearFilters(parts.views),
    'onCall.groupIncidents': () => groupIncidents(parts.views),
    'onCall.sortIncidents': () => sortIncidents(parts.views),
    'onCall.saveView': () => saveView(parts),
    'onCall.showView': () => showView(parts),
    'onCall.showMore': node => parts.tree.showMore(node),

    'onCall.refreshOnCall': () => refreshOnCall(parts.watch),
    'onCall.muteNotifications': () => muteNotifications(parts),
    'onCall.unmuteNotifications': () => unmuteNotifications(parts.notifications),

    'onCall.sendWaiting': async () => sendWaiting(await connected(parts)),
    'onCall.retryWaiting': (...args) => retryWaiting(parts, args),
    'onCall.dropWaiting': (...args) => dropWaiting(parts, args),
    'onCall.confirmArrived': (...args) => confirmArrived(parts, args),

    'onCall.openRunbook': (...args) => openRunbook(parts, args),
    'onCall.chooseRunbook': (...args) => chooseRunbook(parts, args),
    'onCall.reloadRunbook': () => reloadRunbook(parts.panels),
    'onCall.newRunbook': (...args) => newRunbook(parts, occasionOf(args[0])),
    'onCall.openAsRunbook': (...args) => openAsRunbook(parts, args),
    'onCall.showInRunbook': (...args) => showInRunbook(parts, args),
    'onCall.explainRisk': (...args) => explainRisk(parts, args),
    'onCall.suggestRunbookUpdate': (...args) => suggestRunbookUpdate(parts, args),
    'onCall.refreshCoverage': () => parts.coverage.refresh(),
    'onCall.stopRun': () => stopRun(parts.runs, parts.current),
    'onCall.forgetSecrets': () => forgetSecrets(parts.values),
    'onCall.runSequence': () => runSequence(parts.panels),
    'onCall.searchRunbook': () => goInRunbook(parts.panels, 'search'),
    'onCall.nextStep': () => goInRunbook(parts.panels, 'nextStep'),
    'onCall.previousStep': () => goInRunbook(parts.panels, 'previousStep'),
    'onCall.nextFailure': () => goInRunbook(parts.panels, 'nextFailure'),
    'onCall.previousFailure': () => goInRunbook(parts.panels, 'previousFailure'),

    'onCall.addTimelineEntry': (...args) => addTimelineEntry(parts, args),
    'onCall.openTimelinePanel': (...args) => openTimelinePanel(parts.pick, parts.timelinePanels, args),
    'onCall.addSelection': () => addSelection(parts),
    'onCall.addTerminalSelection': () => addTerminalSelection(parts),
    'onCall.attachToTimeline': (...args) => attachToTimeline(parts.pick, parts.timelinePanels, args),
    'onCall.editEntryText': (...args) => editEntryText(parts, args),
    'onCall.editEntryTime': (...args) => editEntryTime(parts, args),
    'onCall.retractEntry': (...args) => actOnEntry(parts, 'retract', args),
    'onCall.restoreEntry': (...args) => actOnEntry(parts, 'restore', args),
    'onCall.markKeyEvent': (...args) => actOnEntry(parts, 'markKey', args),
    'onCall.unmarkKeyEvent': (...args) => actOnEntry(parts, 'unmarkKey', args),
    'onCall.showEntryHistory': (...args) => showEntryHistory(parts, args),
    'onCall.showEntryOutput': (...args) => actOnEntry(parts, 'showOutput', args),
    'onCall.openEntryRunbook': (...args) => actOnEntry(parts, 'openRunbook', args),
    'onCall.copyEntry': (...args) => actOnEntry(parts, 'copy', args),
    'onCall.openTimeline': (...args) => openTimeline(parts.pick, parts.documents, args),
    'onCall.saveTimelineElsewhere': (...args) => saveTimelineElsewhere(parts, args),
    'onCall.mergeTimelinesInGit': () => mergeTimelinesInGit(parts.timelines),
    'onCall.showMetrics': () => showMetrics(parts),
    'onCall.generatePostMortem': (...args) => generatePostMortem(parts, args),
    'onCall.sendEntry': (...args) => sendEntry(parts, args),
    'onCall.showSuspectChanges': (...args) => showSuspectChanges(parts, args),
    'onCall.addSuspect': () => parts.suspectPick.addActive(),
    'onCall.choosePostMortemTemplate': (...args) => choosePostMortemTemplate(parts, args),
    'onCall.setPostMortemStatus': (...args) => setPostMortemStatus(parts, args),
    'onCall.createIssue': (...args) => createIssue(parts, args),
    'onCall.refreshActionItems': () => parts.actionItems.refresh(),
    'onCall.exportPostMortem': (...args) => exportPostMortem(parts, args),
    'onCall.copyPostMortemForSlack': (...args) => copyPostMortemForSlack(parts, args),
    'onCall.copyPostMortemForConfluence': (...args) => copyPostMortemForConfluence(parts, args),
    'onCall.importTimeline': (...args) => importTimeline(parts, args),
    'onCall.importIncident': async () => importIncident(await connected(parts)),
    'onCall.editTeamFile': () => editTeamFile(parts),
    'onCall.editMyTeamFile': () => editMyTeamFile(parts),
    'onCall.exportPrometheusRules': () => exportPrometheusRules(parts),
  };
}
