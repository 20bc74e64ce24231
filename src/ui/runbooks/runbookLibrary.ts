import { readFile } from 'node:fs/promises';
import { setImmediate as turn } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { Clock } from '../../core/clock.ts';
import type { Alert, Incident } from '../../core/incidents/incident.ts';
import type { Logger } from '../../core/logger.ts';
import type { RunbookCandidate } from '../../core/runbooks/matchRunbooks.ts';
import { largestRunbook } from '../../core/runbooks/runbook.ts';
import type { SimilarRunbook } from '../../core/runbooks/runbookIndex.ts';
import { DisposableStore } from '../disposables.ts';
import { type RemoteRunbooks, remoteScheme } from './remoteRunbooks.ts';
import { folders, isLinked, markdownFiles, mostFiles } from './runbookFolders.ts';
import { RunbookSearch } from './runbookSearch.ts';

/** A runbook that was found, before it is read whole. */
export interface RunbookFile extends RunbookCandidate {
  readonly uri: vscode.Uri;
  /** Where it was fetched from; null for a file. Nobody vouches for it, so each of its blocks asks before it runs. */
  readonly remote: { readonly host: string; readonly href: string } | null;
}

const atOnce = 16;
/** However quiet the watchers are, a listing is not believed longer than this: some file systems tell nothing, ms. */
const longestBelief = 30_000;

interface KnownFile {
  /** Another one means another text. */
  readonly version: string;
  readonly file: RunbookFile;
}

/** One that is not known as it is now. */
interface ReadFile {
  readonly version: string;
  readonly text: string;
}

interface Listing {
  /** Which folders were looked into. */
  readonly places: string;
  readonly at: number;
  readonly files: Promise<readonly RunbookFile[]>;
}

interface Found {
  readonly uri: vscode.Uri;
  readonly path: string;
  readonly origin: RunbookFile['origin'];
  readonly repository: string | null;
}

export interface RunbookLibraryParts {
  readonly shippedFolder: vscode.Uri;
  readonly clock: Clock;
  /** Hears of each of the setting’s folders that is not taken, or not whole. */
  readonly logger: Pick<Logger, 'warn'>;
  readonly remote: RemoteRunbooks;
}

/**
 * The runbooks at hand: those of the workspace’s runbook folders first, then those shipped with the extension. Folders
 * are watched from the first question on, so that the next ones cost nothing as long as nothing changes.
 */
export class RunbookLibrary implements vscode.Disposable {
  readonly #owned = new DisposableStore();
  #watchers = new DisposableStore();
  #known = new Map<string, KnownFile>();
  #listing: Listing | null = null;
  /** What the log was told, each once. */
  readonly #told = new Set<string>();
  readonly #search: RunbookSearch;

