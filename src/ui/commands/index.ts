import type { DrillControl } from '../drillControl.ts';
import type { PagerDutyAccount } from '../pagerDutyAccount.ts';
import type { TimelineDocuments } from '../timelineDocuments.ts';
import type { BlockRuns } from '../runbooks/blockRuns.ts';
import { addNote } from './addNote.ts';
import { addTimelineEntry, type TimelineParts } from './addTimelineEntry.ts';
import { acknowledge, type ChangeParts, resolve } from './changeIncidents.ts';
import { startDrill, stopDrill } from './drill.ts';
import { generatePostMortem } from './generatePostMortem.ts';
import { openInBrowser } from './openInBrowser.ts';
import { chooseRunbook, openRunbook, type RunbookParts } from './openRunbook.ts';
import { openTimeline } from './openTimeline.ts';
import { refreshIncidents } from './refreshIncidents.ts';
import type { CommandTable } from './register.ts';
import { signIn } from './signIn.ts';
import { signOut } from './signOut.ts';
import { stopRun } from './stopRun.ts';

export interface CommandParts extends ChangeParts, RunbookParts, TimelineParts {
  readonly account: PagerDutyAccount;
  readonly drill: DrillControl;
  readonly runs: BlockRuns;
  readonly documents: TimelineDocuments;
  readonly showLog: () => void;
}

/** The only table of commands: which id does what, with which parts. */
export function commandTable(parts: CommandParts): CommandTable {
  return {
    'onCall.signIn': () => signIn(parts.account),
    'onCall.signOut': () => signOut(parts.account),
    'onCall.startDrill': () => startDrill(parts.drill),
    'onCall.stopDrill': () => stopDrill(parts.drill),
    'onCall.refreshIncidents': () => refreshIncidents(parts),
    'onCall.acknowledge': (...args) => acknowledge(parts, args),
    'onCall.resolve': (...args) => resolve(parts, args),
    'onCall.addNote': (...args) => addNote(parts, args),
    'onCall.openRunbook': (...args) => openRunbook(parts, args),
    'onCall.chooseRunbook': (...args) => chooseRunbook(parts, args),
    'onCall.openInBrowser': (...args) => openInBrowser(parts.pick, args),
    'onCall.addTimelineEntry': (...args) => addTimelineEntry(parts, args),
    'onCall.openTimeline': (...args) => openTimeline(parts.pick, parts.documents, args),
    'onCall.generatePostMortem': (...args) => generatePostMortem(parts, args),
    'onCall.stopRun': () => stopRun(parts.runs, parts.current),
    'onCall.showLog': () => parts.showLog(),
  };
}
