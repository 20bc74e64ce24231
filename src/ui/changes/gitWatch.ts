import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import { type GitFact, headFacts, headMoves, tagFact } from '../../core/git/headFacts.ts';
import type { Git } from '../../core/git/git.ts';
import { allTags, type Tag } from '../../core/git/history.ts';
import type { Repository } from '../../core/git/repository.ts';
import type { Incident } from '../../core/incidents/incident.ts';
import type { LogFollower } from '../../core/timeline/logFollower.ts';
import { config } from '../config.ts';
import type { CurrentIncident } from '../currentIncident.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import type { Timelines } from '../timelines.ts';
import { workspaceRepositories } from './workspaceRepositories.ts';

/** A command of git’s that goes on writes again within this: what two windows read of it is the same then. ms */
const settleMs = 3_000;
/** More new tags than this came with a fetch and were made elsewhere. */
const mostTags = 5;

/**
 * Writes down the commits, tags and checkouts that are made in the workspace’s repositories while an incident is worked on
 * in this window. No git is started before there is one.
 */
export class GitWatch implements Disposable {
  readonly #owned = new DisposableStore();
  #watchers: Disposable[] = [];
  #repositories: Promise<readonly Repository[]> | null = null;
  /**
   * By the repository’s folder: its tags without a message at the last look for this incident. They do not say when they
   * were made. Null where there were more tags than are read.
   */
  readonly #plain = new Map<string, ReadonlySet<string> | null>();
  /** By incident and folder: the tags with a message that were made since the incident began, as far as they were told. */
  readonly #own = new Map<string, ReadonlySet<string>>();
  /** The incident whose time before was looked at. */
  #begun: string | null = null;
  #looking = Promise.resolve();
  #cancelLook = () => {};

  constructor(
    private readonly parts: {
      readonly git: Git;
      readonly current: CurrentIncident;
      readonly follower: LogFollower;
      readonly timelines: Timelines;
      readonly clock: Clock;
      readonly boundary: ErrorBoundary;
    },
  ) {
    const { current, timelines } = parts;
    this.#owned.add(current.onDidChange(() => this.#lookSoon()));
    this.#owned.add(
      timelines.onDidAppend(({ incident }) => {
        if (incident.key === current.get()?.key && this.#begun !== incident.key) this.#lookSoon();
      }),
    );
    this.#owned.add(vscode.workspace.onDidChangeWorkspaceFolders(() => this.#forget()));
    this.#owned.add(vscode.workspace.onDidGrantWorkspaceTrust(() => this.#forget()));
    this.#owned.add(config.onDidChange(['timeline.git', 'services'], () => this.#forget()));
  }

  #forget(): void {
    this.#unlist();
    this.#lookSoon();
  }

  #unlist(): void {
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [];
    this.#repositories = null;
  }

  #lookSoon(): void {
    this.#cancelLook();
    this.#cancelLook = this.parts.clock.after(settleMs, () => {
      this.#looking = this.#looking
        .then(() => this.#look())
        .catch((error: unknown) => this.parts.boundary.log('Looking at what git did', error));
    });
  }

  async #look(): Promise<void> {
    const { current, follower, git, clock } = this.parts;
    const incident = current.get();
    if (!incident || incident.status === 'resolved' || !follower.follows(incident.key)) return;
    if (!config.gitFacts() || !vscode.workspace.isTrusted) return;
    if (this.#begun !== incident.key) {
      this.#plain.clear();
      // One may have been cloned since they were listed.
      this.#unlist();
    }
    this.#begun = incident.key;
    this.#repositories ??= workspaceRepositories(git).then(found => {
      this.#watch(found);
      return found;
    });
    for (const repository of await this.#repositories) await this.#lookAt(repository, incident, clock.now());
  }

  async #lookAt(repository: Repository, incident: Incident, now: number): Promise<void> {
    const { git, timelines } = this.parts;
    const from = Date.parse(incident.createdAt);
    const moves = await headMoves(git, repository, from);
    const last = moves.at(-1);
    if (last && now - last.at < settleMs - 1_000) this.#lookSoon();
    const { tags, whole } = await allTags(git, repository);
    const own = tags.filter(
      ({ annotated, at }) => annotated && Date.parse(at) >= from && Date.parse(at) <= now + 60_000,
    );
    const place = `${incident.key}\n${repository.root}`;
    const ownBefore = this.#own.get(place);
    const made = [
      own.filter(tag => !ownBefore?.has(asItStands(tag))),
      this.#newPlain(repository, whole ? tags.filter(({ annotated }) => !annotated) : null),
    ];
    const facts: readonly GitFact[] = [
      ...headFacts(repository.name, moves),
      ...made
        .filter(those => those.length <= mostTags)
        .flat()
        .map(tag => tagFact(repository.name, tag, now)),
    ];
    if (facts.length > 0) await timelines.scribe.recordGit(incident, facts);
    // Not before they are written: they say their time, so that none is written twice.
    this.#own.set(place, new Set(own.map(asItStands)));
  }

  /** Those that came since the last look. @param tags null where not all were read: one may only have moved up */
  #newPlain({ root }: Repository, tags: readonly Tag[] | null): readonly Tag[] {
    const before = this.#plain.get(root);
    this.#plain.set(root, tags && new Set(tags.map(asItStands)));
    return before && tags ? tags.filter(tag => !before.has(asItStands(tag))) : [];
  }

  #watch(repositories: readonly Repository[]): void {
    for (const { gitFolder, commonFolder } of repositories) {
      for (const [folder, pattern] of [
        [gitFolder, 'logs/HEAD'],
        [commonFolder, 'refs/tags/**'],
      ] as const) {
        const watcher = vscode.workspace.createFileSystemWatcher(
          new vscode.RelativePattern(vscode.Uri.file(folder), pattern),
        );
        watcher.onDidChange(() => this.#lookSoon());
        watcher.onDidCreate(() => this.#lookSoon());
        this.#watchers.push(watcher);
      }
    }
  }

  dispose(): void {
    this.#cancelLook();
    for (const watcher of this.#watchers) watcher.dispose();
    this.#owned.dispose();
  }
}

/** A tag that is made again, elsewhere or anew, is another one. */
function asItStands({ name, sha, at }: Tag): string {
  return `${name} ${sha} ${at}`;
}
