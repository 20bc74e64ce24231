import { type Disposable, Emitter } from '../../core/events.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { IncidentClock } from '../../core/incidents/incidentClock.ts';
import type { IncidentStore } from '../../core/incidents/incidentStore.ts';
import { type Deadline, deadlinesOf } from '../../core/response/deadlines.ts';
import { toForget } from '../../core/response/leastUsed.ts';
import { responseState, type ResponseState, tellsOfResponse } from '../../core/response/responseState.ts';
import type { ResponseRules } from '../../core/response/rules.ts';
import { proposedStage, type StageProposal } from '../../core/response/stageProposal.ts';
import type { TimelineEntry } from '../../core/timeline/entry.ts';
import type { EntryChange } from '../../core/timeline/liveTimeline.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { asDone } from '../../core/timeline/timelineView.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { TeamSeverities } from '../team/teamSeverities.ts';
import type { FollowedTimeline, LiveTimelines } from '../timeline/liveTimelines.ts';

/** So many stay known that were only looked at; those that somebody works on always are. */
const mostFollowed = 50;

export interface ResponsesParts {
  readonly store: IncidentStore;
  readonly current: CurrentIncident;
  readonly follower: LogFollower;
  readonly lives: LiveTimelines;
  readonly incidentClock: IncidentClock;
  /** As they are now: the team’s, or the ones that hold without any. */
  readonly rules: () => ResponseRules;
  /** Whether the clocks of escalation and updates run at all. */
  readonly hasDeadlines: () => boolean;
  /** What the team’s definition of its alert says of its severity, where nobody else says it; null where none does. */
  readonly severities: Pick<TeamSeverities, 'of' | 'onDidChange'>;
}

/** The response to one incident, as its timeline tells it. */
export interface Response {
  readonly incident: Incident;
  readonly state: ResponseState;
  /** Those that count, by time, each by whoever did it. */
  readonly entries: readonly TimelineEntry[];
  readonly proposal: StageProposal | null;
  /** Where the severity comes from, as a reason; null unless it is the team’s definition of the alert. */
  readonly alertReason: string | null;
  /** What its times are held against, ms since the epoch. */
  now(): number;
  deadlines(now: number): readonly Deadline[];
}

/** The responses to the incidents that somebody works on here, kept up with their timelines. */
export class Responses implements Disposable {
  readonly #owned = new DisposableStore();
  /** The one used longest ago first. */
  readonly #followed = new Map<string, FollowedResponse>();
  /** It left the store and is looked at still. */
  #left: string | null = null;
  readonly #changed = this.#owned.add(new Emitter<string>());
  /** The key of an incident whose response changed. */
  readonly onDidChange = this.#changed.event;

