import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import { Emitter } from '../../core/events.ts';
import { languageOf } from '../../core/postmortem/languages/index.ts';
import { readTeam } from '../../core/team/readTeam.ts';
import { defaultTeam, type TeamConfig } from '../../core/team/teamFile.ts';
import type { TeamFinding } from '../../core/team/teamFinding.ts';
import { mergeTeam, type TeamLayer } from '../../core/team/teamLayer.ts';
import { DisposableStore } from '../disposables.ts';
import type { ErrorBoundary } from '../errorBoundary.ts';
import { notify } from '../notify.ts';
import { isLinked } from '../runbooks/runbookFolders.ts';
import { translator } from '../translator.ts';
import { isTeamFile, ownTeamFile, teamFileName, workspaceTeamFile } from './teamPlaces.ts';
import { TeamWriting } from './teamWriting.ts';

/** Of a file that is far larger than what is read, only so much is looked at to say so. */
const largestBytes = 1024 * 1024;
/** Editors and git write a file in several steps. ms */
const settleMs = 100;
/** A file that is written all the time is read as it is at last. */
const mostLooks = 10;
/** VS Code is not told of each change, so that the files are asked whether they are others. ms */
const askMs = 5_000;

export interface TeamFilesParts {
  readonly clock: Clock;
  readonly boundary: ErrorBoundary;
  /** The extension’s global storage, where the person’s own file is. */
  readonly storage: vscode.Uri;
}

interface Place {
  readonly uri: vscode.Uri;
  readonly name: string;
  /** Null for the person’s own file. */
  readonly folder: vscode.WorkspaceFolder | null;
}

interface Known {
  readonly text: string;
  /** What it said when it was last good; null where it never was. */
  readonly layer: TeamLayer | null;
  /** Whether the person was told that it is broken, and it still is. */
  readonly isTold: boolean;
}

/**
 * What the team agreed on: the files of the workspace’s folders, the first folder first, then the person’s own, then what
 * is standard. They are watched, and looked at when the person comes back to the window; what is broken in one leaves
 * what it said before. In Restricted Mode, files of the workspace are not read.
 */
