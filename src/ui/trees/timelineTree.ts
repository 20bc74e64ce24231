import * as vscode from 'vscode';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import { localDay } from '../../core/localDay.ts';
import { setContext } from '../contextKeys.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import { incidentMark, marked } from '../incidentMark.ts';
import type { Sessions } from '../sessions.ts';
import type { FollowedTimeline, LiveTimelines } from '../timeline/liveTimelines.ts';
import type { LateTree } from './lateTree.ts';
import { byDay, type EntryNode, itemOf, type TimelineNode } from './timelineNodes.ts';

/** The tree stays compact: the panel has the rest. */
const mostShown = 300;

/** The view “Timeline”: the current incident’s entries by day, newest first, as they come. */
export class TimelineTree implements vscode.TreeDataProvider<TimelineNode>, vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new vscode.EventEmitter<undefined>());
  readonly onDidChangeTreeData = this.#changed.event;
  readonly #view: vscode.TreeView<TimelineNode>;
  #incident: Incident | null = null;
  #followed: FollowedTimeline | null = null;
  #following = new DisposableStore();
  /** The day that “Today” was when the rows were drawn last. */
  #drawnOn = '';

  constructor(
    private readonly parts: {
      readonly view: LateTree<TimelineNode>;
      readonly current: CurrentIncident;
      readonly sessions: Sessions;
      readonly incidentClock: IncidentClock;
      readonly lives: LiveTimelines;
    },
  ) {
    const { view, current, sessions } = parts;
    this.#view = view.fill(this);
    this.#owned.add(current.onDidChange(incident => this.#follow(incident)));
    this.#owned.add({ dispose: () => this.#following.dispose() });
    this.#owned.add(sessions.onDidChange(() => this.#say()));
    setContext('timelineState', 'noIncident');
  }

  getChildren(node?: TimelineNode): TimelineNode[] {
    if (node) return 'entries' in node ? [...node.entries] : [];
    const [incident, live] = [this.#incident, this.#followed?.live];
    if (!incident || !live) return [];
    const shown = live.entries.slice(live.entries.length - mostShown, live.entries.length);
    const nodes = shown.map((viewed): EntryNode => ({ type: 'entry', incident, viewed })).reverse();
    const earlier = live.entries.length - shown.length;
    const retracted = nodes.filter(({ viewed }) => viewed.entry.retracts);
    const unreadable = live.unreadable;
    const { unsaved } = this.#followed!;
    return [
      ...(unsaved.entries.length > 0 ? [{ type: 'unsaved', unsaved } as const] : []),
      ...(unreadable.length > 0 ? [{ type: 'unreadable', lines: unreadable } as const] : []),
      ...byDay(nodes.filter(({ viewed }) => !viewed.entry.retracts)),
      ...(earlier > 0 ? [{ type: 'earlier', count: earlier, incident } as const] : []),
      ...(retracted.length > 0 ? [{ type: 'retracted', entries: retracted } as const] : []),
    ];
  }

  getTreeItem(node: TimelineNode): vscode.TreeItem {
    return itemOf(node, this.#firstDay(), this.#now());
  }

  #now(): number {
    return this.parts.incidentClock.now(this.#incident);
  }

  #draw(): void {
    this.#drawnOn = localDay(this.#now());
    this.#changed.fire(undefined);
  }

  #firstDay(): string | undefined {
    return this.getChildren().find(node => node.type === 'day')?.day;
  }

  #follow(incident: Incident | null): void {
    const same = incident?.key === this.#incident?.key;
    this.#incident = incident;
    if (!same) {
      this.#following.dispose();
      this.#following = new DisposableStore();
      this.#followed = null;
      this.#draw();
      if (incident) {
        const followed = this.#following.add(this.parts.lives.follow(incident));
        this.#followed = followed;
        this.#following.add(followed.live.onDidChange(() => this.#draw()));
        let unsaved = followed.unsaved.entries.length;
        this.#following.add(
          followed.onDidLook(() => {
            const before = unsaved;
            unsaved = followed.unsaved.entries.length;
            const anotherDay = localDay(this.#now()) !== this.#drawnOn;
            if (before + unsaved > 0 || anotherDay) this.#draw();
            this.#say();
          }),
        );
      }
    }
    this.#say();
  }

  #say(): void {
    const [incident, live] = [this.#incident, this.#followed?.live];
    this.#view.description = incident ? this.#nameOf(incident) : '';
    this.#view.message = this.#followed?.problem ?? '';
    const unsaved = this.#followed?.unsaved.entries.length ?? 0;
    const begun = live && live.entries.length + live.unreadable.length + unsaved > 0;
    setContext('timelineState', !incident ? 'noIncident' : begun ? 'ready' : 'notStarted');
  }

  #nameOf(incident: Incident): string {
    const { number, title } = incident;
    const name = number === null ? title : `#${number} ${title}`;
    return marked(incidentMark(this.parts.sessions, incident), name);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