  constructor(private readonly parts: ResponsesParts) {
    const { store, current, follower, severities } = parts;
    this.#owned.add(follower.onDidFollow(incident => this.#follow(incident)));
    this.#owned.add(current.onDidChange(incident => incident && this.#look(incident)));
    this.#owned.add(
      store.onDidChange(({ added, changed, removed }) => {
        for (const incident of [...added, ...changed.map(({ after }) => after)]) {
          if (follower.follows(incident.key)) this.#follow(incident);
          this.#followed.get(incident.key)?.take(incident);
        }
        for (const incident of removed) this.#leave(incident);
      }),
    );
    this.#owned.add(
      severities.onDidChange(keys => {
        for (const key of keys) this.#followed.get(key)?.changed();
      }),
    );
    for (const incident of store.all()) if (follower.follows(incident.key)) this.#follow(incident);
    // One that is in no list may have been chosen in the moment that had this built: nobody tells of it again.
    const now = current.get() ?? current.outside;
    if (now) this.#follow(now);
    this.#owned.add({ dispose: () => [...this.#followed.keys()].forEach(key => this.#forget(key)) });
  }

  /** Null where its timeline was not read yet, or nobody works on it. */
  of(key: string): Response | null {
    return this.#followed.get(key)?.response() ?? null;
  }

  /** Those that somebody works on: looking at an incident begins nothing. */
  worked(): readonly Response[] {
    return [...this.#followed]
      .filter(([key]) => this.parts.follower.follows(key))
      .map(([, one]) => one.response())
      .filter(one => one !== null);
  }

  /** The rules changed: everything is looked at anew. */
  refresh(): void {
    for (const [key, followed] of [...this.#followed]) {
      followed.invalidate();
      this.#changed.fire(key);
    }
  }

  #look(incident: Incident): void {
    const left = this.#left;
    if (left !== null && left !== incident.key) this.#forget(left);
    // Chosen again, one that has left the store is still one that goes when another is looked at.
    this.#left = left === incident.key && !this.parts.store.get(left) ? left : null;
    this.#follow(incident);
  }

  /** What is resolved leaves the store; its response goes on while it is looked at. */
  #leave({ key, status }: Incident): void {
    if (status === 'resolved' && key === this.parts.current.key) this.#left = key;
    else this.#forget(key);
  }

  #follow(incident: Incident): void {
    const known = this.#followed.get(incident.key);
    if (known) {
      this.#followed.delete(incident.key);
      this.#followed.set(incident.key, known);
      return;
    }
    const followed = new FollowedResponse(incident, this.parts.lives.follow(incident), this.parts);
    followed.onDidChange(() => this.#changed.fire(incident.key));
    this.#followed.set(incident.key, followed);
    this.#makeRoom(incident.key);
  }

  /** @param used it is needed, whatever else says so */
  #makeRoom(used: string): void {
    const { current, follower } = this.parts;
    const isNeeded = (key: string) => key === used || key === current.key || follower.follows(key);
    for (const key of toForget([...this.#followed.keys()], mostFollowed, isNeeded)) this.#forget(key);
  }

  #forget(key: string): void {
    this.#followed.get(key)?.dispose();
    this.#followed.delete(key);
  }

  dispose(): void {
    this.#owned.dispose();
  }
}

class FollowedResponse implements Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed = this.#owned.add(new Emitter<void>());
  readonly onDidChange = this.#changed.event;
  #read = false;
  #known: Response | null = null;

  constructor(
    public incident: Incident,
    private readonly timeline: FollowedTimeline,
    private readonly parts: Pick<ResponsesParts, 'incidentClock' | 'rules' | 'hasDeadlines' | 'severities'>,
  ) {
    this.#owned.add(timeline);
    this.#owned.add(timeline.live.onDidChange(changes => this.#take(changes)));
    this.#owned.add(
      timeline.onDidLook(() => {
        if (this.#read || timeline.problem !== null) return;
        this.#read = true;
        this.#changed.fire();
      }),
    );
  }

  take(incident: Incident): void {
    this.incident = incident;
    this.changed();
  }

  changed(): void {
    this.invalidate();
    this.#changed.fire();
  }

  invalidate(): void {
    this.#known = null;
  }

  response(): Response | null {
    if (!this.#read) return null;
    this.#known ??= this.#make();
    return this.#known;
  }

  #make(): Response {
    const { incident, timeline, parts } = this;
    const rules = parts.rules();
    const entries = [...timeline.live.entries.slice(0, timeline.live.entries.length)]
      .filter(({ entry }) => !entry.retracts)
      .map(asDone);
    const alert = parts.severities.of(incident);
    // The store lays the alert’s severity over the incident; it is not the provider’s word for that.
    const told = alert ? { ...incident, severity: null } : incident;
    const state = responseState(told, entries, rules.roles, alert?.severity);
    return {
      ...{ incident, state, entries },
      alertReason: state.severityFrom === 'alert' ? (alert?.reason ?? null) : null,
      proposal: proposedStage(incident, state, entries),
      now: () => parts.incidentClock.now(incident),
      deadlines: now => (parts.hasDeadlines() ? deadlinesOf(incident, state, entries, rules, now) : []),
    };
  }

  #take(changes: readonly EntryChange[] | null): void {
    const matters = ({ before, after }: EntryChange) =>
      [before?.entry, after.entry].some(
        entry => entry && (tellsOfResponse(entry) || entry.kind === 'run' || entry.kind === 'approval'),
      );
    this.invalidate();
    if (this.#read && (changes === null || changes.some(matters))) this.#changed.fire();
  }

  dispose(): void {
    this.#owned.dispose();
  }
}
