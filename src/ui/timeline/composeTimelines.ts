import type * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import type { Redactor } from '../../core/execution/redact.ts';
import type { Git } from '../../core/git/git.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import type { KnownLinks } from '../../core/timeline/knownLinks.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { ChangeDiffs } from '../changes/changeDiffs.ts';
import { SuspectPick } from '../changes/suspectPick.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import type { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { RunbookRoom } from '../runbooks/composeRunbooks.ts';
import type { Timelines } from '../timelines.ts';
import { EntryDeeds } from './entryDeeds.ts';
import { EntryWriting } from './entryWriting.ts';
import type { LiveTimelines } from './liveTimelines.ts';
import { TimelinePanels } from './timelinePanels.ts';

/** What the timelines’ room needs of the incidents’ room. */
export interface TimelineSurroundings {
  readonly extensionUri: vscode.Uri;
  readonly store: IncidentStore;
  readonly timelines: Timelines;
  readonly lives: LiveTimelines;
  readonly follower: LogFollower;
  readonly current: CurrentIncident;
  readonly redactor: Redactor;
  readonly git: Git;
  readonly clock: Clock;
  readonly incidentClock: IncidentClock;
  readonly boundary: ErrorBoundary;
  readonly runbooks: () => Promise<RunbookRoom>;
  readonly hold: () => Disposable;
  readonly knownLinks: KnownLinks;
}

export type TimelineRoom = ReturnType<typeof composeTimelines>;

/** What is written into timelines by hand and done with their entries, with the first command or panel that needs it. */
export function composeTimelines(owner: DisposableStore, surroundings: TimelineSurroundings) {
  const { store, timelines, follower, current, redactor, git, clock, incidentClock } = surroundings;
  const { boundary, runbooks, knownLinks } = surroundings;
  const titleOf = (href: string) => incidentTitle(store, href) ?? knownLinks.titleOf(href);
  const writing = new EntryWriting({
    ...{ timelines, follower, current, redactor, clock, incidentClock, titleOf },
  });
  const entryDeeds = new EntryDeeds({ timelines, room: runbooks });
  const timelinePanels = owner.add(new TimelinePanels({ ...surroundings, writing, deeds: entryDeeds }));
  const suspectPick = new SuspectPick({ timelines, diffs: owner.add(new ChangeDiffs(git)), boundary });
  return { writing, entryDeeds, timelinePanels, suspectPick };
}

/** What the page of an incident is called; null for any other page. */
function incidentTitle(store: IncidentStore, href: string): string | null {
  const incident = store.all().find(({ url }) => url === href);
  if (!incident) return null;
  return incident.number === null ? incident.title : `#${incident.number} ${incident.title}`;
}
