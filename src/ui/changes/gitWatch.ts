import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Disposable } from '../../core/events.ts';
import { type GitFact, headFacts, headMoves, tagFact } from '../../core/git/headFacts.ts';
import type { Git } from '../../core/git/git.ts';
import { tagsIn } from '../../core/git/history.ts';
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
  /** By the repository’s folder: the tags without a message, which do not say when they were made. */
  readonly #tags = new Map<string, ReadonlySet<string>>();
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
    for (const watcher of this.#watchers) watcher.dispose();
    this.#watchers = [];
    this.#repositories = null;
    this.#lookSoon();
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
    const { current, follower, timelines, git, clock } = this.parts;
    const incident = current.get();
    if (!incident || incident.status === 'resolved' || !follower.follows(incident.key)) return;
    if (!config.gitFacts() || !vscode.workspace.isTrusted) return;
    this.#begun = incident.key;
    this.#repositories ??= workspaceRepositories(git).then(found => {
      this.#watch(found);
      return found;
    });
    for (const repository of await this.#repositories) {
      const facts = await this.#factsOf(repository, incident, clock.now());
      if (facts.length > 0) await timelines.scribe.recordGit(incident, facts);
    }
  }

  async #factsOf(repository: Repository, incident: Incident, now: number): Promise<readonly GitFact[]> {
    const { git } = this.parts;
    const from = Date.parse(incident.createdAt);
    const moves = await headMoves(git, repository, from);
    const last = moves.at(-1);
    if (last && now - last.at < settleMs - 1_000) this.#lookSoon();
    const tags = await tagsIn(git, repository, { from: 0, to: now + 60_000 });
    const own = tags.filter(({ annotated, at }) => annotated && Date.parse(at) >= from);
    const plain = new Map(tags.filter(tag => !tag.annotated).map(tag => [`${tag.name} ${tag.sha}`, tag]));
    const before = this.#tags.get(repository.root) ?? new Set(plain.keys());
    this.#tags.set(repository.root, new Set(plain.keys()));
    const made = [...plain].filter(([key]) => !before.has(key)).map(([, tag]) => tag);
    return [
      ...headFacts(repository.name, moves),
      ...[own, made]
        .filter(those => those.length <= mostTags)
        .flat()
        .map(tag => tagFact(repository.name, tag, now)),
    ];
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
