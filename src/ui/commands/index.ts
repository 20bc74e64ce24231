import type { Clock } from '../../core/clock.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { IncidentViews } from '../../core/incidents/list/incidentViews.ts';
import type { Outbox } from '../../core/incidents/outbox/outbox.ts';
import type { Accounts } from '../accounts.ts';
import type { Actions } from '../actions.ts';
import type { DetailsPanels } from '../details/detailsPanels.ts';
import type { DrillControl } from '../drillControl.ts';
import type { Notifications } from '../notifications.ts';
import type { OnCallWatch } from '../onCallWatch.ts';
import type { BlockRuns } from '../runbooks/blockRuns.ts';
import type { TimelineDocuments } from '../timelineDocuments.ts';
import type { IncidentTree } from '../trees/incidentTree.ts';
import { addNote } from './addNote.ts';
import { addResponders } from './addResponders.ts';
import { addTimelineEntry, type TimelineParts } from './addTimelineEntry.ts';
import { acknowledge, resolve, retrigger } from './changeIncidents.ts';
import { copyId, copyLink, copyTitle } from './copyIncident.ts';
import { startDrill, stopDrill } from './drill.ts';
import { editTitle } from './editTitle.ts';
import { escalate } from './escalate.ts';
import { clearFilters, filterIncidents } from './filterIncidents.ts';
import { findIncidents } from './findIncidents.ts';
import { generatePostMortem } from './generatePostMortem.ts';
import { groupIncidents, sortIncidents } from './groupIncidents.ts';
import { joinBridge } from './joinBridge.ts';
import { merge } from './merge.ts';
import { muteNotifications, unmuteNotifications } from './muteNotifications.ts';
import { newRunbook } from './newRunbook.ts';
import { openAsRunbook } from './openAsRunbook.ts';
import { openInBrowser } from './openInBrowser.ts';
import { chooseRunbook, openRunbook, type RunbookParts } from './openRunbook.ts';
import { openTimeline } from './openTimeline.ts';
import { reassign } from './reassign.ts';
import { refreshIncidents } from './refreshIncidents.ts';
import { refreshOnCall } from './refreshOnCall.ts';
import type { CommandTable } from './register.ts';
import { resolveWithNote } from './resolveWithNote.ts';
import { saveView, showView } from './savedViews.ts';
import { sendStatusUpdate } from './sendStatusUpdate.ts';
import { setPriority } from './setPriority.ts';
import { setUrgency } from './setUrgency.ts';
import { showDetails } from './showDetails.ts';
import { signIn } from './signIn.ts';
import { signOut } from './signOut.ts';
import { snooze } from './snooze.ts';
import { startWorkflow } from './startWorkflow.ts';
import { stopRun } from './stopRun.ts';
import { triggerIncident } from './triggerIncident.ts';
import { undo } from './undo.ts';
import { confirmArrived, dropWaiting, retryWaiting, sendWaiting } from './waiting.ts';

export interface CommandParts extends RunbookParts, TimelineParts {
  readonly accounts: Accounts;
  readonly actions: Actions;
  readonly clock: Clock;
  readonly details: DetailsPanels;
  readonly documents: TimelineDocuments;
  readonly drill: DrillControl;
  readonly notifications: Notifications;
  readonly outbox: Outbox;
  readonly runs: BlockRuns;
  readonly showLog: () => void;
  readonly store: IncidentStore;
  readonly tree: IncidentTree;
  readonly views: IncidentViews;
  readonly watch: OnCallWatch;
}

/** The only table of commands: which id does what, with which parts. */
export function commandTable(parts: CommandParts): CommandTable {
  return {
    'onCall.signIn': () => signIn(parts.accounts),
    'onCall.signOut': () => signOut(parts),
    'onCall.startDrill': () => startDrill(parts.drill),
    'onCall.stopDrill': () => stopDrill(parts.drill),
    'onCall.refreshIncidents': () => refreshIncidents(parts),

    'onCall.showDetails': (...args) => showDetails(parts.pick, parts.details, args),
    'onCall.acknowledge': (...args) => acknowledge(parts, args),
    'onCall.resolve': (...args) => resolve(parts, args),
    'onCall.resolveWithNote': (...args) => resolveWithNote(parts, args),
    'onCall.retrigger': (...args) => retrigger(parts, args),
    'onCall.addNote': (...args) => addNote(parts, args),
    'onCall.snooze': (...args) => snooze(parts, args),
    'onCall.reassign': (...args) => reassign(parts, args),
    'onCall.escalate': (...args) => escalate(parts, args),
    'onCall.addResponders': (...args) => addResponders(parts, args),
    'onCall.merge': (...args) => merge(parts, args),
    'onCall.setPriority': (...args) => setPriority(parts, args),
    'onCall.setUrgency': (...args) => setUrgency(parts, args),
    'onCall.editTitle': (...args) => editTitle(parts, args),
    'onCall.sendStatusUpdate': (...args) => sendStatusUpdate(parts, args),
    'onCall.startWorkflow': (...args) => startWorkflow(parts, args),
    'onCall.triggerIncident': () => triggerIncident(parts),
    'onCall.undo': (...args) => undo(parts, args),

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

    'onCall.sendWaiting': () => sendWaiting(parts),
    'onCall.retryWaiting': (...args) => retryWaiting(parts, args),
    'onCall.dropWaiting': (...args) => dropWaiting(parts, args),
    'onCall.confirmArrived': (...args) => confirmArrived(parts, args),

    'onCall.openRunbook': (...args) => openRunbook(parts, args),
    'onCall.chooseRunbook': (...args) => chooseRunbook(parts, args),
    'onCall.newRunbook': () => newRunbook(parts),
    'onCall.openAsRunbook': (...args) => openAsRunbook(parts, args),
    'onCall.stopRun': () => stopRun(parts.runs, parts.current),

    'onCall.addTimelineEntry': (...args) => addTimelineEntry(parts, args),
    'onCall.openTimeline': (...args) => openTimeline(parts.pick, parts.documents, args),
    'onCall.generatePostMortem': (...args) => generatePostMortem(parts, args),
    'onCall.showLog': () => parts.showLog(),
  };
}