  constructor(private readonly parts: RunbookLibraryParts) {
    this.#search = new RunbookSearch({
      clock: parts.clock,
      read: id => this.read(vscode.Uri.parse(id, true)),
    });
    const changed = () => (this.#listing = null);
    // What is done in this window is known at once, and not when a watcher tells of it.
    this.#owned.add(vscode.workspace.onDidSaveTextDocument(changed));
    this.#owned.add(vscode.workspace.onDidCreateFiles(changed));
    this.#owned.add(vscode.workspace.onDidDeleteFiles(changed));
    this.#owned.add(vscode.workspace.onDidRenameFiles(changed));
    this.#owned.add({ dispose: () => this.#watchers.dispose() });
  }

  /** The drill’s own runbooks are only of use in a drill. */
  async files({ drill }: { readonly drill: boolean }): Promise<readonly RunbookFile[]> {
    const places = JSON.stringify(folders().map(({ folder, names }) => [folder.uri.toString(), names]));
    const now = this.parts.clock.now();
    const known = this.#listing;
    const isGood = known?.places === places && Math.abs(now - known.at) < longestBelief;
    if (!isGood) {
      if (known?.places !== places) this.#watch();
      this.#listing = { places, at: now, files: this.#list() };
    }
    const files = await this.#listing!.files;
    return drill
      ? files
      : files.filter(({ origin, path }) => origin !== 'shipped' || !path.startsWith('drill-'));
  }

  /** The file at hand that a location stands for; looked for on the disk before it is said to be none. */
  async find(uri: vscode.Uri): Promise<RunbookFile | null> {
    const wanted = uri.toString();
    const known = (await this.files({ drill: true })).find(({ id }) => id === wanted);
    if (known) return known;
    this.#listing = null;
    return (await this.files({ drill: true })).find(({ id }) => id === wanted) ?? null;
  }

  /** What reads like the incident, best first: ids of files and the words they share. */
  similar(
    files: readonly RunbookFile[],
    incident: Incident,
    alerts: readonly Alert[],
  ): Promise<readonly SimilarRunbook[]> {
    const runbooks = files.map(({ id, title }) => ({
      id,
      title,
      version: this.#known.get(id)?.version ?? '',
    }));
    return this.#search.similar(runbooks, incident, alerts);
  }

  /** The runbook’s text: a file’s as `workspace.fs` has it, a remote one’s as it was fetched. Rejects where there is none. */
  async read(uri: vscode.Uri): Promise<string> {
    if (uri.scheme === remoteScheme) return this.parts.remote.text(uri);
    // VS Code’s own reading goes through its window, which has other things to do while a panel opens.
    const bytes = uri.scheme === 'file' ? readFile(uri.fsPath) : vscode.workspace.fs.readFile(uri);
    return new TextDecoder().decode(await bytes);
  }

  dispose(): void {
    this.#owned.dispose();
  }

  #watch(): void {
    this.#watchers.dispose();
    this.#watchers = new DisposableStore();
    for (const { folder, names } of folders()) {
      for (const name of names) {
        // A name that is a pattern itself is watched as a part of all that is there.
        const pattern = name === '' || /[*?{}[\],]/.test(name) ? '**' : `{${name},${name}/**}`;
        const watcher = this.#watchers.add(
          vscode.workspace.createFileSystemWatcher(new vscode.RelativePattern(folder, pattern)),
        );
        const changed = () => (this.#listing = null);
        for (const event of [watcher.onDidCreate, watcher.onDidChange, watcher.onDidDelete])
          this.#watchers.add(event(changed));
      }
    }
  }

  async #list(): Promise<readonly RunbookFile[]> {
    const found: Found[] = [];
    for (const { folder, names, outside } of folders()) {
      for (const name of outside) this.#passOver(folder, name, 'it is no path below the workspace folder');
      for (const name of names) {
        if (await isLinked(folder.uri, name)) {
          this.#passOver(folder, name, 'it is, or lies in, a symbolic link');
          continue;
        }
        const { files, more } = await markdownFiles(vscode.Uri.joinPath(folder.uri, name));
        if (more)
          this.#warn(
            `Of the runbook folder “${name}” of ${folder.name} only the first ${mostFiles} files are taken: there are more.`,
          );
        for (const uri of files) {
          const path = vscode.workspace.asRelativePath(uri);
          found.push({ uri, path, origin: 'workspace', repository: folder.name });
        }
      }
    }
    const { shippedFolder } = this.parts;
    for (const uri of (await markdownFiles(shippedFolder)).files) {
      const path = uri.path.slice(shippedFolder.path.length + 1);
      found.push({ uri, path, origin: 'shipped', repository: null });
    }
    // A folder may be named twice, or lie inside another one.
    const each = [...new Map(found.map(one => [one.uri.toString(), one])).values()];
    const files: KnownFile[] = [];
    for (let at = 0; at < each.length; at += atOnce) {
      const some = each.slice(at, at + atOnce);
      const read = await Promise.all(some.map(({ uri }) => this.#readNew(uri)));
      for (const [index, one] of read.entries()) {
        if (one === null) continue;
        const isKnown = 'file' in one;
        files.push(isKnown ? one : await this.#understood(some[index]!, one));
        // Their front matter is read here, where everybody waits: whatever stands in it, others have their turn.
        if (!isKnown) await turn();
      }
    }
    this.#known = new Map(files.map(one => [one.file.id, one]));
    return files.map(({ file }) => file);
  }

  #passOver(folder: vscode.WorkspaceFolder, name: string, why: string): void {
    this.#warn(`The runbook folder “${name}” of ${folder.name} is passed over: ${why}.`);
  }

  #warn(line: string): void {
    if (this.#told.has(line)) return;
    this.#told.add(line);
    this.parts.logger.warn(line);
  }

  async #readNew(uri: vscode.Uri): Promise<KnownFile | ReadFile | null> {
    try {
      const { mtime, size } = await vscode.workspace.fs.stat(uri);
      const known = this.#known.get(uri.toString());
      // A file that is written in place is empty first, often in the same millisecond.
      const version = `${mtime}/${size}`;
      if (known?.version === version) return known;
      return size > largestRunbook ? null : { version, text: await this.read(uri) };
    } catch {
      // Gone between the listing and now: simply not at hand.
      return null;
    }
  }

  /** Remembered at once, so that a listing that begins meanwhile has it. */
  async #understood({ uri, ...place }: Found, { version, text }: ReadFile): Promise<KnownFile> {
    const { readPurpose } = await import('../../core/runbooks/frontMatter.ts');
    const id = uri.toString();
    const { purpose, title } = readPurpose(text);
    const file = { ...place, id, uri, purpose, title: title ?? place.path, remote: null };
    const known = { version, file };
    this.#known.set(id, known);
    return known;
  }
}