export class TeamFiles implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  readonly #changed: Emitter<TeamConfig>;
  #watchers = new DisposableStore();
  #known = new Map<string, Known>();
  /** What the files were when they were last read. */
  #stamps: readonly string[] = [];
  #team = standardTeam();
  #reading: Promise<void> = Promise.resolve();
  #cancelSoon: (() => void) | null = null;
  #cancelAsking: (() => void) | null = null;
  #isOver = false;

  constructor(private readonly parts: TeamFilesParts) {
    const { boundary, storage } = parts;
    this.#changed = this.#owned.add(
      new Emitter<TeamConfig>(error => boundary.log('Listening to the team’s file', error)),
    );
    this.#owned.add(new TeamWriting(parts));
    const own = (disposable: vscode.Disposable) => void this.#owned.add(disposable);
    own(
      vscode.workspace.onDidSaveTextDocument(document => {
        if (isTeamFile(document, storage)) void this.reload();
      }),
    );
    // Both sooner than the files are asked by themselves.
    own(
      vscode.workspace.onDidOpenTextDocument(document => {
        if (isTeamFile(document, storage)) this.#soon();
      }),
    );
    own(
      vscode.window.onDidChangeWindowState(({ focused }) => {
        if (focused) this.#soon();
      }),
    );
    own(
      vscode.workspace.onDidChangeWorkspaceFolders(() => {
        this.#watch();
        void this.reload();
      }),
    );
    own(vscode.workspace.onDidGrantWorkspaceTrust(() => void this.reload()));
    own({ dispose: () => this.#watchers.dispose() });
    own({ dispose: () => this.#cancelSoon?.() });
    own({ dispose: () => this.#cancelAsking?.() });
    own({ dispose: () => (this.#isOver = true) });
    this.#watch();
    void this.reload();
    this.#keepAsking();
  }

  /** What holds now. */
  get team(): TeamConfig {
    return this.#team;
  }

  /** Hears of every change of what holds. */
  get onDidChange(): Emitter<TeamConfig>['event'] {
    return this.#changed.event;
  }

  /** Until what was asked to be read is read; never rejects. */
  ready(): Promise<void> {
    return this.#reading;
  }

  /** Reads all files again, after what is being read. Never rejects. */
  reload(): Promise<void> {
    this.#reading = this.#reading
      .then(() => this.#read())
      .catch((error: unknown) => this.parts.boundary.log('Reading the team’s file', error));
    return this.#reading;
  }

  dispose(): void {
    this.#owned.dispose();
  }

  async #read(): Promise<void> {
    const places = this.#places();
    // Before what is in them: what changes meanwhile is read once more.
    this.#stamps = await Promise.all(places.map(stampOf));
    const known = new Map<string, Known>();
    const layers: TeamLayer[] = [];
    for (const place of places) {
      const id = place.uri.toString();
      const before = this.#known.get(id);
      const text = before ? await this.#settledText(place, before.text) : await textAt(place);
      if (text === null) continue;
      const lastGood = before?.layer ?? null;
      const { layer, findings } = readTeam(text, { file: place.name, l10n: translator, lastGood });
      const counts = layer ?? lastGood;
      const broken = findings.find(({ severity }) => severity === 'error');
      if (broken && !before?.isTold) this.#tell(place, broken);
      known.set(id, { text, layer: counts, isTold: broken !== undefined });
      if (counts) layers.push(counts);
    }
    this.#known = known;
    const team = mergeTeam(layers, standardTeam());
    if (JSON.stringify(team) === JSON.stringify(this.#team)) return;
    this.#team = team;
    this.#changed.fire(team);
  }

  /**
   * What another text than before counts as once two looks agree: a file that is written in place is empty first, and
   * what it said before would be forgotten.
   */
  async #settledText(place: Place, before: string): Promise<string | null> {
    let text = await textAt(place);
    for (let look = 1; text !== before && look < mostLooks; look++) {
      await new Promise<void>(resolve => this.parts.clock.after(settleMs, resolve));
      const again = await textAt(place);
      if (again === text) break;
      text = again;
    }
    return text;
  }

  #places(): readonly Place[] {
    const own = { uri: ownTeamFile(this.parts.storage), folder: null };
    const folders = vscode.workspace.isTrusted ? (vscode.workspace.workspaceFolders ?? []) : [];
    const several = folders.length > 1;
    return [
      ...folders.map(folder => ({
        ...{ uri: workspaceTeamFile(folder), folder },
        name: several ? `${folder.name}/${teamFileName}` : teamFileName,
      })),
      { ...own, name: vscode.l10n.t('your team file') },
    ];
  }

  /** Once for each time that a file breaks; who has it before them sees it in the editor. */
  #tell({ uri, name }: Place, { message, range }: TeamFinding): void {
    const isSeen = vscode.window.visibleTextEditors.some(
      ({ document }) => document.uri.toString() === uri.toString(),
    );
    if (isSeen) return;
    const open = vscode.l10n.t('Open');
    const words = vscode.l10n.t(
      'Not everything in {0} is used. Line {1}: {2}',
      name,
      range.start.line + 1,
      message,
    );
    const offering = async () => {
      if ((await notify.warn(words, open)) === open) await vscode.window.showTextDocument(uri);
    };
    this.parts.boundary.watch('Opening the team’s file', offering());
  }

  #watch(): void {
    this.#watchers.dispose();
    this.#watchers = new DisposableStore();
    const { storage } = this.parts;
    const patterns = (vscode.workspace.workspaceFolders ?? [])
      .map(folder => new vscode.RelativePattern(folder, teamFileName))
      .concat(new vscode.RelativePattern(storage, ownTeamFile(storage).path.split('/').at(-1)!));
    for (const pattern of patterns) {
      const watcher = this.#watchers.add(vscode.workspace.createFileSystemWatcher(pattern));
      for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
        this.#watchers.add(event(() => this.#soon()));
    }
  }

  /** What is put into a folder that has just come is missed by VS Code now and then. */
  #keepAsking(): void {
    const asking = async () => {
      await this.#reading;
      const stamps = await Promise.all(this.#places().map(stampOf));
      if (this.#isOver) return;
      if (stamps.join() !== this.#stamps.join()) this.#soon();
      this.#keepAsking();
    };
    this.#cancelAsking = this.parts.clock.after(askMs, () =>
      this.parts.boundary.watch('Asking for the team’s file', asking()),
    );
  }

  #soon(): void {
    this.#cancelSoon?.();
    this.#cancelSoon = this.parts.clock.after(settleMs, () => void this.reload());
  }
}

function standardTeam(): TeamConfig {
  return defaultTeam(languageOf(vscode.env.language));
}

/** Another text for another file in this place; empty where there is none. */
async function stampOf({ uri }: Place): Promise<string> {
  try {
    const { mtime, size } = await vscode.workspace.fs.stat(uri);
    return `${mtime}:${size}`;
  } catch {
    return '';
  }
}

/** Null where there is no file, or a link that may lead anywhere stands in its place. */
async function textAt({ uri, folder }: Place): Promise<string | null> {
  if (folder && (await isLinked(folder.uri, teamFileName))) return null;
  try {
    const { size, type } = await vscode.workspace.fs.stat(uri);
    if ((type & vscode.FileType.File) === 0) return null;
    const bytes =
      size > largestBytes ? new Uint8Array(largestBytes) : await vscode.workspace.fs.readFile(uri);
    return new TextDecoder().decode(bytes);
  } catch {
    return null;
  }
}
